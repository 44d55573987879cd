"""What may be done with an application before and after it is sent. Each action owns its one transaction."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from portal.accounts import actions as accounts
from portal.accounts.models import Person
from portal.applications import package, policies, queries, signals, states
from portal.applications.errors import IncompleteError, NotADraftError
from portal.applications.models import Application, Receipt, StepAnswers
from portal.applications.queries import StepContent
from portal.applications.steps import progress
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Definition, Step
from portal.documents import actions as documents
from portal.handoff import actions as handoff
from portal.handoff.models import Reply
from portal.journal import actions as journal
from portal.notices import actions as notices
from portal.offices.models import Office
from portal.shared import clock, language
from portal.shared.errors import WrongStateError
from portal.vault import actions as vault

# Without I, O, 0, 1, which are taken for each other on paper and on the phone.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
# What documents are compared with: when one of these changes, they are compared again.
COMPARED = (
    "family_name given_names date_of_birth nationality passport_number passport_valid_until title_valid_until"
).split()


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


# -- drafts ---------------------------------------------------------------------


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
    """Keep what was typed into a step, readable or not; raises Application.DoesNotExist, NotADraftError, LookupError."""
    with transaction.atomic():
        application = Application.objects.of(by).with_form().locked().get(pk=application_id)
        policies.check_editable(by, application)
        definition = queries.definition_of(application)
        step = definition.step(step_code)
        if step is None:
            raise LookupError(step_code)
        contents = queries.contents_of(application)
        before = queries.merged(contents)
        contents[step.code] = _changed(contents.get(step.code), progress.read_step(step, fields))
        _keep(application, step.code, contents[step.code])
        answers = queries.merged(contents)
        if any(before.get(code) != answers.get(code) for code in COMPARED):
            documents.recheck(application.pk)
    problems = progress.problems_of(definition, step, answers) | _unread(contents[step.code], step)
    return Saved(application, definition, step, contents, problems)


def _changed(content: StepContent | None, typed: progress.Typed) -> StepContent:
    values = dict(content["values"]) if content else {}
    raw = dict(content["raw"]) if content else {}
    for code in (*typed.values, *typed.raw):
        values.pop(code, None)
        raw.pop(code, None)
    return {"values": values | typed.values, "raw": raw | typed.raw}


def _unread(content: StepContent, step: Step) -> progress.Problems:
    return progress.read_step(step, content["raw"]).problems


def _keep(application: Application, step: str, content: StepContent) -> None:
    now = clock.now()
    sealed = vault.box(application.pk).seal_json(content, queries.ANSWERS)
    StepAnswers.objects.bulk_create(
        [StepAnswers(application=application, step=step, sealed_answers=sealed, saved_at=now)],
        update_conflicts=True,
        unique_fields=["application", "step"],
        update_fields=["sealed_answers", "saved_at"],
    )
    # To the hour is enough for drafts that are kept for weeks, and saves a write at every key.
    if application.edited_at < now - HOUR or application.language != language.current():
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
        fresh.sealed_promises = None
        fresh._advance("withdraw", by)  # noqa: SLF001 - the model lets only actions advance it
        fresh.steps.all().delete()
        documents.erase(fresh.pk)
        vault.erase(fresh.pk)


# -- submission -----------------------------------------------------------------


def submit(application: Application, *, by: Person) -> Application:
    """Send an application exactly once; again (double click, other tab, lost answer) returns it as it was sent.

    IncompleteError names the steps that need something. Missing documents never stop it.
    """
    policies.check_own(by, application)
    if application.is_draft:
        accounts.spend("submit", by.pk)
    with transaction.atomic():
        fresh = Application.objects.with_form().locked().get(pk=application.pk)
        if fresh.reference:
            return fresh
        if not fresh.is_draft:
            raise WrongStateError
        _check_complete(fresh)
        _send(fresh, by)
    return fresh


def _check_complete(application: Application) -> None:
    definition, contents = queries.definition_of(application), queries.contents_of(application)
    answers = queries.merged(contents)
    unread = {code for code, content in contents.items() if content["raw"]}
    missing = {
        step.code: str(language.pick(step.title))
        for step in progress.open_steps(definition, answers)
        if progress.problems_of(definition, step, answers)
        or (step.code in unread and _unread_now(definition, step, contents))
    }
    if missing:
        raise IncompleteError(missing)


def _unread_now(definition: Definition, step: Step, contents: Mapping[str, StepContent]) -> bool:
    shown = {each.code for each in progress.open_questions(definition, step, queries.merged(contents))}
    return bool(shown & contents[step.code]["raw"].keys())


def _send(application: Application, by: Person) -> None:
    """Write everything that sending means, or nothing of it."""
    application.reference = _new_reference(application.office)
    application.submitted_at = clock.now()
    application.language = language.current()
    content = package.content_of(application)
    application._advance("submit", by)  # noqa: SLF001
    _issue_receipt(application, content)
    handoff.post(
        case_id=application.pk,
        office=application.office,
        reference=application.reference,
        kind="application",
        content=content,
        by=by,
    )
    notices.post("application_received", by, subject=application.pk, context={"reference": application.reference})


def _new_reference(office: Office) -> str:
    while True:
        letters = "".join(secrets.choice(ALPHABET) for _ in range(6))
        reference = f"{office.reference_prefix}-{clock.today().year}-{letters}"
        if not Application.objects.filter(reference=reference).exists():
            return reference


def _issue_receipt(application: Application, content: dict[str, Any]) -> None:
    token = secrets.token_urlsafe(24)
    frozen = package.receipt_of(application, token, content)
    receipt = Receipt(application=application, token_hash=queries.hash_of(token))
    receipt.sealed_content = vault.seal_json(application.pk, frozen, queries.RECEIPT)
    receipt.make_due()
    receipt.save()
    transaction.on_commit(partial(signals.receipt_issued.send, sender=Receipt, receipt_id=str(receipt.pk)))


# -- what the office answers ------------------------------------------------------


def apply_reply(reply: Reply) -> bool:
    """Let an office's reply move the application; False for one that is known, late or about nothing of ours."""
    with transaction.atomic():
        application = Application.objects.locked().filter(pk=reply.case_id).first()
        move = states.MOVE_OF_REPLY.get(reply.kind)
        if application is None or move is None:
            return False
        application.office_reference = str(reply.payload.get("officeReference") or application.office_reference)[:80]
        try:
            application._advance(move, None)  # noqa: SLF001
        except WrongStateError:
            journal.write("application.reply_ignored", application.pk, office=application.office_id, reply=reply.kind)
            return False
        notices.post(
            "status_changed", application.person, subject=application.pk, context={"state": application.state}
        )
    return True
