"""What ICAO 9303 allows at each place of a zone, applied to the odds of what stands there."""

import math
from dataclasses import dataclass, field

import numpy as np

from portal.documents.adapters.reading.models import Floats
from portal.documents.checks import layouts
from portal.documents.checks.codes import COUNTRIES
from portal.documents.checks.layouts import ALPHABET, FILLER, GERMAN_SERIAL, Layout, Span

DIGITS, LETTERS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# How much likelier (in nats) an unknown country's code must look than the likeliest known one, to be kept.
UNKNOWN_COUNTRY = 5.0
# A German number with another letter than the law allows: likelier a misreading, by this factor.
FOREIGN_SERIAL = 0.02
# A reading with more against it (in nats) is no zone: some seven characters that cannot stand where they stand.
LEAST_LEGALITY = -60.0
# How many nats it costs a name to have three fillers in a row, or to end in one before its last letter.
RUN = 20.0
# What may stand at the very beginning; cards have A, C or I, and P here and there.
BEGINNINGS = {"TD3": ("P",), "MRVA": ("V",), "MRVB": ("V",), "IDFRA": tuple("IDFRA")}
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

    def chance(self, spot: Spot, character: str) -> float:
        """Return the odds (0-1) of a character at a place."""
        return float(self.odds[spot[0]][spot[1]][ALPHABET.index(character)])


def settle(layout: Layout, odds: list[Floats]) -> Draft:
    """Choose the likeliest text that keeps to the layout's grammar."""
    draft = Draft(layout, [legal(layout, line, rows) for line, rows in enumerate(odds)])
    draft.rows = [[ALPHABET[int(row.argmax())] for row in rows] for rows in draft.odds]
    for key in ("issuer", "nationality"):
        if key in layout.fields:
            _snap_country(draft, layout.fields[key])
    _settle_german(draft)
    for key in ("name", "given"):
        if key in layout.fields:
            _settle_name(draft, layout.fields[key])
    return draft


def legal(layout: Layout, line: int, rows: Floats) -> Floats:
    """Return the odds of the allowed characters only, adding up to one."""
    kept = np.full_like(rows, 1e-9)
    for column, row in enumerate(rows):
        places = [ALPHABET.index(each) for each in allowed(layout, line, column)]
        kept[column, places] = np.maximum(row[places], 1e-7)
    return kept / kept.sum(1, keepdims=True)


def legality(layout: Layout, line: int, rows: Floats) -> float:
    """Return how well what was read keeps to the layout, in nats: 0 when all odds are with allowed characters."""
    places = [[ALPHABET.index(each) for each in allowed(layout, line, column)] for column in range(len(rows))]
    return float(sum(math.log(max(1e-4, float(row[each].sum()))) for row, each in zip(rows, places, strict=True)))


def is_plausible(layout: Layout, odds: list[Floats], text: tuple[str, ...]) -> bool:
    """Say whether this can be a zone at all: it has a number and a date, and little that its layout forbids."""
    number, *dates = (
        layouts.cut(text, layout.fields[key]) for key in ("number", "birth", "expiry") if key in layout.fields
    )
    has_data = bool(number.strip(FILLER)) and any(each[:1].isdigit() for each in dates)
    return has_data and sum(legality(layout, line, rows) for line, rows in enumerate(odds)) > LEAST_LEGALITY


def allowed(layout: Layout, line: int, column: int) -> str:
    """Return the characters that may stand at a place."""
    begin = BEGINNINGS.get(layout.name, ("ACIP",))
    if line == 0 and column < len(begin):
        return begin[column]
    kind = _kind(layout, line, column)
    return {
        # Cards number their kinds ("C1"); passports and visas use letters.
        "code": ALPHABET if layout.is_card else LETTERS + FILLER,
        "issuer": LETTERS + FILLER,
        "nationality": LETTERS + FILLER,
        "name": LETTERS + FILLER,
        "given": LETTERS + FILLER,
        "birth": DIGITS + FILLER + "X",
        "expiry": DIGITS + FILLER,
        "sex": "MFX<",
        "digit": DIGITS,
        "digit_or_filler": DIGITS + FILLER,
    }.get(kind, ALPHABET)


def _kind(layout: Layout, line: int, column: int) -> str:
    for key, (place, _) in layout.digits.items():
        if (place.line, place.start) == (line, column):
            may_be_empty = key in layout.empty_digits or (key == "number" and layout.overflow)
            return "digit_or_filler" if may_be_empty else "digit"
    for key, span in layout.fields.items():
        if span.line == line and span.start <= column < span.end:
            return key
    return ""


def _write(draft: Draft, span: Span, text: str) -> None:
    draft.rows[span.line][span.start : span.end] = list(text)


def _snap_country(draft: Draft, span: Span) -> None:
    """Prefer the codes of countries; another code stays only where it was read clearly."""
    read = layouts.cut(draft.lines, span)

    def chance(code: str) -> float:
        spots = [(span.line, column) for column in range(span.start, span.end)]
        return sum(math.log(draft.chance(spot, each)) for spot, each in zip(spots, code, strict=True))

    if read not in COUNTRIES:
        likeliest = max(sorted(COUNTRIES), key=chance)
        if chance(read) - chance(likeliest) < UNKNOWN_COUNTRY:
            _write(draft, span, likeliest)


def _settle_german(draft: Draft) -> None:
    """German numbers leave out vowels and look-alikes; a residence permit's starts with a letter."""
    if layouts.cut(draft.lines, draft.layout.fields["issuer"]) != "D<<":
        return
    span = draft.layout.fields["number"]
    for column in range(span.start, span.end):
        row = draft.odds[span.line][column]
        is_first = column == span.start and draft.layout is layouts.TD1
        for at, each in enumerate(ALPHABET):
            if each not in GERMAN_SERIAL | {FILLER} or (is_first and not each.isalpha()):
                row[at] *= FOREIGN_SERIAL
        row /= row.sum()
        draft.rows[span.line][column] = ALPHABET[int(row.argmax())]


def _settle_name(draft: Draft, span: Span) -> None:
    """Find where the name ends: behind it there are fillers only, inside it never more than two together."""
    odds = np.log(draft.odds[span.line][span.start : span.end])
    chosen = "".join(draft.rows[span.line][span.start : span.end])
    filler, likeliest = odds[:, ALPHABET.index(FILLER)], odds.max(1)
    scores = [
        likeliest[:end].sum() + filler[end:].sum() - _strangeness(chosen[:end]) for end in range(1, len(chosen) + 1)
    ]
    end = 1 + int(np.argmax(scores))
    _write(draft, span, chosen[:end] + FILLER * (len(chosen) - end))


def _strangeness(name: str) -> float:
    return RUN if FILLER * 3 in name or name.endswith(FILLER) else 0.0
