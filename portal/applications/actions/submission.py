"""Sending an application exactly once, with its receipt; and printing that receipt afterwards."""

import secrets
from functools import partial
from typing import Any

from django.db import transaction

from portal.accounts import actions as accounts
from portal.accounts.models import Person
from portal.applications import package, policies, queries, signals
from portal.applications.actions import moving
from portal.applications.actions.phone import end_passes
from portal.applications.actions.shared_papers import bring_along
from portal.applications.errors import IncompleteError
from portal.applications.models import Application, Receipt
from portal.applications.steps import standing
from portal.catalogue.actions import keep_sample
from portal.documents import actions as documents
from portal.handoff import actions as handoff
from portal.journal import actions as journal
from portal.notices import actions as notices
from portal.offices.models import Office
from portal.shared import clock, language
from portal.shared.errors import PortalError, WrongStateError
from portal.vault import actions as vault
from portal.vault import files

# Without I, O, 0, 1, which are taken for each other on paper and on the phone.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def submit(application: Application, *, by: Person) -> Application:
    """Send an application exactly once; again (double click, other tab, lost answer) returns it as it was sent.

    IncompleteError names the steps that need something. Missing documents never stop it.
    """
    policies.check_own(by, application)
    if application.is_draft:
        accounts.spend("submit", by.pk)
    with transaction.atomic():
        fresh = application.locked()
        if fresh.reference:
            return fresh
        if not fresh.is_draft:
            raise WrongStateError
        with vault.opened(fresh.pk):
            _send(fresh, _complete_answers(fresh), by)
    return fresh


def try_to_submit(application: Application, *, by: Person) -> bool:
    """Send, or say that something is missing: also when the form has changed since the answers were checked."""
    if moving.brought_up_to_date(application) is not application:
        return False
    try:
        submit(application, by=by)
    except IncompleteError:
        return False
    return True


def _complete_answers(application: Application) -> dict[str, Any]:
    found = standing.standing_of(application)
    if found.unfinished:
        raise IncompleteError({step.code: str(language.pick(step.title)) for step in found.unfinished})
    return found.weighed.answers


def _send(application: Application, answers: dict[str, Any], by: Person) -> None:
    """Write everything that sending means, or nothing of it."""
    end_passes(application, by=by)
    bring_along(application, answers, by=by)
    application.reference = _new_reference(application.office)
    application.submitted_at = clock.now()
    application.language = language.current()
    content = package.content_of(application, answers)
    keep_sample(application.version, answers)
    documents.hand_over(application.pk, application.submitted_at, by=by)
    application._advance("submit", by)
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


def keep_print(receipt: Receipt, pdf: bytes) -> None:
    """Seal the printed receipt; printed twice, the first print stays."""
    key = secrets.token_bytes(32)
    name = files.write(key, [pdf])
    with transaction.atomic():
        fresh = Receipt.work.select_for_update(of=("self",)).get(pk=receipt.pk)
        if fresh.is_printed:
            files.remove(name)
            return
        fresh.file_name, fresh.sealed_file_key = name, vault.seal(fresh.application_id, key, queries.RECEIPT_KEY)
        fresh.settle()
        fresh.save()
        journal.write("application.receipt_printed", fresh.application_id)
        transaction.on_commit(partial(signals.receipt_printed.send, sender=Receipt, receipt=fresh))


def print_later(receipt: Receipt, error: PortalError) -> None:
    """Try to print again later."""
    receipt.postpone(error.code)
    receipt.save(update_fields=["trouble", "due_at"])
