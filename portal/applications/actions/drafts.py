"""What may be done with a draft: begin, save, promise, delete."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.models import Person
from portal.applications import policies, queries
from portal.applications.actions.erasure import erase
from portal.applications.models import Application, StepAnswers
from portal.applications.queries import StepContent
from portal.applications.steps import progress
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Definition, Step
from portal.documents import actions as documents
from portal.journal import actions as journal
from portal.notices import actions as notices
from portal.offices.models import Office
from portal.shared import clock, language
from portal.vault import actions as vault

# What documents are compared with: when one of these changes, they are compared again.
COMPARED = ["family_name", "given_names", "date_of_birth", "nationality", "passport_number", "passport_valid_until"]
FRESH = timedelta(minutes=10)
ABANDONED = timedelta(days=30)
WARNED = timedelta(days=23)


@dataclass(frozen=True)
class Saved:
    """What saving a step led to: all contents as they are now, and what this step still lacks."""

    application: Application
    definition: Definition
    step: Step
    contents: Mapping[str, StepContent]
    problems: progress.Problems

    @property
    def answers(self) -> dict[str, Any]:
        """Return the readable answers of all steps."""
        return queries.merged(self.contents)

    @property
    def shown(self) -> dict[str, Any]:
        """Return what stands in the fields of this step: values, and raw text where it could not be read."""
        content = self.contents.get(self.step.code, {"values": {}, "raw": {}})
        return {**content["values"], **content["raw"]}


def start(service_slug: str, office: Office, *, by: Person) -> Application:
    """Begin an application, or return the draft that exists already for this service and office."""
    found = queries.draft_of(by, service_slug, office.pk)
    if found is not None:
        return found
    version = catalogue.current_version(service_slug)
    try:
        with transaction.atomic():
            application = Application.objects.create(
                person=by, office=office, service=version.service, version=version, language=language.current()
            )
            journal.write("application.start", application.pk, by=by, office=office, service=service_slug)
    except IntegrityError:
        # Two clicks at once: the other one has made it.
        return Application.objects.of(by).drafts().get(service=version.service, office=office)
    return application


def save_step(application_id: UUID, step_code: str, fields: Mapping[str, object], *, by: Person) -> Saved:
    """Keep what was typed into a step, readable or not; UnknownApplicationError for others' and unknown ones."""
    with transaction.atomic():
        application = queries.own(by, application_id, Application.objects.with_form().locked())
        policies.check_editable(by, application)
        definition = queries.definition_of(application)
        step = queries.step_of(definition, step_code)
        box = vault.box(application.pk)
        contents = queries.contents_of(application, box)
        before = queries.merged(contents)
        contents[step.code] = _changed(contents.get(step.code), progress.read_step(step, fields))
        _keep(application, step.code, box.seal_json(contents[step.code], queries.ANSWERS))
        answers = queries.merged(contents)
        if any(before.get(code) != answers.get(code) for code in COMPARED):
            documents.recheck(application.pk)
    problems = progress.problems_of(definition, step, answers) | _unread(contents[step.code], step)
    return Saved(application, definition, step, contents, problems)


def keep_values(application_id: UUID, step_code: str, values: Mapping[str, Any], *, by: Person) -> None:
    """Put values that are readable already into a step, and compare the documents again."""
    application = queries.own(by, application_id, Application.objects.with_form().locked())
    policies.check_editable(by, application)
    box = vault.box(application.pk)
    contents = queries.contents_of(application, box)
    contents[step_code] = _changed(contents.get(step_code), progress.Typed(dict(values), {}, {}))
    _keep(application, step_code, box.seal_json(contents[step_code], queries.ANSWERS))
    documents.recheck(application.pk)


def _changed(content: StepContent | None, typed: progress.Typed) -> StepContent:
    values = dict(content["values"]) if content else {}
    raw = dict(content["raw"]) if content else {}
    for code in (*typed.values, *typed.raw):
        values.pop(code, None)
        raw.pop(code, None)
    return {"values": values | typed.values, "raw": raw | typed.raw}


def _unread(content: StepContent, step: Step) -> progress.Problems:
    return progress.read_step(step, content["raw"]).problems


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
    """Delete drafts whose time is up, a week after their people were told at the earliest; returns how many."""
    told = clock.now() - (ABANDONED - WARNED)
    rows = list(Application.objects.untouched_since(clock.now() - ABANDONED).filter(warned_at__lte=told))
    for application in rows:
        withdraw(application, by=None)
    return len(rows)
