"""Take documents in, fix what is sent to the office, erase them with their application."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from portal.accounts.models import Person
from portal.documents import policies, queries, signals
from portal.documents.models import Document, Origin
from portal.journal import actions as journal
from portal.vault import actions as vault
from portal.vault import files
from portal.vault.uploads import SealedUpload

LEASE = timedelta(minutes=4)


@dataclass(frozen=True)
class Slot:
    """Where a file belongs: the application, what it asks for, which kind that is, and how the file came."""

    subject: UUID
    requirement: str
    document_type: str
    origin: str = Origin.PORTAL


def receive(upload: SealedUpload, slot: Slot, *, by: Person) -> Document:
    """Take an upload in, sealed; DocumentRefusedError when it is not one for us (then nothing is kept)."""
    try:
        mime = policies.check_upload(upload)
        with transaction.atomic():
            document = _store(upload, mime, Document(**asdict(slot)), by)
    except BaseException:
        upload.discard()
        raise
    upload.keep()
    return document


def _store(upload: SealedUpload, mime: str, document: Document, by: Person) -> Document:
    owner = Person.objects.select_for_update(of=("self",)).get(pk=by.pk)
    # A counter takes papers in all day, for many cases: what one person may have does not fit it.
    if document.origin != Origin.DESK:
        policies.check_quota(document.subject, owner, upload.size or 0)
    policies.check_new(document, upload.sha256)
    name = policies.clean_name(upload.name or "")
    document.uploader, document.mime, document.size = owner, mime, upload.size or 0
    document.file, document.sha256, document.sha512 = upload.sealed_name, upload.sha256, upload.sha512
    document.sealed_key = vault.seal(document.subject, upload.key, f"documents.key.{document.pk}")
    document.sealed_name = vault.seal_json(document.subject, name, f"documents.name.{document.pk}")
    document.position = Document.objects.about(document.subject).filter(requirement=document.requirement).count()
    document.make_due()
    document.save(force_insert=True)
    journal.write("document.received", document.subject, by=by, document=str(document.pk), origin=document.origin)
    transaction.on_commit(partial(signals.document_received.send, sender=Document, document=document))
    return document


def hand_over(subject: UUID, at: datetime, *, by: Person, only: Collection[UUID] | None = None) -> list[Document]:
    """Fix what was uploaded and not sent yet, or `only` these: it goes to the office now. Returns it in order."""
    with transaction.atomic():
        waiting = Document.objects.about(subject).waiting()
        sent = list(waiting if only is None else waiting.filter(pk__in=only))
        Document.objects.filter(pk__in=[each.pk for each in sent]).update(handed_over_at=at)
        for each in sent:
            each.handed_over_at = at
            journal.write("document.handed_over", subject, by=by, document=str(each.pk))
    return sent


def erase(subject: UUID) -> None:
    """Delete all files and rows of an application."""
    with transaction.atomic():
        documents = Document.objects.filter(subject=subject)
        remove_on_commit([name for document in documents for name in queries.file_names(document)])
        documents.delete()


def remove_on_commit(names: list[str]) -> None:
    """Delete sealed files once the rows that knew them are gone for good."""
    for name in names:
        transaction.on_commit(partial(files.remove, name))
