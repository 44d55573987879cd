"""Which documents there are, and what is still missing."""

from collections.abc import Collection, Iterable
from typing import Protocol
from uuid import UUID

from portal.documents import states
from portal.documents.models import Document, DocumentQuerySet, Page
from portal.shared import clock


class Asked(Protocol):
    """What of a catalogue requirement matters here."""

    code: str
    required: bool


def documents_of(subject: UUID) -> DocumentQuerySet:
    """Return the files of an application that are not removed."""
    return Document.objects.about(subject).visible()


def just_removed(subject: UUID) -> DocumentQuerySet:
    """Return the files whose removal can still be undone."""
    removed = Document.objects.about(subject).filter(state=states.REMOVED, due_at__gt=clock.now())
    return removed.exclude(file="")


def file_names(document: Document) -> list[str]:
    """Return the sealed files that belong to a document."""
    pages = Page.objects.filter(document=document).order_by("number").values_list("file", flat=True)
    return [name for name in (document.file, *pages) if name]


def is_known(name: str) -> bool:
    """Say whether a row knows this sealed file."""
    return Document.objects.filter(file=name).exists() or Page.objects.filter(file=name).exists()


def is_complete(subject: UUID, requirements: Iterable[Asked]) -> bool:
    """Say whether every required document is there (being checked counts; refused does not)."""
    return not missing(subject, requirements)


def missing(subject: UUID, requirements: Iterable[Asked]) -> list[str]:
    """Return the codes of required documents that are not there."""
    there: Collection[str] = set(
        Document.objects.filter(subject=subject).present().values_list("requirement", flat=True)
    )
    return [each.code for each in requirements if each.required and each.code not in there]


def is_settled(subject: UUID) -> bool:
    """Say whether no file of the application waits for its verdict any more."""
    return not Document.objects.filter(subject=subject, state__in=states.OPEN).exists()
