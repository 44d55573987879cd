"""What a certificate, a contract or a payslip is checked for: its kind, dates, name, pages and language."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from portal.documents.checks import barcodes, kinds, languages, names, picture_rules, words
from portal.documents.checks.kinds import Kind
from portal.documents.checks.outcome import Outcome
from portal.documents.ports import Facts

MONTH = timedelta(days=31)
Readings = Sequence[dict[str, Any]]


def outcomes(
    kind: Kind, reading: dict[str, Any], facts: Facts, others: Readings, *, asks_kind: bool = True
) -> list[Outcome]:
    """Check a paper with text; `others` are the readings of the files beside it for the same requirement.

    Another paper is not checked any further, unless nobody asks what kind it is.
    """
    unread = None if reading.get("zone") else picture_rules.no_text(reading)
    if unread is not None:
        return [unread]
    sure = int(reading.get("confidence", 100))
    kinship = _kind(kind, reading, sure)
    text = reading.get("text", {})
    if kinship.result == "warn" and (asks_kind or not text.get("count")):
        return [kinship]
    found = [kinship, *_dates(kind, text, facts, others), _name(kind, text, facts), _language(text, others)]
    return [each for each in [*found, _code(reading, facts)] if each is not None]


def _kind(kind: Kind, reading: dict[str, Any], sure: int) -> Outcome:
    seen = picture_rules.recognised(reading)
    verdict = kinds.verdict(kind, seen)
    if verdict == "other":
        return Outcome("kind", "warn", {"case": "other", "found": seen.code, "wanted": kind.code}, sure)
    if verdict == "same" or words.is_kind(reading["text"], kind.code):
        return Outcome("kind", "pass", confidence=sure)
    if kind.accepts and not languages.needs_translation(str(reading["text"].get("language", ""))):
        return Outcome("kind", "warn", {"case": "unlike", "wanted": kind.code}, sure)
    return Outcome("kind", "skipped", confidence=sure)


def _dates(kind: Kind, text: dict[str, Any], facts: Facts, others: Readings) -> Iterator[Outcome | None]:
    if kind.months:
        yield _freshness(kind, text, facts.today)
    elif text.get("valid_until") and date.fromisoformat(text["valid_until"]) < facts.today:
        yield Outcome("date", "fail", {"case": "ended", "date": text["valid_until"]})
    if kind.payslip_months:
        yield _months(kind, [text, *(each.get("text", {}) for each in others)])


def _freshness(kind: Kind, text: dict[str, Any], today: date) -> Outcome:
    dated = [(date.fromisoformat(day), role) for day, role in text.get("dates", ())]
    ends = [day for day, role in dated if role == "end" and kind.needs_period]
    issued = [day for day, role in dated if role in ("issued", "plain") and day <= today]
    if issued and max(issued) >= today - kind.months * MONTH:
        return Outcome("date", "pass", {"case": "fresh", "date": max(issued).isoformat()})
    if ends and max(ends) < today:
        return Outcome("date", "fail", {"case": "semester-over", "date": max(ends).isoformat()})
    if issued:
        return Outcome("date", "fail", {"case": "old", "months": kind.months, "date": max(issued).isoformat()})
    if ends:
        return Outcome("date", "pass", {"case": "running", "date": max(ends).isoformat()})
    is_foreign = languages.needs_translation(str(text.get("language", "")))
    return Outcome("date", "skipped") if is_foreign else Outcome("date", "warn", {"case": "missing"})


def _months(kind: Kind, texts: Readings) -> Outcome:
    seen = {month for text in texts for month in text.get("months", ())}
    if len(seen) >= kind.payslip_months:
        return Outcome("months", "pass")
    return Outcome("months", "warn", {"case": "few", "count": len(seen), "wanted_count": kind.payslip_months})


def _name(kind: Kind, text: dict[str, Any], facts: Facts) -> Outcome | None:
    if not kind.has_name:
        return None
    if not facts.family_name:
        return Outcome("name", "skipped")
    first_given = facts.given_names.split()[:1]
    verdicts = [words.name_on_page(text, each) for each in (facts.family_name, *first_given)]
    if "different" in verdicts:
        typed = f"{' '.join(first_given)} {facts.family_name}".strip()
        return Outcome("name", "warn", {"case": "not-on-page", "typed": typed})
    if "cannot tell" in verdicts and not names.is_latin(facts.family_name):
        return Outcome("name", "warn", {"case": "script"})
    return Outcome("name", "pass" if set(verdicts) == {"same"} else "skipped")


def _language(text: dict[str, Any], others: Readings) -> Outcome | None:
    language = str(text.get("language", ""))
    beside = [str(each.get("text", {}).get("language", "")) for each in others]
    has_translation = any(each and not languages.needs_translation(each) for each in beside)
    if not languages.needs_translation(language) or has_translation:
        return None
    return Outcome("language", "warn", {"case": "translation", "language": language})


def _code(reading: dict[str, Any], facts: Facts) -> Outcome | None:
    """Note when a bar code carries the name of the form; most carry none, which says nothing."""
    texts = [text for _, text in reading.get("barcodes", ())]
    is_named = facts.family_name and any(
        barcodes.names_in(each, facts.family_name, facts.given_names) for each in texts
    )
    return Outcome("code", "pass") if is_named else None
