"""Cautious repair of a zone by its check digits: few places, likely characters, one clear solution."""

import itertools
import math
from collections.abc import Iterator

from portal.documents.adapters.reading import grammar
from portal.documents.adapters.reading.grammar import Draft, Spot
from portal.documents.checks import layouts
from portal.documents.checks.layouts import Layout

TWINS = ("0O", "1I", "5S", "8B", "2Z", "0D", "0Q", "6G", "1L", "4A", "7Z", "OD", "OQ", "B3", "VY", "MN", "HN")
# Below this the reader was unsure of a character; only such, and hardly surer twins, may be repaired.
UNSURE, UNSURE_TWIN = 0.93, 0.98
LEAST_ODDS, TWIN_ODDS = 0.003, 0.01
# By how much (in nats) the cheapest repair must beat the next.
CLEAR_WIN = 0.7
MOST_CHANGES = 40


def repair(draft: Draft) -> tuple[str, ...]:
    """Make all check digits fit by the fewest, likeliest changes, if one solution clearly wins; else as read."""
    wrong = layouts.wrong_digits(draft.layout, draft.lines)
    if not wrong:
        return draft.lines
    changes = sorted(_changes(draft, wrong))[:MOST_CHANGES]
    for size in (1, 2):
        found = sorted(_solutions(draft, itertools.combinations(changes, size)))[:2]
        if found and (len(found) == 1 or found[1][0] - found[0][0] > CLEAR_WIN):
            return found[0][1]
        if found:
            break
    return draft.lines


def changed_fields(layout: Layout, before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fields whose text differs."""
    return tuple(key for key, span in layout.fields.items() if layouts.cut(before, span) != layouts.cut(after, span))


def _changes(draft: Draft, wrong: tuple[str, ...]) -> Iterator[tuple[float, Spot, str]]:
    """Yield (cost, where, what) for every character that may be another one."""
    for spot in sorted(_suspects(draft.layout, wrong)):
        now = draft.rows[spot[0]][spot[1]]
        sure = max(draft.chance(spot, now), 1e-4)
        for other in grammar.allowed(draft.layout, *spot):
            is_twin = any({now, other} == set(pair) for pair in TWINS)
            chance = max(draft.chance(spot, other), TWIN_ODDS if is_twin else 0)
            if other != now and chance > LEAST_ODDS and sure < (UNSURE_TWIN if is_twin else UNSURE):
                yield math.log(sure / chance), spot, other


def _suspects(layout: Layout, wrong: tuple[str, ...]) -> set[Spot]:
    fields = [key for key in wrong if key != "total"] or ["total"]
    spans = [span for key in fields for span in (layout.digits[key][0], *layout.digits[key][1])]
    if "number" in wrong and layout.overflow:
        spans.append(layout.fields[layout.overflow])
    return {(span.line, column) for span in spans for column in range(span.start, span.end)}


def _solutions(
    draft: Draft, tries: Iterator[tuple[tuple[float, Spot, str], ...]]
) -> Iterator[tuple[float, tuple[str, ...]]]:
    for changes in tries:
        rows = [list(row) for row in draft.rows]
        for _, (line, column), character in changes:
            rows[line][column] = character
        lines = tuple("".join(row) for row in rows)
        if not layouts.wrong_digits(draft.layout, lines):
            yield sum(cost for cost, _, _ in changes), lines
