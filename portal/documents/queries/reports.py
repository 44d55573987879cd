"""What the applicant is told about one file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.catalogue import queries as catalogue
from portal.documents import states
from portal.documents.checks import kinds, names, wording, zone_rules
from portal.documents.checks import zone as zones
from portal.documents.models import Document, Finding, Page
from portal.documents.queries.contents import original_name, reading_of
from portal.shared import clock, language
from portal.vault import actions as vault

# How sure (0-100) a field of the zone must be, not to be pointed out for comparing.
COMPARE_BELOW = 90
# Findings that compare the document with the form.
COMPARED = ("name", "birth", "nationality", "number", "expiry_typed")


@dataclass(frozen=True)
class FindingLine:
    """One finding as shown: what was compared, how it came out, and the sentence if something is to be done."""

    check: str
    result: str
    label: wording.Sentence
    result_text: wording.Sentence
    text: str
    drawing: str = ""
    detail: str = ""
    confidence: int | None = None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadRow:
    """One value that was read, as people write it, and whether it needs a second look."""

    label: wording.Sentence
    value: str
    is_unsure: bool


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
    drawing: str = ""
    read_rows: tuple["ReadRow", ...] = ()
    # Whether what was read may go into the form, and whether it would replace something else there.
    may_confirm: bool = False
    differs: bool = False

    @property
    def has_pages(self) -> bool:
        """Say whether the cleaned pages are there: the virus check is over, the reading may go on."""
        return self.document.page_count > 0

    @property
    def has_strip(self) -> bool:
        """Say whether the lines of the zone were cut out, to compare."""
        return any(each.number == Page.STRIP for each in self.document.pages.all())


def report_of(document: Document) -> Report:
    """Put together what the applicant sees of one file."""
    found = [_line(document, each) for each in document.findings.order_by("pk")]
    reading = shown_reading(document)
    is_open = any(each.result in ("warn", "fail") for each in found)
    tone = _tone(document, is_open=is_open)
    return Report(
        document=document,
        original_name=original_name(document),
        state_text=wording.LOOK if tone == "warning" else wording.STATES[document.state],
        tone=tone,
        advice=_advice(document, found, is_read=_may_confirm(document, reading, found)),
        findings=found,
        reading=reading,
        read_rows=tuple(_read_rows(reading)),
        may_confirm=_may_confirm(document, reading, found),
        differs=any(each.check in COMPARED and each.result == "warn" for each in found),
        drawing=next((each.drawing for each in found if each.text), "") if document.is_final else "",
        is_final=document.is_final,
        blocks=document.state == states.REFUSED,
        may_send_anyway=document.state == states.CHECKED and is_open and not document.accepted_anyway,
    )


def _read_rows(reading: dict[str, Any]) -> Iterator[ReadRow]:
    for key, check in wording.READ_FIELDS:
        value = reading.get(key)
        if value:
            yield ReadRow(wording.READ_LABELS[key], wording.shown(key, value), check in reading["unsure"])


def _may_confirm(document: Document, reading: dict[str, Any], found: list[FindingLine]) -> bool:
    is_another = any(each.check == "kind" and each.result == "warn" for each in found)
    is_over = any(each.check == "expiry" and each.result == "fail" for each in found)
    return bool(reading.get("is_valid")) and document.confirmed_at is None and not (is_another or is_over)


def _tone(document: Document, *, is_open: bool) -> str:
    if document.state == states.REFUSED:
        return "danger"
    if not document.is_final:
        return "info"
    return "warning" if is_open and not document.accepted_anyway else "success"


def _advice(document: Document, found: list[FindingLine], *, is_read: bool) -> wording.Sentence:
    if document.state == states.REFUSED:
        return wording.REFUSALS.get(document.refusal, wording.REFUSED)
    if not document.is_final:
        return wording.WAIT_LONG if document.state == states.HELD else wording.WAIT
    if document.accepted_anyway:
        return wording.SENT_ANYWAY
    may_compare = is_read and document.handed_over_at is None
    return next((each.text for each in found if each.text), wording.READ_WELL if may_compare else wording.FINE)


def _line(document: Document, finding: Finding) -> FindingLine:
    context = f"documents.finding.{document.pk}.{finding.check_id}"
    values = vault.unseal_json(document.subject, finding.sealed_value, context)
    if "wanted" in values:
        # As the card above calls it: two words for one paper would look like two papers.
        values["wanted"] = _title_of(document)
    return FindingLine(
        check=finding.check_id,
        result=finding.result,
        label=wording.LABELS[finding.check_id],
        result_text=wording.RESULTS[finding.result],
        text=wording.advice(finding.check_id, values),
        drawing=wording.drawing(finding.check_id, values),
        detail=wording.detail(finding.check_id, values),
        confidence=finding.confidence,
        values=values,
    )


def _title_of(document: Document) -> str:
    titles = catalogue.document_titles().get(document.document_type)
    return str(language.pick(titles).value) if titles else kinds.kind_of(document.document_type).code


def shown_reading(document: Document) -> dict[str, Any]:
    """Return the fields of the machine-readable zone, to show or to fill the form; empty when none was read."""
    reading = reading_of(document)
    zone = zones.parse(tuple(reading.get("zone", ())), clock.today())
    if zone is None or kinds.kind_of(document.document_type).wanted != "zone":
        return {}
    details = reading.get("zone_details", {})
    return {
        "kind": kinds.kind_of(document.document_type).code,
        "family_name": zone.family_name,
        "given_names": zone.given_names,
        "number": zone.number,
        "nationality": zone_rules.alpha_2(zone.nationality),
        "issuer": zone_rules.alpha_2(zone.issuer),
        "sex": zone.sex,
        "date_of_birth": zone.birth,
        "expiry": zone.expiry,
        "is_valid": zone.is_valid,
        "unsure": _unsure(details),
    }


def _unsure(details: dict[str, Any]) -> list[str]:
    """Return the fields that the person should compare with special care."""
    weak = [key for key, sure in details.get("confidence", {}).items() if sure < COMPARE_BELOW]
    return sorted({*weak, *details.get("repaired", ())})


def is_passport(document_type: str) -> bool:
    """Say whether papers of this type of the catalogue are passports, whose zone can fill in the form."""
    return kinds.kind_of(document_type) == kinds.PASSPORT


def is_same_person(typed: tuple[str, str], printed: tuple[str, str]) -> bool:
    """Say whether (family, given) as typed can be the names printed in a zone (ICAO Doc 9303-3, section 6)."""
    return names.compare(typed, printed) == "same"


def check_label(check: str) -> str:
    """Return what a check is called; an unknown one keeps its code."""
    return str(wording.LABELS.get(check, check))


def refusal_for_staff(reason: str, signature: str) -> str:
    """Return why a file is not there, with the scanner's word for what it found."""
    return wording.refusal_for_staff(reason, signature)


def check_detail(check: str, values: Mapping[str, Any]) -> str:
    """Return what staff should know about a finding beyond its result; empty when there is nothing."""
    return wording.detail(check, values)
