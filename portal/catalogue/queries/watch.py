"""What of the law's amounts somebody must look at again: next year's thresholds, and sources not compared for long."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from portal.catalogue.models import Fee, FeeReduction, Threshold, in_force
from portal.shared import clock

# The ministry announces the salary thresholds of the next year in December (§ 18g(7) AufenthG).
ANNOUNCED_IN = 12
TABLES: tuple[tuple[Literal["fee", "reduction", "threshold"], type[Any], str], ...] = (
    ("fee", Fee, "key"),
    ("reduction", FeeReduction, "code"),
    ("threshold", Threshold, "key"),
)


@dataclass(frozen=True)
class Due:
    """A row to look at. `missing`: no amount for `year` yet; `old`: not compared with its source since `since`."""

    reason: Literal["missing", "old"]
    table: Literal["fee", "reduction", "threshold"]
    key: str
    pk: int
    law: str
    since: date | None = None
    year: int | None = None


def due_for_review(today: date | None = None) -> list[Due]:
    """Return what is to be looked at on a day (today): first the amounts that are missing, then the old rows."""
    day = today or clock.today()
    return [*_missing(day), *_old(day)]


def _missing(day: date) -> list[Due]:
    """Thresholds that hold at the end of a year and that nothing follows: from December before, until it is there."""
    year = day.year + (day.month == ANNOUNCED_IN)
    last, first = date(year - 1, 12, 31), date(year, 1, 1)
    following = set(Threshold.objects.filter(in_force(max(first, day))).values_list("key", flat=True))
    ending = {row.key: row for row in Threshold.objects.filter(in_force(last)).order_by("key")}
    return [
        Due("missing", "threshold", key, row.pk, row.law, year=year)
        for key, row in ending.items()
        if key not in following
    ]


def _old(day: date) -> list[Due]:
    """Rows in force whose source nobody has looked at for a year."""
    found = [
        Due("old", table, getattr(row, name), row.pk, row.law, since=since)
        for table, model, name in TABLES
        for row in model._default_manager.filter(in_force(day))  # noqa: SLF001
        if (since := row.checked_on or row.valid_from) < _a_year_before(day)
    ]
    return sorted(found, key=lambda each: (each.since or day, each.table, each.key))


def _a_year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)
