"""What a passport, a card or a visa is checked for: its zone against the form, today and the wanted stay."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from babel.core import get_global

from portal.documents.checks import names, picture_rules
from portal.documents.checks import zone as zones
from portal.documents.checks.kinds import CARD, PASSPORT, Kind
from portal.documents.checks.outcome import Outcome, compared
from portal.documents.ports import Facts

# What ICAO Doc 9303-3 writes otherwise than ISO 3166-1 (alpha-3): Germany, Kosovo, kinds of British nationality.
ICAO_ONLY = {"D": "DE", "RKS": "XK", "GBD": "GB", "GBN": "GB", "GBO": "GB", "GBP": "GB", "GBS": "GB"}
# First letters of the document code by kind (Doc 9303-4 to -7): passports P, visas V, cards A, C and I.
FIRST_LETTERS = {"passport": "P", "previous_passport": "P", "card": "ACI", "visa": "V"}
DOUBTFUL = 90


def outcomes(kind: Kind, reading: dict[str, Any], facts: Facts) -> list[Outcome]:
    """Check a document with a machine-readable zone; one sentence on the picture when no zone was read."""
    zone = zones.parse(tuple(reading.get("zone", ())), facts.today)
    if zone is None:
        return [picture_rules.no_zone(kind, reading)]
    sure: dict[str, int] = reading.get("zone_details", {}).get("confidence", {})
    found = [_code(kind, zone), _reading(zone, reading), _copies(reading), _expiry(kind, zone, facts, sure)]
    found.append(_name(zone, facts, sure))
    if zone.is_valid:
        found += _against_form(kind, zone, facts, sure)
    return [each for each in found if each is not None]


def _code(kind: Kind, zone: zones.Zone) -> Outcome | None:
    letters = FIRST_LETTERS.get(kind.code, "")
    if not letters or zone.code[:1] in letters:
        return None
    other = next((code for code, first in FIRST_LETTERS.items() if zone.code[:1] in first), "")
    return Outcome("kind", "warn", {"case": "other", "found": other, "wanted": kind.code}) if other else None


def _reading(zone: zones.Zone, reading: dict[str, Any]) -> Outcome:
    details = reading.get("zone_details", {})
    sure = min(details.get("confidence", {}).values(), default=None)
    if not zone.is_valid:
        return Outcome("zone", "warn", {"case": "digits"}, sure)
    if details.get("repaired"):
        # A corrected character is a guess, however good: the person compares.
        return Outcome("zone", "warn", {"case": "compare", "fields": list(details["repaired"])}, sure)
    return Outcome("zone", "pass", {"case": "sure" if details.get("is_sure") else "read"}, sure)


def _copies(reading: dict[str, Any]) -> Outcome | None:
    is_mixed = reading.get("zone_details", {}).get("others", 0) > 0
    return Outcome("copies", "warn", {"case": "two-documents"}) if is_mixed else None


def _expiry(kind: Kind, zone: zones.Zone, facts: Facts, sure: dict[str, int]) -> Outcome:
    level = sure.get("expiry")
    if zone.expiry is None:
        return Outcome("expiry", "skipped", confidence=level)
    values = {"date": zone.expiry.isoformat()}
    if zone.expiry < facts.today and not kind.may_be_over:
        return Outcome("expiry", "fail", {"case": "ended", **values}, level)
    until = facts.wanted_until
    if kind is PASSPORT and until is not None and zone.expiry < until:
        return Outcome("expiry", "warn", {"case": "before-stay", "until": until.isoformat(), **values}, level)
    return Outcome("expiry", "pass", {"case": "valid", **values}, level)


def _name(zone: zones.Zone, facts: Facts, sure: dict[str, int]) -> Outcome:
    typed = facts.family_name, facts.given_names
    if not any(typed):
        return Outcome("name", "skipped")
    printed = zone.family_name, zone.given_names
    verdict = names.compare(typed, printed, is_cut=zone.is_name_cut)
    if not all(names.is_latin(each) for each in typed):
        return Outcome("name", "warn", {"case": "script"})
    if verdict == "same":
        return Outcome("name", "pass", confidence=sure.get("name"))
    shown = {"found": " ".join(reversed(printed)).strip(), "typed": " ".join(reversed(typed)).strip()}
    return Outcome("name", "warn", {"case": "differs", **shown}, sure.get("name"))


def _against_form(kind: Kind, zone: zones.Zone, facts: Facts, sure: dict[str, int]) -> Iterator[Outcome]:
    yield compared("birth", zone.birth, facts.date_of_birth, sure.get("birth"))
    if facts.nationality:
        yield compared("nationality", alpha_2(zone.nationality), facts.nationality.upper(), sure.get("nationality"))
    number, expiry = _typed(kind, facts)
    yield _number(zone.number, number, sure.get("number"))
    yield compared("expiry_typed", zone.expiry, expiry, sure.get("expiry"))


def _typed(kind: Kind, facts: Facts) -> tuple[str, date | None]:
    if kind is PASSPORT:
        return facts.passport_number, facts.passport_expiry
    return (facts.title_number, facts.title_expiry) if kind is CARD else ("", None)


def _number(found: str, typed: str, sure: int | None) -> Outcome:
    plain = "".join(each for each in typed.upper() if each.isalnum())
    outcome = compared("number", found, plain, sure)
    is_twin = outcome.result == "warn" and _blurred(found) == _blurred(plain)
    return Outcome("number", "warn", {**outcome.values, "case": "twins"}, sure) if is_twin else outcome


def _blurred(number: str) -> str:
    """Write letters and figures that people mistake for each other alike."""
    return number.translate(str.maketrans("OIQDBSZG", "01008526"))


def alpha_2(code: str) -> str:
    """Return the ISO 3166-1 alpha-2 code of a zone's nationality, by CLDR; codes that name no country stay."""
    found = get_global("territory_aliases").get(code)
    return ICAO_ONLY.get(code) or (found[0] if found and len(found[0]) == len("DE") else code)
