"""What a document holds: its name, what was read, its pages and the sealed original."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from portal.documents import derivative, states, upright
from portal.documents.models import Document, Page
from portal.shared.errors import WrongStateError
from portal.vault import actions as vault
from portal.vault import files
from portal.vault.errors import TamperedError


def original_name(document: Document) -> str:
    """Return the name that the file had, cleaned for display."""
    return str(vault.unseal_json(document.subject, document.sealed_name, f"documents.name.{document.pk}"))


def reading_of(document: Document) -> dict[str, Any]:
    """Return what was read, for the checks; empty before the reading."""
    if not document.sealed_reading:
        return {}
    context = f"documents.reading.{document.pk}"
    return dict(vault.unseal_json(document.subject, document.sealed_reading, context))


def sealed_bytes(document: Document) -> Iterator[bytes]:
    """Yield the original's bytes for scanner and reader; TamperedError when they are not the ones received."""
    key = vault.unseal(document.subject, document.sealed_key, f"documents.key.{document.pk}")
    seen = hashlib.sha256()
    for portion in files.read(key, document.file):
        seen.update(portion)
        yield portion
    if seen.hexdigest() != document.sha256:
        raise TamperedError(document=str(document.pk))


def open_original(document: Document) -> Iterator[bytes]:
    """Yield the original; WrongStateError before the scanner has called it clean."""
    if document.state not in states.CLEAN:
        raise WrongStateError(state=document.state)
    return sealed_bytes(document)


def page_count(document: Document) -> int:
    """Return how many cleaned pages there are."""
    return document.page_count


def open_page(document: Document, number: int) -> bytes:
    """Return a cleaned page as upright JPEG; Page.DoesNotExist when there is none with this number (from 1)."""
    page = Page.objects.get(document=document, number=number)
    return upright.turned(_page_bytes(document, page), page.turn)


def copy_of(pages: Iterable[bytes], words: str) -> bytes:
    """Return cleaned pages (as `open_page` gives them) as one PDF; the words across each say whose copy it is."""
    return derivative.pdf(((each, upright.turn_of(each)) for each in pages), words)


def plain_pages(document: Document, most: int) -> list[bytes]:
    """Return the first cleaned pages as they lie, for the reader."""
    return [
        _page_bytes(document, each) for each in document.pages.exclude(number=Page.STRIP).order_by("number")[:most]
    ]


def _page_bytes(document: Document, page: Page) -> bytes:
    key = vault.unseal(document.subject, page.sealed_key, f"documents.page.{document.pk}.{page.number}")
    return b"".join(files.read(key, page.file))
