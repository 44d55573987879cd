"""What may be done with a draft: begin, save, promise, delete."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.models import Person
from portal.applications import policies, queries, signals
from portal.applications.actions import moving
from portal.applications.actions.erasure import erase
from portal.applications.actions.shared_papers import hand_on
from portal.applications.models import Application, StepAnswers
from portal.applications.queries import StepContent
from portal.applications.steps import carrying, groups, progress, standing, windows
from portal.applications.steps.groups import Entry
from portal.applications.steps.progress import Typed
from portal.applications.steps.standing import Standing
from portal.applications.steps.windows import Written
from portal.catalogue.definition import Definition, Step
from portal.documents import actions as documents
from portal.journal import actions as journal
from portal.notices import actions as notices
from portal.shared import clock, language
from portal.vault import actions as vault

# What documents are compared with: when one of these changes, they are compared again.
COMPARED = ["family_name", "given_names", "date_of_birth", "nationality", "passport_number", "passport_valid_until"]
# What a page shows beside its answers until it is saved: that the form has changed, that they were filled in.
MARKS = ("changed", "gone", "filled")
NOTHING_YET: StepContent = {"values": {}, "raw": {}}
FRESH = timedelta(minutes=10)
ABANDONED = timedelta(days=30)
WARNED = timedelta(days=23)


@dataclass(frozen=True)
class Saved:
    """What saving a step led to: the draft as it stands now, what this step still lacks, its groups as they were sent.

    `moved`: the draft went on with a newer version of its form just then. `stale`: by question what the window still
    shows that was saved, where another window has changed the answer (see windows.Written).
    """

    standing: Standing
    step: Step
    problems: progress.Problems = field(default_factory=dict)
    posted: Mapping[str, list[Entry]] = field(default_factory=dict)
    moved: bool = False
    stale: Mapping[str, str] = field(default_factory=dict)

    @property
    def application(self) -> Application:
        """Return the draft."""
        return self.standing.application

    @property
    def shown(self) -> dict[str, Any]:
        """Return what stands in the fields of this step: values, and raw text where it could not be read."""
        content = self.standing.content_of(self.step)
        return {**content["values"], **content["raw"]}


def save_step(application_id: UUID, step_code: str, fields: Mapping[str, object], *, by: Person) -> Saved:
    """Keep what was typed into a step, readable or not; UnknownApplicationError for others' and unknown ones.

    When the draft's version has been withdrawn meanwhile, it moves on first; fields that still exist are kept.
    """
    with transaction.atomic():
        application = queries.own(by, application_id, Application.objects.with_form().locked())
        policies.check_editable(by, application)
        box = vault.box(application.pk)
        moved = moving.move_if_due(application, box)
        definition, contents = queries.definition_of(application), queries.contents_of(application, box)
        before = queries.merged(contents)
        steps = _steps_for(application, definition, step_code, fields)
        typed = {step.code: progress.read_step(step, fields) for step in steps}
        window = windows.window_of(fields, application.version.number)
        stale: dict[str, str] = {}
        for step in steps:
            old = contents.get(step.code) or NOTHING_YET
            written = windows.weighed(step, old, typed[step.code], window)
            contents[step.code], stale = _changed(step, old, written, keep_marks=moved), stale | written.stale
            _keep(application, step.code, box.seal_json(contents[step.code], queries.ANSWERS))
        answers = queries.merged(contents)
        if any(before.get(code) != answers.get(code) for code in COMPARED):
            documents.recheck(application.pk)
        _tell_family(application, before, answers)
    step, stands = steps[0], standing.standing_with(application, contents)
    problems = progress.problems_of(stands.questions_of(step), stands.content_of(step), stands.weighed.facts)
    return Saved(stands, step, problems, typed[step.code].entries, moved, stale)


def _steps_for(
    application: Application, definition: Definition, step_code: str, fields: Mapping[str, object]
) -> list[Step]:
    """Return the step that was sent, first; and where a newer version of the form asks now what was asked there."""
    if application.moved_at is None:
        return [queries.step_of(definition, step_code)]
    here = [step for step in definition.steps if step.code == step_code]
    elsewhere = [
        step for step in definition.steps if step.code != step_code and progress.read_step(step, fields).codes
    ]
    return [*here, *elsewhere] or [definition.steps[0]]


def keep_values(
    application_id: UUID, step_code: str, values: Mapping[str, Any], *, by: Person, filled: Collection[str] = ()
) -> None:
    """Put values that are readable already into a step, and compare the documents again.

    `filled`: those of them that the page is to show as filled in for the person, until it is saved.
    """
    application = queries.own(by, application_id, Application.objects.with_form().locked())
    policies.check_editable(by, application)
    box = vault.box(application.pk)
    step = queries.step_of(queries.definition_of(application), step_code)
    contents = queries.contents_of(application, box)
    before, typed = queries.merged(contents), Typed(dict(values), {}, set(values))
    old = contents.get(step_code) or NOTHING_YET
    contents[step_code] = _changed(step, old, windows.weighed(step, old, typed, None), keep_marks=True)
    if filled:
        contents[step_code]["filled"] = dict.fromkeys(filled, True)
    _keep(application, step_code, box.seal_json(contents[step_code], queries.ANSWERS))
    documents.recheck(application.pk)
    _tell_family(application, before, queries.merged(contents))


def _tell_family(application: Application, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Say after the commit which answers have changed, if others apply together with this person."""
    if application.bundle_id is not None:
        changed = {code for code in (*before, *after) if before.get(code) != after.get(code)}
        send = partial(signals.answers_changed.send_robust, sender=Application, application=application, codes=changed)
        transaction.on_commit(send)


def _changed(step: Step, old: StepContent, written: Written, *, keep_marks: bool) -> StepContent:
    """Return a step's content with what was typed in place of what stood there, as far as its window has changed it.

    What a move to a newer version has left to look at goes when it was looked at (not with `keep_marks`); what was
    answered before stays until it is answered anew.
    """
    typed = written.typed
    marks: StepContent = {name: old[name] for name in MARKS if keep_marks and name in old}
    values = {code: value for code, value in old["values"].items() if code not in typed.codes} | typed.values
    raw = {name: text for name, text in old["raw"].items() if groups.code_of(name) not in typed.codes} | typed.raw
    before = carrying.still_before(step.questions, old | {"values": values, "raw": raw})
    return {"values": values, "raw": raw, **marks, **written.memory, **({"before": before} if before else {})}


def _keep(application: Application, step: str, sealed: bytes) -> None:
    now = clock.now()
    StepAnswers.objects.bulk_create(
        [StepAnswers(application=application, step=step, sealed_answers=sealed, saved_at=now)],
        update_conflicts=True,
        unique_fields=["application", "step"],
        update_fields=["sealed_answers", "saved_at"],
    )
    # To ten minutes is enough for drafts that are kept for weeks, and saves a write at every key.
    if application.edited_at < now - FRESH or application.language != language.current():
        application.edited_at, application.language, application.warned_at = now, language.current(), None
        application.save(update_fields=["edited_at", "language", "warned_at"])


def promise(application: Application, requirement: str, day: str, *, by: Person) -> None:
    """Note that a document follows later (§ 24(3) VwVfG: an incomplete application is taken too); "" takes it back."""
    with transaction.atomic():
        fresh = Application.objects.locked().get(pk=application.pk)
        policies.check_editable(by, fresh)
        promises = queries.promises_of(fresh) | {requirement: day}
        kept = {code: value for code, value in promises.items() if value}
        fresh.sealed_promises = vault.seal_json(fresh.pk, kept, queries.PROMISES)
        fresh.save(update_fields=["sealed_promises"])
        journal.write("application.promise", fresh.pk, by=by, office=fresh.office_id, requirement=requirement)


def withdraw(application: Application, *, by: Person | None) -> None:
    """Delete a draft: what was typed and uploaded cannot be read by anybody from now on. `by` None: its time is up."""
    with transaction.atomic():
        fresh = Application.objects.locked().get(pk=application.pk)
        if by is not None:
            policies.check_editable(by, fresh)
        fresh._advance("withdraw", by)
        erase(fresh)


# -- drafts that nobody comes back to -----------------------------------------------


def warn_abandoned() -> int:
    """Tell people a week before that their draft will be deleted; returns how many were told."""
    rows = Application.objects.untouched_since(clock.now() - WARNED).filter(warned_at=None).select_related("person")
    return sum(_warn(each) for each in rows)


def _warn(application: Application) -> int:
    with transaction.atomic(), override(application.person.language):
        application.warned_at = clock.now()
        application.save(update_fields=["warned_at"])
        day = formats.date_format(application.edited_at + ABANDONED, "DATE_FORMAT")
        text = _("You have not sent your application yet. We delete the draft on %(day)s. Open it to keep it.")
        notices.post(
            "status_changed",
            application.person,
            subject=application.pk,
            context={"state": application.state, "text": text % {"day": day}},
        )
    return 1


def delete_abandoned() -> int:
    """Delete drafts whose time is up, a week after their people were told at the earliest; returns how many.

    Papers for the whole family that lie with one stay with the drafts of the others.
    """
    told = clock.now() - (ABANDONED - WARNED)
    rows = list(Application.objects.untouched_since(clock.now() - ABANDONED).filter(warned_at__lte=told).with_form())
    for application in rows:
        with transaction.atomic():
            hand_on(application, by=application.person)
            withdraw(application, by=None)
    return len(rows)
