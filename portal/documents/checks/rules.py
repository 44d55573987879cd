"""The checks: from what was read and what was typed to findings. They warn; they never block."""

from collections.abc import Collection, Sequence
from typing import Any

from portal.documents.checks import paper_rules, picture_rules, zone_rules
from portal.documents.checks.kinds import Kind
from portal.documents.checks.outcome import Outcome
from portal.documents.ports import Facts

# A warning of these says: this is not the page with the data, another file may be.
PAGE_CHECKS = ("zone", "kind")
# What is said whatever lies beside it: this is surely another paper, or the data page itself was hard to read.
STANDING = ("other", "digits", "compare")
# Papers that are whole with one sheet, where a card needs two sides.
ONE_SHEET = ("interim_certificate",)


def outcomes(
    kind: Kind,
    reading: dict[str, Any],
    facts: Facts,
    others: Sequence[dict[str, Any]] = (),
    off: Collection[str] = (),
) -> list[Outcome]:
    """Run the checks of a kind, the most urgent finding first, without those that the office has switched `off`.

    `others` are the readings of the files beside it, for the same requirement.
    """
    if kind.wanted == "zone":
        found = zone_rules.outcomes(kind, reading, facts)
    elif kind.wanted == "text":
        found = paper_rules.outcomes(kind, reading, facts, others, asks_kind="kind" not in off)
    else:
        found = _picture(reading)
    found += _sides(kind, reading, others)
    return sorted((each for each in found if each.check not in off), key=lambda each: each.rank)


def soften(found: list[Outcome]) -> list[Outcome]:
    """Take the warning from a file that is no proof by itself, when another file of the same requirement is."""
    return [_softened(each) if is_other_page(each) else each for each in found]


def _softened(outcome: Outcome) -> Outcome:
    # A further page needs no zone, but the office must be able to read it.
    if outcome.case.startswith(picture_rules.PICTURE_CASES):
        return Outcome("text", "warn", {"case": "unreadable"})
    return Outcome(outcome.check, "skipped", {"case": "other-page"})


def is_other_page(outcome: Outcome) -> bool:
    """Say whether the finding means: this is not the page with the data."""
    is_about_page = outcome.check in PAGE_CHECKS and outcome.result == "warn"
    return is_about_page and outcome.case not in STANDING


def _picture(reading: dict[str, Any]) -> list[Outcome]:
    case = picture_rules.trouble(reading.get("quality", {}))
    return [Outcome("text", "warn", {"case": case})] if case in ("dark", "small") else []


def _sides(kind: Kind, reading: dict[str, Any], others: Sequence[dict[str, Any]]) -> list[Outcome]:
    sheets = (reading, *others)
    # A picture of a back alone is no front, however often it comes.
    backs = sum(bool(each.get("zone")) and int(each.get("pages", 1)) == 1 for each in sheets)
    pages = sum(int(each.get("pages", 1)) for each in sheets) - max(0, backs - 1)
    if pages >= kind.least_sides or picture_rules.recognised(reading).code in ONE_SHEET:
        return []
    return [Outcome("pages", "warn", {"case": "both-sides" if kind.wanted == "zone" else "few"})]
