"""Keep the rows of the law: what has begun stays, something new follows it, and the journal hears of every change."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from portal.catalogue.errors import LawBegunError, LawPlaceError
from portal.catalogue.models import InForce
from portal.catalogue.queries.history import (
    DAY,
    TABLES,
    What,
    backdates,
    entries_about,
    misfits,
    neighbours,
    parted,
    rewrites,
    same_name,
    touches,
)
from portal.journal import actions as journal
from portal.shared import clock

CENT = Decimal("0.01")
# What happens to the last day of a row because another one comes or goes.
BY_OTHERS = frozenset({"ended", "resumed"})


@transaction.atomic
def keep_row(row: InForce, *, by: object, why: str = "", follows: InForce | None = None) -> list[InForce]:
    """Save a row of the law, new or changed, and return the row whose last day moved with it, if one did.

    A row that has begun may not say something else, and one to come may not begin in the past (`LawBegunError`),
    unless `why` gives the reason: it was wrong. Rows of one name never hold on the same day, nor is there a day
    between them on which none holds (`LawPlaceError`): the row before ends by itself where that is meant, above all
    the one that a new row `follows`.
    """
    beside = list(same_name(row).select_for_update())
    stored, others = parted(row, beside)
    today = clock.today()
    if stored and not why and rewrites(row, stored, today):
        raise LawBegunError
    if misfits(row, beside, follows):
        raise LawPlaceError
    if stored and not why and backdates(row, stored, today):
        raise LawBegunError
    moved = _make_room(row, stored, others, by)
    row.save()
    what: What = "added" if stored is None else "corrected" if why else "changed"
    note(row, what, changes_of(row, stored), by=by, why=why)
    return moved


def _make_room(row: InForce, stored: InForce | None, others: list[InForce], by: object) -> list[InForce]:
    """Let the row before end on the day before this one begins."""
    before, _after = neighbours(row, others)
    end = row.valid_from - DAY
    if before is None or before.valid_until == end or (stored and stored.valid_from == row.valid_from):
        return []
    _end(before, end, "ended", by)
    return [before]


@transaction.atomic
def delete_row(row: InForce, *, by: object) -> list[InForce]:
    """Delete a row that has not begun (else `LawBegunError`); return the row that holds longer now, if one does.

    The row before ends as it did until this one came, so that there is no day on which nothing holds.
    """
    if row.has_begun(clock.today()):
        raise LawBegunError
    beside = list(same_name(row).select_for_update())
    stored_before, _after = neighbours(row, parted(row, beside)[1])
    before, moved = row_that_resumes(row), []
    if stored_before and before and before.valid_until != stored_before.valid_until:
        _end(stored_before, before.valid_until, "resumed", by)
        moved.append(stored_before)
    note(row, "deleted", {name: (since, None) for name, (_none, since) in changes_of(row, None).items()}, by=by)
    row.delete()
    return moved


def row_that_resumes(row: InForce) -> InForce | None:
    """Return the row before one, unsaved, with the last day that it has once this one is deleted."""
    _stored, others = parted(row, same_name(row))
    before, after = neighbours(row, others)
    if before and touches(before, row):
        before.valid_until = after.valid_from - DAY if after else _former_end(before)
    return before


def _former_end(row: InForce) -> date | None:
    """Return the last day that somebody gave a row: what other rows moved by coming and going is taken back.

    The journal is read backwards from the last day as it stands, so that the order of coming and going is no matter.
    """
    first, last = _plain(row.valid_from), _plain(row.valid_until)
    for entry in reversed(entries_about(row)):
        if entry.detail["first"] != first:
            continue
        fields = entry.detail["fields"]
        # A row whose first day was changed had another one before.
        first = fields.get("valid_from", [first])[0] or first
        if "valid_until" not in fields:
            continue
        before, since = fields["valid_until"]
        if entry.kind.rpartition(".")[2] not in BY_OTHERS or since != last:
            break
        last = before
    return date.fromisoformat(last) if last else None


def _end(row: InForce, last: date | None, what: What, by: object) -> None:
    told = (row.valid_until, last)
    row.valid_until = last
    row.save(update_fields=["valid_until"])
    note(row, what, {"valid_until": told}, by=by)


# -- the journal -----------------------------------------------------------------


def changes_of(row: InForce, stored: InForce | None) -> dict[str, tuple[Any, Any]]:
    """Return what a row says differently now; of a new one what it says and since when, without its texts."""
    if stored is None:
        names = [*row.says, "valid_until", "source"]
        return {name: (None, getattr(row, name)) for name in names if getattr(row, name) not in (None, "")}
    names = [field.attname for field in row._meta.concrete_fields]  # noqa: SLF001
    pairs = {name: (getattr(stored, name), getattr(row, name)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1] and any(pair)}


def note(row: InForce, what: What, changes: Mapping[str, tuple[Any, Any]], *, by: object, why: str = "") -> None:
    """Tell the journal what a row of the law said and says; nothing is written when nothing changed."""
    if not changes:
        return
    fields = {name: [_plain(before), _plain(since)] for name, (before, since) in changes.items()}
    detail = {"first": _plain(row.valid_from), "fields": fields, **({"why": why} if why else {})}
    journal.write(f"law-{TABLES[type(row)]}.{what}", row.name, by=by, **detail)


def _plain(value: Any) -> Any:
    """Return a value as the journal holds it: amounts as "93.00", days as 2026-08-19."""
    if isinstance(value, Decimal):
        return str(value.quantize(CENT))
    return value.isoformat() if isinstance(value, date) else value
