"""Questions about applications; everything sealed is opened here."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from portal.accounts.models import Person
from portal.applications import states
from portal.applications.errors import UnknownApplicationError
from portal.applications.models import Application, ApplicationQuerySet, HeldForm, Receipt
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Definition, Step
from portal.documents import queries as documents
from portal.documents import states as document_states
from portal.documents.models import Document, DocumentQuerySet
from portal.documents.ports import Facts
from portal.shared import clock
from portal.vault import actions as vault
from portal.vault import files

ANSWERS = "applications.answers"
PROMISES = "applications.promises"
RECEIPT = "applications.receipt"
RECEIPT_KEY = "applications.receipt.key"
HELD = "applications.held"

StepContent = dict[str, dict[str, Any]]


def applications_of(person: Person) -> ApplicationQuerySet:
    """Return a person's drafts and applications, newest first, without those withdrawn."""
    return Application.objects.of(person).exclude(state=states.WITHDRAWN).with_form()


def own(person: Person, application_id: UUID, rows: ApplicationQuerySet | None = None) -> Application:
    """Return a person's application; UnknownApplicationError when there is none, also when it is withdrawn."""
    found = ever_own(person, application_id, rows)
    if found.state == states.WITHDRAWN:
        raise UnknownApplicationError
    return found


def ever_own(person: Person, application_id: UUID, rows: ApplicationQuerySet | None = None) -> Application:
    """Return it withdrawn, too; UnknownApplicationError when it is somebody else's or nobody's.

    Every view comes in here: `asked` in the error reaches the journal (see receivers).
    """
    found = (Application.objects.with_form() if rows is None else rows).of(person).filter(pk=application_id).first()
    if found is None:
        raise UnknownApplicationError(asked=str(application_id))
    return found


def step_of(definition: Definition, code: str) -> Step:
    """Return a step; UnknownApplicationError for one that the form does not have."""
    found = definition.step(code)
    if found is None:
        raise UnknownApplicationError
    return found


def draft_of(person: Person, service_slug: str, office_id: UUID, member: int = 0) -> Application | None:
    """Return the draft that exists already, if any; `member` is the place in the family."""
    drafts = applications_of(person).drafts().filter(service__slug=service_slug, office_id=office_id)
    return drafts.filter(member=member).first()


def definition_of(application: Application) -> Definition:
    """Return the form this application was started with."""
    return catalogue.definition_of(application.version)


def contents_of(application: Application, box: vault.Box | None = None) -> dict[str, StepContent]:
    """Return what every step holds: {step: {"values": ..., "raw": ...}}; two queries however many steps."""
    rows = list(application.steps.order_by("pk"))
    if not rows:
        return {}
    box = box or vault.box(application.pk)
    return {row.step: box.unseal_json(row.sealed_answers, ANSWERS) for row in rows}


def merged(contents: Mapping[str, StepContent]) -> dict[str, Any]:
    """Return the readable answers of all steps in one."""
    found: dict[str, Any] = {}
    for content in contents.values():
        found |= {code: value for code, value in content["values"].items() if value is not None}
    return found


def answers_of(application: Application) -> dict[str, Any]:
    """Return the answers that count: readable, and to questions that are asked at all."""
    return catalogue.relevant_answers(definition_of(application), merged(contents_of(application)))


def files_for(subject: UUID, requirement: str) -> DocumentQuerySet:
    """Return the files uploaded for one requirement and not sent yet."""
    return documents.documents_of(subject).waiting().filter(requirement=requirement)


def sent_later(application: Application) -> DocumentQuerySet:
    """Return the files that were sent after the application itself, by the time of sending."""
    found = documents.documents_of(application.pk).filter(handed_over_at__gt=application.submitted_at)
    return found.order_by("handed_over_at", "position", "created")


def file_of(application: Application, document_id: UUID) -> Document:
    """Return one file of an application; UnknownApplicationError when it has none with this id."""
    found = documents.documents_of(application.pk).filter(pk=document_id).first()
    if found is None:
        raise UnknownApplicationError(asked=str(document_id))
    return found


def removed_file_of(application: Application, document_id: UUID) -> Document:
    """Return a removed file, whether or not that can still be undone; UnknownApplicationError when there is none."""
    found = Document.objects.about(application.pk).filter(pk=document_id, state=document_states.REMOVED).first()
    if found is None:
        raise UnknownApplicationError(asked=str(document_id))
    return found


def promises_of(application: Application) -> dict[str, str]:
    """Return {requirement: ISO date} of documents that follow later."""
    if not application.sealed_promises:
        return {}
    found: dict[str, str] = vault.unseal_json(application.pk, application.sealed_promises, PROMISES)
    return found


def receipt_of(application: Application) -> Receipt:
    """Return the receipt of a sent application; UnknownApplicationError when it was never sent."""
    try:
        return application.receipt
    except Receipt.DoesNotExist as error:
        raise UnknownApplicationError from error


def receipt_content(receipt: Receipt) -> dict[str, Any]:
    """Open a frozen receipt."""
    found: dict[str, Any] = vault.unseal_json(receipt.application_id, receipt.sealed_content, RECEIPT)
    return found


def receipt_by_token(token: str) -> Receipt | None:
    """Return the receipt that a QR code leads to, or None."""
    return Receipt.work.filter(token_hash=hash_of(token)).select_related("application__office").first()


def open_receipt_pdf(receipt: Receipt) -> Iterator[bytes]:
    """Yield the bytes of the printed receipt."""
    return files.read(
        vault.unseal(receipt.application_id, receipt.sealed_file_key or b"", RECEIPT_KEY), receipt.file_name
    )


def held_form(token: str) -> HeldForm | None:
    """Return what was kept under a token."""
    return HeldForm.objects.filter(token_hash=hash_of(token)).select_related("application").first()


def hash_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def facts_for_documents(subject: UUID) -> Facts:
    """Return what the form says about the person, for comparing with documents; empty for unknown subjects."""
    application = Application.objects.with_form().filter(pk=subject).first()
    answers = answers_of(application) if application else {}
    return Facts(
        office=application.office.slug if application else "",
        language=application.language if application else "",
        family_name=answers.get("family_name", ""),
        given_names=answers.get("given_names", ""),
        date_of_birth=day(answers.get("date_of_birth")),
        nationality=answers.get("nationality", ""),
        passport_number=answers.get("passport_number", ""),
        passport_expiry=day(answers.get("passport_valid_until")),
        title_number=answers.get("title_number", ""),
        title_expiry=day(answers.get("title_valid_until")),
        wanted_until=day(answers.get("expected_end")),
        today=clock.today(),
    )


def day(value: str | None) -> date | None:
    """Return a whole day; None for partly known dates and for nothing."""
    try:
        return date.fromisoformat(value or "")
    except ValueError:
        return None
