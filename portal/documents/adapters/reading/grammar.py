"""What ICAO 9303 allows at each place of a zone, applied to odds; and cautious repair by the check digits."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from portal.documents.adapters.reading.models import Floats
from portal.documents.checks import zone as zones
from portal.documents.checks.codes import COUNTRIES
from portal.documents.checks.zone import ALPHABET, FILLER, GERMAN_SERIAL, Layout, Span

DIGITS, LETTERS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
VOWELS = frozenset("AEIOUY")
TWINS = ("0O", "1I", "5S", "8B", "2Z", "0D", "0Q", "6G", "1L", "4A", "7Z")
# Below this the reader was unsure of a character; only such and the twins may be repaired.
UNSURE = 0.93
LEAST_ODDS, TWIN_ODDS = 0.003, 0.02
# By how much (in nats) the cheapest repair must beat the next.
CLEAR_WIN = 0.7
MOST_CHANGES = 40
# Blurred fillers look like these letters, so often; and how much less likely a double filler may be than letters.
FILLER_TWINS = np.array(
    [{FILLER: 1.0, "C": 0.6, "E": 0.3, "K": 0.2, "S": 0.05, "L": 0.05}.get(each, 0) for each in ALPHABET]
)
LEAST_FILLER, NEARLY = 1e-5, -4.0
Spot = tuple[int, int]


@dataclass
class Draft:
    """The odds of every place, and the text chosen so far."""

    layout: Layout
    odds: list[Floats]
    rows: list[list[str]] = field(default_factory=list)

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the text."""
        return tuple("".join(row) for row in self.rows)


def settle(layout: Layout, odds: list[Floats]) -> Draft:
    """Choose the likeliest text that keeps to the layout's grammar."""
    draft = Draft(layout, odds)
    for line in range(layout.lines):
        allowed = [_allowed(layout, line, column) for column in range(layout.columns)]
        draft.rows.append([_best(odds[line][column], allowed[column]) for column in range(layout.columns)])
    for key in ("issuer", "nationality"):
        _snap_country(draft, layout.fields[key])
    _settle_german(draft)
    _settle_name(draft, layout.fields["name"])
    return draft


def _allowed(layout: Layout, line: int, column: int) -> str:
    if (line, column) == (0, 0):
        return "PVAIC"
    kind = _kind(layout, line, column)
    return {
        # Cards number their kinds ("C1"); passports and visas use letters.
        "code": ALPHABET if layout is zones.TD1 else LETTERS + FILLER,
        "issuer": LETTERS + FILLER,
        "nationality": LETTERS + FILLER,
        "name": LETTERS + FILLER,
        "birth": DIGITS + FILLER,
        "expiry": DIGITS + FILLER,
        "sex": "MFX<",
        "digit": DIGITS,
        "digit_or_filler": DIGITS + FILLER,
    }.get(kind, ALPHABET)


def _kind(layout: Layout, line: int, column: int) -> str:
    for key, (place, _) in layout.digits.items():
        if (place.line, place.start) == (line, column):
            may_be_empty = key == "optional" or (key == "number" and layout is zones.TD1)
            return "digit_or_filler" if may_be_empty else "digit"
    for key, span in layout.fields.items():
        if span.line == line and span.start <= column < span.end:
            return key
    return ""


def _best(odds: Floats, allowed: str) -> str:
    return max(allowed, key=lambda each: float(odds[ALPHABET.index(each)]))


def _chance(draft: Draft, spot: Spot, character: str) -> float:
    return float(draft.odds[spot[0]][spot[1]][ALPHABET.index(character)])


def _write(draft: Draft, span: Span, text: str) -> None:
    draft.rows[span.line][span.start : span.end] = list(text)


def _snap_country(draft: Draft, span: Span) -> None:
    if "".join(draft.rows[span.line][span.start : span.end]) in COUNTRIES:
        return
    spots = [(span.line, column) for column in range(span.start, span.end)]

    def chance(code: str) -> float:
        return sum(math.log(_chance(draft, spot, each)) for spot, each in zip(spots, code, strict=True))

    _write(draft, span, max(sorted(COUNTRIES), key=chance))


def _settle_german(draft: Draft) -> None:
    """German numbers leave out vowels and look-alikes; a residence permit's starts with a letter."""
    issuer = "".join(draft.rows[0][2:5])
    if issuer != "D<<":
        return
    span = draft.layout.fields["number"]
    serial = "".join(sorted(GERMAN_SERIAL))
    for column in range(span.start, span.end):
        is_first = column == span.start and draft.layout is zones.TD1
        allowed = "".join(each for each in serial if each.isalpha()) if is_first else serial + FILLER
        draft.rows[span.line][column] = _best(draft.odds[span.line][column], allowed)


def _settle_name(draft: Draft, span: Span) -> None:
    """Find where the name ends: behind it there are fillers only, inside it never more than two together."""
    odds = draft.odds[span.line][span.start : span.end]
    filler = np.log(np.maximum(odds @ FILLER_TWINS, LEAST_FILLER))
    chosen = draft.rows[span.line][span.start : span.end]
    letter = np.log([_largest(row, each) for row, each in zip(odds, chosen, strict=True)])
    scores = [
        letter[:end].sum() + filler[end:].sum() - _strangeness("".join(chosen[:end]))
        for end in range(2, len(chosen) + 1)
    ]
    end = 2 + int(np.argmax(scores))
    _part(chosen, filler - letter, end)
    _write(draft, span, "".join(chosen[:end]) + FILLER * (len(chosen) - end))


def _part(chosen: list[str], gain: Floats, end: int) -> None:
    """A name has two parts: where no double filler was read, make one if two neighbours nearly are fillers."""
    if "<<" in "".join(chosen[:end]) or end < 5:  # noqa: PLR2004 - the shortest name with two parts
        return
    pairs = gain[1 : end - 2] + gain[2 : end - 1]
    best = int(pairs.argmax())
    if pairs[best] > NEARLY:
        chosen[best + 1 : best + 3] = [FILLER, FILLER]


def _strangeness(name: str) -> float:
    """Return how unlike a name this is, in nats: runs of fillers, an open end, words that nobody can say."""
    unsayable = sum(1 for word in name.split(FILLER) if word and not VOWELS & set(word))
    is_run = any(first == second == third for first, second, third in zip(name, name[1:], name[2:], strict=False))
    return 3.0 * unsayable + (20.0 if is_run or name.endswith(FILLER) else 0.0)


def _largest(row: Floats, character: str) -> float:
    return float(row[ALPHABET.index(character)])


def repair(draft: Draft) -> tuple[str, ...]:
    """Make the check digits fit by the fewest, likeliest changes, if one solution clearly wins."""
    wrong = zones.wrong_digits(draft.layout, draft.lines)
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


def _changes(draft: Draft, wrong: tuple[str, ...]) -> Iterator[tuple[float, Spot, str]]:
    """Yield (cost, where, what) for every character that may be another one."""
    for spot in sorted(_suspects(draft.layout, wrong)):
        now = draft.rows[spot[0]][spot[1]]
        sure = max(_chance(draft, spot, now), 1e-4)
        for other in _allowed(draft.layout, *spot):
            is_twin = any({now, other} == set(pair) for pair in TWINS)
            chance = max(_chance(draft, spot, other), TWIN_ODDS if is_twin else 0)
            if other != now and chance > LEAST_ODDS and (is_twin or sure < UNSURE):
                yield math.log(sure / chance), spot, other


def _suspects(layout: Layout, wrong: tuple[str, ...]) -> set[Spot]:
    fields = [key for key in wrong if key != "total"] or ["total"]
    spans = [span for key in fields for span in (layout.digits[key][0], *layout.digits[key][1])]
    return {(span.line, column) for span in spans for column in range(span.start, span.end)}


def _solutions(
    draft: Draft, tries: Iterator[tuple[tuple[float, Spot, str], ...]]
) -> Iterator[tuple[float, tuple[str, ...]]]:
    for changes in tries:
        rows = [list(row) for row in draft.rows]
        for _, (line, column), character in changes:
            rows[line][column] = character
        lines = tuple("".join(row) for row in rows)
        if not zones.wrong_digits(draft.layout, lines):
            yield sum(cost for cost, _, _ in changes), lines
