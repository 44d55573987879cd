"""The applicant's documents, as far as the application has a say: whose they are, which requirement, how many."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts import actions as accounts
from portal.accounts.models import Person
from portal.applications import policies, queries
from portal.applications.models import Application
from portal.catalogue.definition import Requirement
from portal.documents import actions as documents
from portal.documents.errors import DocumentRefusedError
from portal.documents.models import Document, Origin
from portal.shared.errors import RefusedError
from portal.vault.uploads import SealedUpload

FULL = _("This document has as many files as it can hold. Remove one first, or put the pages into one PDF.")


@dataclass(frozen=True)
class Refused:
    """A file that was not taken, and the sentence that says what to do."""

    name: str
    sentence: str | Promise


def take_files(
    application: Application,
    requirement: Requirement,
    uploads: Sequence[SealedUpload],
    *,
    by: Person,
    origin: str = Origin.PORTAL,
) -> list[Refused]:
    """Take files in, each for itself; returns those refused. What is not taken is not kept."""
    slot = documents.Slot(application.pk, requirement.code, requirement.document_type, origin)
    try:
        policies.check_may_add(by, application)
        accounts.spend("upload", by.pk, times=max(1, len(uploads)))
    except RefusedError:
        for each in uploads:
            each.discard()
        raise
    taken = (_take(slot, each, requirement.max_files, by) for each in uploads)
    return [refused for refused in taken if refused is not None]


def _take(slot: documents.Slot, upload: SealedUpload, most: int, by: Person) -> Refused | None:
    if queries.files_for(slot.subject, slot.requirement).count() >= most:
        upload.discard()
        return Refused(upload.name or "", FULL)
    try:
        documents.receive(upload, slot, by=by)
    except DocumentRefusedError as error:
        return Refused(upload.name or "", error.message)
    return None


def remove_file(application: Application, document: Document, *, by: Person) -> None:
    """Take a file back."""
    policies.check_may_take_back(by, application, document)
    documents.remove(document, by=by)


def send_file_anyway(application: Application, document: Document, *, by: Person) -> None:
    """Keep a file although a check warns."""
    policies.check_may_take_back(by, application, document)
    documents.send_anyway(document, by=by)
