"""How documents stand, what they show, and what to tell the applicant about them."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from portal.documents import states, upright
from portal.documents.checks import kinds, wording
from portal.documents.checks import zone as zones
from portal.documents.models import Document, DocumentQuerySet, Finding, Page, Switch
from portal.documents.ports import Health
from portal.shared import clock
from portal.shared.errors import WrongStateError
from portal.shared.registry import adapter
from portal.vault import actions as vault
from portal.vault import files
from portal.vault.errors import TamperedError


class Asked(Protocol):
    """What of a catalogue requirement matters here."""

    code: str
    required: bool


@dataclass(frozen=True)
class FindingLine:
    """One finding as shown: what was compared, how it came out, and the sentence if something is to be done."""

    check: str
    result: str
    label: wording.Sentence
    result_text: wording.Sentence
    text: str


@dataclass(frozen=True)
class Report:
    """All that the applicant is told about one file. `advice` is the one sentence of what to do next."""

    document: Document
    original_name: str
    state_text: wording.Sentence
    tone: str
    advice: wording.Sentence
    findings: list[FindingLine]
    reading: dict[str, Any]
    is_final: bool
    blocks: bool
    may_send_anyway: bool


def documents_of(subject: UUID) -> DocumentQuerySet:
    """Return the files of an application that are not removed."""
    return Document.objects.about(subject).visible()


def report_of(document: Document) -> Report:
    """Put together what the applicant sees of one file."""
    found = [_line(document, each) for each in document.findings.order_by("pk")]
    is_open = any(each.result in ("warn", "fail") for each in found)
    tone = _tone(document, is_open=is_open)
    return Report(
        document=document,
        original_name=original_name(document),
        state_text=wording.LOOK if tone == "warning" else wording.STATES[document.state],
        tone=tone,
        advice=_advice(document, found),
        findings=found,
        reading=shown_reading(document),
        is_final=document.is_final,
        blocks=document.state == states.REFUSED,
        may_send_anyway=document.state == states.CHECKED and is_open and not document.accepted_anyway,
    )


def _tone(document: Document, *, is_open: bool) -> str:
    if document.state == states.REFUSED:
        return "danger"
    if not document.is_final:
        return "info"
    return "warning" if is_open and not document.accepted_anyway else "success"


def _advice(document: Document, found: list[FindingLine]) -> wording.Sentence:
    if document.state == states.REFUSED:
        return wording.REFUSALS.get(document.refusal, wording.REFUSED)
    if not document.is_final:
        return wording.WAIT_LONG if document.state == states.HELD else wording.WAIT
    if document.accepted_anyway:
        return wording.SENT_ANYWAY
    return next((each.text for each in found if each.text), wording.FINE)


def _line(document: Document, finding: Finding) -> FindingLine:
    context = f"documents.finding.{document.pk}.{finding.check_id}"
    values = vault.unseal_json(document.subject, finding.sealed_value, context)
    return FindingLine(
        check=finding.check_id,
        result=finding.result,
        label=wording.LABELS[finding.check_id],
        result_text=wording.RESULTS[finding.result],
        text=wording.advice(finding.check_id, values),
    )


def original_name(document: Document) -> str:
    """Return the name that the file had, cleaned for display."""
    return str(vault.unseal_json(document.subject, document.sealed_name, f"documents.name.{document.pk}"))


def reading_of(document: Document) -> dict[str, Any]:
    """Return what was read, for the checks; empty before the reading."""
    if not document.sealed_reading:
        return {}
    context = f"documents.reading.{document.pk}"
    return dict(vault.unseal_json(document.subject, document.sealed_reading, context))


def shown_reading(document: Document) -> dict[str, Any]:
    """Return the fields of the machine-readable zone, to show or to fill the form; empty when none was read."""
    zone = zones.parse(tuple(reading_of(document).get("zone", ())), clock.today())
    if zone is None or kinds.kind_of(document.document_type).wanted != "zone":
        return {}
    return {
        "family_name": zone.family_name,
        "given_names": zone.given_names,
        "number": zone.number,
        "nationality": zone.nationality,
        "issuer": zone.issuer,
        "date_of_birth": zone.birth,
        "expiry": zone.expiry,
        "is_valid": zone.is_valid,
    }


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


def plain_pages(document: Document, most: int) -> list[bytes]:
    """Return the first cleaned pages as they lie, for the reader."""
    return [_page_bytes(document, each) for each in document.pages.order_by("number")[:most]]


def _page_bytes(document: Document, page: Page) -> bytes:
    key = vault.unseal(document.subject, page.sealed_key, f"documents.page.{document.pk}.{page.number}")
    return b"".join(files.read(key, page.file))


def just_removed(subject: UUID) -> DocumentQuerySet:
    """Return the files whose removal can still be undone."""
    removed = Document.objects.about(subject).filter(state=states.REMOVED, due_at__gt=clock.now())
    return removed.exclude(file="")


def switched_off(office: str) -> frozenset[str]:
    """Return the checks that an office does not want."""
    return frozenset(Switch.objects.filter(office=office).values_list("check_id", flat=True))


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


def scanner_health() -> Health:
    """Ask the scanner how it is."""
    health: Health = adapter("SCANNER").health()
    return health


def reader_health() -> Health:
    """Ask the reader how it is."""
    health: Health = adapter("READER").health()
    return health
