"""A second, independent reading of a zone; how sure each field is; what counts as certain."""

from dataclasses import dataclass, replace

import numpy as np

from portal.documents.adapters.reading import band, grammar, grid, lines, models
from portal.documents.adapters.reading.band import Row
from portal.documents.adapters.reading.grammar import Draft
from portal.documents.adapters.reading.models import Floats, Pixels
from portal.documents.checks import layouts
from portal.documents.checks.layouts import ALPHABET, Layout

# The general recogniser wants a little more room around the letters than the detector's boxes leave.
ROOM = 1.1
SURE_ODDS, LEAST_AGREEMENT = 0.9, 0.55
# How much the general recogniser counts beside the own one, and the least odds that it may give.
WEIGHT, LEAST_ODDS = 0.5, 1e-3
# Both readings differ: so much is left of the first one's odds. A check digit fits: so much of the doubt is left.
DISPUTED, CHECKED = 0.6, 0.2


@dataclass(frozen=True)
class Opinion:
    """What the general recogniser says about each place of the zone that the other one read."""

    odds: list[Floats]
    lines: tuple[str, ...]

    def agreement(self, text: tuple[str, ...]) -> float:
        """Return the share of places where both read the same."""
        pairs = [pair for mine, other in zip(self.lines, text, strict=True) for pair in zip(mine, other, strict=True)]
        return sum(first == second for first, second in pairs) / len(pairs)


def second(image: Pixels, layout: Layout, window: list[Row], known: list[Floats]) -> Opinion:
    """Read the rows again with the general recogniser, which learnt from quite other pictures."""
    places = grid.fit([row.spotted for row in window], layout.columns)
    odds = []
    for row, mine in zip(window, known, strict=True):
        taller = replace(row.line, height=ROOM * row.line.height)
        spotted = grid.spot(models.line_odds(lines.cut(image, taller, models.LINE_HEIGHT)))
        odds.append(band.second(spotted, row.spotted, places, mine))
    return Opinion(odds, text_of(layout, odds))


def joined(own: list[Floats], other: Opinion) -> list[Floats]:
    """Return the odds of both readings together; the zone's own recogniser has the greater weight."""
    both = [first * np.maximum(second, LEAST_ODDS) ** WEIGHT for first, second in zip(own, other.odds, strict=True)]
    return [rows / rows.sum(1, keepdims=True) for rows in both]


def text_of(layout: Layout, odds: list[Floats]) -> tuple[str, ...]:
    """Return the likeliest character that is allowed at each place."""
    kept = [grammar.legal(layout, line, rows) for line, rows in enumerate(odds)]
    return tuple("".join(ALPHABET[int(row.argmax())] for row in rows) for rows in kept)


def is_sure(draft: Draft, text: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether nothing in the fields that count is open between the final text and a reading.

    Where they differ in a way that a check digit would show, the digit has decided; elsewhere they must agree.
    """
    layout = draft.layout
    watched = {(span.line, at) for _, covered in layout.digits.values() for span in covered for at in _columns(span)}
    for key in ("code", "issuer", "number", "nationality", "birth", "sex", "expiry"):
        span = layout.fields.get(key)
        for spot in [(span.line, at) for at in _columns(span)] if span else []:
            mine, theirs = text[spot[0]][spot[1]], other[spot[0]][spot[1]]
            if draft.chance(spot, mine) < SURE_ODDS:
                return False
            if mine != theirs and not (spot in watched and is_visible(mine, theirs)):
                return False
    return True


def is_visible(first: str, second: str) -> bool:
    """Say whether a check digit shows the exchange: 7, 3 and 1 share no factor with 10, so modulo 10 decides."""
    return (_value(first) - _value(second)) % 10 != 0


def _value(each: str) -> int:
    return 0 if each == layouts.FILLER else int(each, 36)


def _columns(span: layouts.Span) -> range:
    return range(span.start, span.end)


def confidence(draft: Draft, text: tuple[str, ...], other: tuple[str, ...], wrong: tuple[str, ...]) -> dict[str, int]:
    """Return for each field how sure it is, in percent: its weakest place, the other reading, its check digit."""
    found = {}
    for key, span in draft.layout.fields.items():
        sure = 1.0
        for at in _columns(span):
            mine, theirs = text[span.line][at], other[span.line][at]
            odds = draft.chance((span.line, at), mine)
            sure = min(sure, odds if mine == theirs or is_visible(mine, theirs) else odds * DISPUTED)
        if key in draft.layout.digits:
            sure = sure * DISPUTED if key in wrong else 1 - (1 - sure) * CHECKED
        if layouts.cut(text, span).strip(layouts.FILLER):
            found[key] = int(np.clip(round(100 * sure), 0, 100))
    return _joined(found)


def _joined(found: dict[str, int]) -> dict[str, int]:
    """Put fields in two parts together under one name."""
    for part, whole in (("optional_two", "optional"), ("given", "name")):
        if part in found:
            value = found.pop(part)
            found[whole] = min(value, found.get(whole, value))
    return {key: value for key, value in found.items() if key != "office"}
