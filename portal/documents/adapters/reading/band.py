"""The rows of a zone: parallel lines of one length below each other, seen from one of them that was recognised."""

import math
from dataclasses import dataclass, replace

import numpy as np

from portal.documents.adapters.reading import grammar, grid, lines, models
from portal.documents.adapters.reading.grid import Spotted
from portal.documents.adapters.reading.lines import Line
from portal.documents.adapters.reading.models import Floats, Pixels
from portal.documents.checks import layouts
from portal.documents.checks.layouts import Layout

LEAST_CHARACTERS, LEAST_FILLERS, LEAST_CLEARNESS = 16, 3, 0.6
# A reading so clear need not be tried from the other end.
CLEAR = 0.93
PARALLEL = math.radians(6)
# Shares of the seed's length: a piece of a row, a whole row, how far from the seed's middle a row may reach.
PIECE, WHOLE, OVERHANG = 0.15, 0.6, 0.7
REACH = 6
# Rows stand 6.35 mm below each other, characters 2.54 mm beside each other (ICAO 9303-3, 4.3).
LEADING = 2.5
# How high a cut suits the recogniser, in widths of a character; how far off is too far.
HIGH, UNFIT = 1.6, 1.2
WIDTHS = (30, 36, 44)
# Layouts of one size: their first letters and their fields tell them apart.
LIKE = {
    "TD3": (layouts.TD3, layouts.MRVA),
    "TD2": (layouts.TD2, layouts.MRVB, layouts.IDFRA),
    "TD1": (layouts.TD1,),
}
# Below this clearness a row is looked at again, moved by so many widths of a character at its ends.
VAGUE, STEPS = 0.95, (0.35, 0.35, 0.2)
# How well a row must fill its layout.
LEAST_FIT = 0.62


@dataclass(frozen=True)
class Row:
    """One row of a zone: where it lies and what was read there."""

    line: Line
    spotted: Spotted

    @property
    def pitch(self) -> float:
        """Return the width of a character, in pixels of the picture."""
        steps = self.spotted.steps
        if len(steps) < 3:  # noqa: PLR2004 - nothing to measure
            return 0.0
        return float(np.median(np.diff(steps))) * self.line.length / len(self.spotted.all_odds)

    @property
    def worth(self) -> float:
        """Return how much was read, and how clearly."""
        return self.spotted.clearness**2 * len(self.spotted.steps)

    def at(self, step: float) -> float:
        """Return how far along the line a step of the reading lies."""
        return ((step + 0.5) / len(self.spotted.all_odds) - 0.5) * self.line.length


def look(image: Pixels, line: Line, higher: float = 1.0, wider: float = 1.0) -> Row:
    """Read a line with the zone's own recogniser."""
    taller = replace(line, height=line.height * higher)
    return Row(taller, grid.regular(grid.spot(models.zone_odds(lines.cut(image, taller, models.ZONE_HEIGHT, wider)))))


def look_well(image: Pixels, line: Line, pitch: float = 0.0) -> Row:
    """Read a line at the height that suits the width of its characters: the detector's boxes are often too high."""
    row = look(image, replace(line, height=HIGH * pitch) if pitch else line)
    found = pitch or row.pitch
    if found and not 1 / UNFIT < row.line.height / (HIGH * found) < UNFIT:
        row = max(row, look(image, replace(line, height=HIGH * found)), key=lambda each: each.worth)
    return row


def upright(image: Pixels, seed: Line) -> Row | None:
    """Return the seed, read in its direction, when it looks like a line of a zone."""
    best: Row | None = None
    for line in (seed, seed.turned()):
        row = look_well(image, line)
        if best is None or row.worth > best.worth:
            best = row
        if row.spotted.clearness > CLEAR and _is_zone_like(row.spotted):
            return row
    return best if best is not None and _is_zone_like(best.spotted) else None


def _is_zone_like(spotted: Spotted) -> bool:
    text = spotted.text
    is_long = len(text) >= LEAST_CHARACTERS and text.count(layouts.FILLER) >= LEAST_FILLERS
    return is_long and spotted.clearness > LEAST_CLEARNESS


def rows(image: Pixels, start: Row, candidates: list[Line]) -> list[Row]:
    """Read the seed and its parallel neighbours, from top to bottom, cut to the same extents."""
    seed = start.line
    near = [seed, *(_aligned(seed, each) for each in candidates if _is_neighbour(seed, each))]
    long = [each for each in near if each.length > WHOLE * seed.length]
    left = min(seed.along(each) - each.length / 2 for each in long)
    right = max(seed.along(each) + each.length / 2 for each in long)
    stretched = [each.moved((left + right) / 2 - seed.along(each), right - left) for each in _distinct(seed, near)]
    found = [look_well(image, each, start.pitch) for each in sorted(stretched, key=seed.across)]
    found = [_refined(image, each, found) for each in found if _may_belong(each.spotted, found)]
    return _completed(image, seed, _widened(image, found))


def _refined(image: Pixels, row: Row, others: list[Row]) -> Row:
    """Bend, turn and shift the line a little while it is read better so: small pictures show the bend too small."""
    if row.spotted.clearness > VAGUE:
        return row
    bows = {each.line.bow for each in others} - {row.line.bow}
    best = max([row, *(look(image, replace(row.line, bow=bow)) for bow in bows)], key=lambda each: each.worth)
    for share in STEPS:
        step = share * best.pitch
        half = best.line.length / 2
        moves = [replace(best.line, bow=best.line.bow + sign * step / half**2) for sign in (1, -1)] + [
            replace(best.line, angle=best.line.angle + sign * step / half) for sign in (1, -1)
        ]
        for shift in (step, -step):
            x, y = best.line.point(0, shift / 2)
            moves.append(replace(best.line, x=x, y=y))
        best = max([best, *(look(image, each) for each in moves)], key=lambda each: each.worth)
        if best.spotted.clearness > VAGUE:
            break
    return best


def _widened(image: Pixels, found: list[Row]) -> list[Row]:
    """Look beyond both ends where the rows are too short for every layout: the detector may have lost a piece."""
    longest = max((len(each.spotted.steps) for each in found), default=0)
    wanted = min((each for each in WIDTHS if each >= longest), default=longest)
    if wanted == longest or not found:
        return found
    more = 2 * (wanted - longest + 1) * max(each.pitch for each in found)
    wide = [look(image, replace(each.line, length=each.line.length + more)) for each in found]
    worth = [sum(each.worth for each in rows) for rows in (found, wide)]
    return wide if worth[1] > worth[0] and max(len(each.spotted.steps) for each in wide) <= wanted else found


def _distinct(seed: Line, near: list[Line]) -> list[Line]:
    """Keep the longest piece of each row; a short piece does not know its direction well and takes the seed's."""
    kept: list[Line] = []
    for each in near:
        if all(abs(seed.across(each) - seed.across(row)) > 0.5 * seed.height for row in kept):
            kept.append(each if each.length > WHOLE * seed.length else _like(seed, each))
    return kept


def _like(seed: Line, piece: Line) -> Line:
    """Return a row parallel to the seed through a piece of it."""
    x, y = seed.point(0, seed.across(piece))
    return replace(seed, x=x, y=y)


def _is_neighbour(seed: Line, other: Line) -> bool:
    turn = abs(math.remainder(other.angle - seed.angle - 2 * seed.bow * seed.along(other), math.pi))
    return (
        turn < PARALLEL
        and other.length > PIECE * seed.length
        and abs(seed.along(other)) + other.length / 2 < OVERHANG * seed.length
        and abs(seed.across(other)) < REACH * seed.height
    )


def _aligned(seed: Line, other: Line) -> Line:
    return other if math.cos(other.angle - seed.angle) > 0 else other.turned()


def _may_belong(line: Spotted, others: list[Row]) -> bool:
    longest = max(len(each.spotted.steps) for each in others)
    return line.clearness > LEAST_CLEARNESS and len(line.steps) >= max(8, 0.4 * longest)


def _completed(image: Pixels, seed: Line, found: list[Row]) -> list[Row]:
    """Look for rows that the detector left out: above, below and between those found."""
    if not found or len(found) > 2:  # noqa: PLR2004 - the largest zone has three rows
        return found
    pitch = max(each.pitch for each in found)
    heights = [seed.across(each.line) for each in found]
    # Between two rows that stand further apart than one step, else beside them.
    step = LEADING * pitch
    places = [heights[0] - step, heights[-1] + step]
    if len(found) > 1:
        step = heights[1] - heights[0]
        places = [heights[0] - step, heights[-1] + step]
        if step > 1.5 * LEADING * pitch:
            places = [(heights[0] + heights[1]) / 2]
    more = []
    for each in places:
        base = found[0].line if each < heights[0] else found[-1].line
        x, y = base.point(0, each - seed.across(base))
        row = look(image, replace(base, x=x, y=y))
        if _may_belong(row.spotted, found) and row.spotted.clearness > 0.75:  # noqa: PLR2004 - nothing vague is added
            more.append(row)
    return sorted([*found, *more], key=lambda row: seed.across(row.line))


def choose(found: list[Row]) -> tuple[Layout, list[Row]] | None:
    """Tell the layout: the one whose count of rows and of columns fits what was read best."""
    best: tuple[float, Layout, list[Row]] | None = None
    for layout in (layouts.TD3, layouts.TD1, layouts.TD2):
        for first in range(len(found) - layout.lines + 1):
            window = found[first : first + layout.lines]
            fit = float(np.mean([_fit(row.spotted, layout.columns) for row in window]))
            if fit > LEAST_FIT and (best is None or fit > best[0]):
                best = fit, layout, window
    return max((_as(layout, best[2]) for layout in LIKE[best[1].name]), key=_legality) if best is not None else None


def _as(layout: Layout, window: list[Row]) -> tuple[Layout, list[Row]]:
    return layout, [replace(row, spotted=_trimmed(layout, line, row.spotted)) for line, row in enumerate(window)]


def _legality(chosen: tuple[Layout, list[Row]]) -> float:
    layout, window = chosen
    return sum(grammar.legality(layout, line, rows) for line, rows in enumerate(_columns(layout, window)))


def _columns(layout: Layout, window: list[Row]) -> list[Floats]:
    places = grid.fit([row.spotted for row in window], layout.columns)
    return [grid.columns(row.spotted, layout.columns, places) for row in window]


def _trimmed(layout: Layout, line: int, spotted: Spotted) -> Spotted:
    """Leave out what was read beside the zone, at the document's edge: keep the columns that obey the layout best."""
    count = layout.columns
    if len(spotted.steps) <= count:
        return spotted
    starts = range(len(spotted.steps) - count + 1)
    best = max(starts, key=lambda start: grammar.legality(layout, line, spotted.odds[start : start + count]))
    return replace(spotted, steps=spotted.steps[best : best + count], odds=spotted.odds[best : best + count])


def _fit(spotted: Spotted, columns: int) -> float:
    count = max(1, len(spotted.steps))
    return spotted.clearness * min(count, columns) / max(count, columns)


def odds(image: Pixels, layout: Layout, window: list[Row], higher: float, wider: float) -> list[Floats]:
    """Return the odds of every column, from two cuts of each row that differ a little."""
    places = grid.fit([row.spotted for row in window], layout.columns)
    again = [look(image, row.line, higher, wider) for row in window]
    return [
        _both(mine, second(each.spotted, row.spotted, places, mine))
        for mine, each, row in zip(_columns(layout, window), again, window, strict=True)
    ]


def second(again: Spotted, before: Spotted, places: Floats, known: Floats) -> Floats:
    """Return the odds of another reading of the same line, in the columns that the first one found."""
    scale = len(again.all_odds) / len(before.all_odds)
    return grid.columns(again, len(known), (places + 0.5) * scale - 0.5, known)


def _both(first: Floats, other: Floats) -> Floats:
    joined = np.sqrt(first * other)
    return joined / joined.sum(1, keepdims=True)
