"""The checks themselves: from what was read and what was typed to findings. They warn; they never block."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from portal.documents.checks import names, words
from portal.documents.checks import zone as zones
from portal.documents.checks.kinds import Kind
from portal.documents.ports import Facts

Result = Literal["pass", "warn", "fail", "skipped"]
MONTH = timedelta(days=31)
# Below these a photograph is hard to read (measured on phone photographs).
DARK, SMALL, BLURRED = 50, 900, 60
OCR_POOR = 60


@dataclass(frozen=True)
class Outcome:
    """One finding: `values["case"]` picks the sentence, the other values fill it (dates as ISO text)."""

    check: str
    result: Result
    values: dict[str, Any] = field(default_factory=dict)
    confidence: int | None = None


def outcomes(kind: Kind, reading: dict[str, Any], facts: Facts) -> list[Outcome]:
    """Run the checks of a kind; the most urgent finding comes first."""
    if kind.wanted == "zone":
        found = _zone_outcomes(kind, reading, facts)
    elif kind.wanted == "text":
        found = _certificate_outcomes(kind, reading, facts)
    else:
        found = []
    urgency = ("fail", "warn", "pass", "skipped")
    return sorted(found, key=lambda each: urgency.index(each.result))


def soften(found: list[Outcome]) -> list[Outcome]:
    """Take the warning from a file that is no proof by itself, when another file of the same requirement is."""
    return [_softened(each) if is_other_page(each) else each for each in found]


def _softened(outcome: Outcome) -> Outcome:
    # A further page needs no zone, but the office must be able to read it.
    if outcome.values["case"].startswith(("dark", "small", "blurred")):
        return Outcome("text", "warn", {"case": "unreadable"})
    return Outcome(outcome.check, "skipped", {"case": "other-page"})


def is_other_page(outcome: Outcome) -> bool:
    """Say whether the finding means: this is not the page with the data."""
    return (outcome.check, outcome.result) in {("zone", "warn"), ("kind", "warn")} and outcome.values[
        "case"
    ] != "digits"


def _zone_outcomes(kind: Kind, reading: dict[str, Any], facts: Facts) -> list[Outcome]:
    zone = zones.parse(tuple(reading.get("zone", ())), facts.today)
    if zone is None:
        return [Outcome("zone", "warn", {"case": f"{_trouble(reading)}-{kind.code}"})]
    found = [_expiry(zone, facts), _digits(zone, reading), _name(zone, facts)]
    if zone.is_valid:
        found.append(_value("birth", zone.birth, facts.date_of_birth))
        if kind.code == "passport":
            found.append(_value("number", zone.number, facts.passport_number.upper().replace(" ", "")))
            found.append(_value("expiry_typed", zone.expiry, facts.passport_expiry))
    return found


def _trouble(reading: dict[str, Any]) -> str:
    """Tell why nothing could be read, as far as the picture shows it."""
    quality = reading.get("quality", {})
    if quality.get("mean", 128) < DARK:
        return "dark"
    if quality.get("long", SMALL) < SMALL:
        return "small"
    if quality.get("sharp", BLURRED) < BLURRED:
        return "blurred"
    return "no-zone"


def _expiry(zone: zones.Zone, facts: Facts) -> Outcome:
    if zone.expiry is None:
        return Outcome("expiry", "skipped")
    day = zone.expiry.isoformat()
    if zone.expiry < facts.today:
        return Outcome("expiry", "fail", {"case": "ended", "date": day})
    return Outcome("expiry", "pass", {"case": "valid", "date": day})


def _digits(zone: zones.Zone, reading: dict[str, Any]) -> Outcome:
    if not zone.is_valid:
        return Outcome("zone", "warn", {"case": "digits"})
    return Outcome("zone", "pass", {"case": "sure" if reading.get("zone_details", {}).get("is_sure") else "read"})


def _name(zone: zones.Zone, facts: Facts) -> Outcome:
    typed = facts.family_name, facts.given_names
    if not any(typed):
        return Outcome("name", "skipped")
    if not all(names.is_latin(each) for each in typed):
        return Outcome("name", "warn", {"case": "script"})
    printed = zone.family_name, zone.given_names
    if names.is_person(typed, printed, is_cut=zone.is_name_cut):
        return Outcome("name", "pass")
    values = {
        "case": "differs",
        "found": " ".join(reversed(printed)).strip(),
        "typed": " ".join(reversed(typed)).strip(),
    }
    return Outcome("name", "warn", values)


def _value(check: str, found: date | str | None, typed: date | str | None) -> Outcome:
    if not found or not typed:
        return Outcome(check, "skipped")
    if found == typed:
        return Outcome(check, "pass")
    return Outcome(check, "warn", {"case": "differs", "found": str(found), "typed": str(typed)})


def _certificate_outcomes(kind: Kind, reading: dict[str, Any], facts: Facts) -> list[Outcome]:
    text = reading.get("text", {})
    if not text.get("count") or reading.get("confidence", 100) < OCR_POOR:
        return [Outcome("text", "warn", {"case": "unreadable"})]
    if not words.is_kind(text, kind.code):
        return [Outcome("kind", "warn", {"case": kind.code})]
    return [Outcome("kind", "pass"), _freshness(kind, text, facts.today), _name_on_page(text, facts)]


def _freshness(kind: Kind, text: dict[str, Any], today: date) -> Outcome:
    dated = [(date.fromisoformat(day), role) for day, role in text.get("dates", ())]
    ends = [day for day, role in dated if role == "end" and kind.code == "enrolment"]
    issued = [day for day, role in dated if role in ("issued", "plain") and day <= today]
    if issued and max(issued) >= today - kind.months * MONTH:
        return Outcome("date", "pass", {"case": "fresh", "date": max(issued).isoformat()})
    if ends and max(ends) < today:
        return Outcome("date", "fail", {"case": "semester-over", "date": max(ends).isoformat()})
    if issued:
        return Outcome("date", "fail", {"case": f"old-{kind.months}", "date": max(issued).isoformat()})
    if ends:
        return Outcome("date", "pass", {"case": "running", "date": max(ends).isoformat()})
    return Outcome("date", "warn", {"case": "missing"})


def _name_on_page(text: dict[str, Any], facts: Facts) -> Outcome:
    if not facts.family_name:
        return Outcome("name", "skipped")
    if not names.is_latin(facts.family_name):
        return Outcome("name", "warn", {"case": "script"})
    first_given = facts.given_names.split()[:1]
    wanted = [facts.family_name, *first_given]
    if all(words.has_name(text, each) for each in wanted):
        return Outcome("name", "pass")
    return Outcome(
        "name", "warn", {"case": "not-on-page", "typed": f"{' '.join(first_given)} {facts.family_name}".strip()}
    )
