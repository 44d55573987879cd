"""What the rows of the law said before, and whether one fits in between the others of its name."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.db.models.base import ModelState

from portal.catalogue.models import Fee, FeeReduction, InForce, Threshold
from portal.journal.models import Entry
from portal.shared import clock

DAY = timedelta(days=1)
TABLES: dict[type[InForce], str] = {Fee: "fee", FeeReduction: "reduction", Threshold: "threshold"}
# A row is `ended` by one that begins, and `resumed` when that one is deleted.
What = Literal["added", "changed", "corrected", "ended", "resumed", "deleted"]


@dataclass(frozen=True)
class Change:
    """What happened to a row of the law. `by` is the id of a person, or "" for a pack of the portal."""

    at: datetime
    by: str
    what: str
    # The first day of the row, which tells it from the others of its name.
    first: date
    # Of each field what it said before (None for a row that is new) and since.
    fields: Mapping[str, tuple[Any, Any]]
    why: str


def history_of(row: InForce) -> list[Change]:
    """Return what happened to the rows that have this row's name, newest first."""
    return [_change(entry) for entry in reversed(entries_about(row))]


def entries_about(row: InForce) -> list[Entry]:
    """Return what the journal holds of the rows that have this row's name, oldest first."""
    return list(Entry.objects.about(row.name).filter(kind__startswith=f"law-{TABLES[type(row)]}."))


def _change(entry: Entry) -> Change:
    told = entry.detail
    return Change(
        at=entry.at,
        by=entry.actor,
        what=entry.kind.rpartition(".")[2],
        first=date.fromisoformat(told["first"]),
        fields={name: (before, since) for name, (before, since) in told["fields"].items()},
        why=told.get("why", ""),
    )


def names_with_changes(model: type[InForce]) -> frozenset[str]:
    """Return the names whose rows people of the office have changed: a pack of the portal leaves them alone.

    To have compared a row with its source changes nothing of it.
    """
    entries = Entry.objects.filter(kind__startswith=f"law-{TABLES[model]}.").exclude(actor="")
    changed = (each.subject for each in entries if set(each.detail["fields"]) - {"checked_on"})
    return frozenset(changed)


def same_name(row: InForce) -> Any:
    """Return the rows that services name in the same way, in the order of their days."""
    rows: Any = type(row)._default_manager  # noqa: SLF001 - every Django model has one
    return rows.filter(**{row.named_by: row.name}).order_by("valid_from")


# -- places in time --------------------------------------------------------------


@dataclass(frozen=True)
class Misfit:
    """Why a row may not hold on its days. `day` is the one that the field should say, `other` the row in the way."""

    field: Literal["valid_from", "valid_until"]
    reason: Literal["backwards", "twice", "early", "late", "overlap", "gap", "today"]
    day: date
    other: InForce | None = None


def misfits(row: InForce, beside: Iterable[InForce], follows: InForce | None = None) -> list[Misfit]:
    """Return why a row, as it would be saved, does not fit between those of its name, `beside`, itself included.

    A row that stays on its days fits. The one before it ends when it begins, if that was without an end, ended there
    until now, or is the one that the new row `follows`.
    """
    stored, others = parted(row, beside)
    first, last = row.valid_from, row.valid_until
    if stored and (stored.valid_from, stored.valid_until) == (first, last):
        return []
    if last and last < first:
        return [Misfit("valid_until", "backwards", first)]
    if twin := next((each for each in others if each.valid_from == first), None):
        return [Misfit("valid_from", "twice", first, twin)]
    before, after = neighbours(row, others)
    if stored and (crossed := _crossed(row, stored, others)):
        return [crossed]
    found = [
        _misfit_before(row, before, stored, follows),
        _misfit_after(row, after),
        _misfit_today(row, stored, others),
    ]
    return [each for each in found if each]


def parted(row: InForce, beside: Iterable[InForce]) -> tuple[InForce | None, list[InForce]]:
    """Return the row as it is stored, if it is, and the others."""
    rows = list(beside)
    stored = next((each for each in rows if each.pk == row.pk), None)
    return stored, [each for each in rows if each.pk != row.pk]


def neighbours(row: InForce, others: Iterable[InForce]) -> tuple[InForce | None, InForce | None]:
    """Return the rows that come before and after a row."""
    ordered = sorted(others, key=lambda each: each.valid_from)
    before = [each for each in ordered if each.valid_from < row.valid_from]
    after = [each for each in ordered if each.valid_from > row.valid_from]
    return (before[-1] if before else None), (after[0] if after else None)


def _crossed(row: InForce, stored: InForce, others: list[InForce]) -> Misfit | None:
    """Rows stay in their order: where one is taken away from, nothing would hold."""
    before, after = neighbours(stored, others)
    if before and row.valid_from < before.valid_from:
        return Misfit("valid_from", "early", before.valid_from + DAY, before)
    if after and row.valid_from > after.valid_from:
        return Misfit("valid_from", "late", after.valid_from - DAY, after)
    return None


def _misfit_before(
    row: InForce, before: InForce | None, stored: InForce | None, follows: InForce | None
) -> Misfit | None:
    if before is None or before.valid_until is None or touches(before, stored):
        return None
    start = before.valid_until + DAY
    if row.valid_from > start:
        return Misfit("valid_from", "gap", start, before)
    makes_room = follows is not None and follows.pk == before.pk
    return None if row.valid_from == start or makes_room else Misfit("valid_from", "overlap", start, before)


def _misfit_after(row: InForce, after: InForce | None) -> Misfit | None:
    if after is None:
        return None
    end = after.valid_from - DAY
    if row.valid_until == end:
        return None
    reason: Literal["overlap", "gap"] = "gap" if row.valid_until and row.valid_until < end else "overlap"
    return Misfit("valid_until", reason, end, after)


def _misfit_today(row: InForce, stored: InForce | None, others: list[InForce]) -> Misfit | None:
    """A row that holds today does not leave today without one: what would apply in its place is not known."""
    today = clock.today()
    if stored is None or not _holds(stored, today) or _holds(row, today):
        return None
    if row.has_begun(today):
        return None if any(_holds(each, today) for each in others) else Misfit("valid_until", "today", today)
    # Where a row before ends when this one begins, it holds until then.
    before, _after = neighbours(row, others)
    ends_there = before is not None and (before.valid_until is None or touches(before, stored))
    return None if ends_there else Misfit("valid_from", "today", today)


def _holds(row: InForce, day: date) -> bool:
    return row.has_begun(day) and not row.is_over(day)


def touches(before: InForce, row: InForce | None) -> bool:
    """Say whether a row begins on the day after another one ends."""
    return row is not None and before.valid_until is not None and before.valid_until + DAY == row.valid_from


# -- what stays ------------------------------------------------------------------


def rewrites(row: InForce, stored: InForce, today: date) -> bool:
    """Say whether a row that has begun would say something else than before, or end on a day that is over."""
    if not stored.has_begun(today):
        return False
    if any(getattr(row, name) != getattr(stored, name) for name in row.says):
        return True
    return row.valid_until != stored.valid_until and (row.is_over(today) or stored.is_over(today))


def backdates(row: InForce, stored: InForce, today: date) -> bool:
    """Say whether a row that has not begun would have begun on a day that is over."""
    return bool(stored.pk) and not stored.has_begun(today) and row.valid_from < today


def says_the_same(row: InForce, stored: InForce) -> bool:
    """Say whether a row that is new, or was to come, sets what the row before it sets already."""
    set_by = [name for name in row.says if name not in {"law", "valid_from"}]
    if stored.pk and all(getattr(row, name) == getattr(stored, name) for name in set_by):
        return False
    before, _after = neighbours(row, same_name(row).exclude(pk=row.pk))
    return before is not None and all(getattr(row, name) == getattr(before, name) for name in set_by)


def successor(row: InForce) -> InForce:
    """Return an unsaved row to follow this one: it says the same, until somebody says what is new, where and when.

    Its first day is known when this one has a last day and nothing follows, its last day when something does.
    """
    new = copy(row)
    new.pk, new.source, new.checked_on = None, "", None
    new._state = ModelState()  # noqa: SLF001 - else Django takes it for one that is stored
    _before, after = neighbours(row, same_name(row))
    new.valid_from = None if after or row.valid_until is None else row.valid_until + DAY  # type: ignore[assignment]
    new.valid_until = after.valid_from - DAY if after else None
    return new


def is_past(row: InForce) -> bool:
    """Say whether a row is over and another one holds since: nothing new follows such a row."""
    return row.is_over(clock.today()) and same_name(row).filter(valid_from__gt=row.valid_from).exists()
