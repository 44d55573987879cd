"""The machine-readable zone on a photograph: find its lines, read them, put them on the grid, check, repair."""

import math
import time
from dataclasses import dataclass, field, replace
from typing import Any

import cv2
import numpy as np
from PIL import Image

from portal.documents.adapters.reading import grammar, grid, lines, models
from portal.documents.adapters.reading.grid import Spotted
from portal.documents.adapters.reading.lines import Line
from portal.documents.adapters.reading.models import Pixels
from portal.documents.checks import zone as zones

# (long side for the detector, extra height of a line, extra width): the first is enough for most.
PASSES = ((640, 1.0, 1.0), (960, 1.15, 1.0), (1280, 1.0, 1.1), (960, 1.0, 1.25))
HOPELESS = 2
SECONDS = 3.0
MOST_SEEDS = 5
MOST_PAGES = 4
LEAST_CHARACTERS, LEAST_FILLERS = 18, 3
UPRIGHT_MASS, ZONE_MASS, FOREIGN_MASS = 0.96, 0.85, 0.55
PARALLEL = math.radians(6)
# Shares of the seed's length: a piece of a row, a whole row, how far from the seed's middle a row may reach.
PIECE, WHOLE, OVERHANG = 0.15, 0.6, 0.8
SURE_PITCH, SURE_ODDS = 20.0, 0.9


@dataclass(frozen=True)
class Found:
    """A zone's lines, how wide a character is in pixels, and whether nothing about it was doubtful."""

    lines: tuple[str, ...]
    pitch: float
    is_sure: bool
    wrong: int
    page: int = 1
    corners: tuple[tuple[float, float], ...] = ()
    turn: int = 0
    confidence: dict[str, int] = field(default_factory=dict)
    repaired: tuple[str, ...] = ()
    others: int = 0


def load() -> None:
    """Load the networks before any strange byte is there."""
    models.load()


def first_zone(pages: list[Image.Image]) -> Found | None:
    """Return the best zone of the first pages."""
    best: Found | None = None
    for page in pages[:MOST_PAGES]:
        found = read(cv2.cvtColor(np.asarray(page), cv2.COLOR_RGB2BGR))
        if found is not None and (best is None or found.wrong < best.wrong):
            best = found
        if best is not None and best.wrong == 0:
            break
    return best


def read(image: Pixels) -> Found | None:
    """Look harder pass by pass, until all check digits fit or time is up."""
    until = time.monotonic() + SECONDS
    best: Found | None = None
    for number, (long_side, higher, wider) in enumerate(PASSES):
        found = _pass(image, long_side, higher, wider)
        if found is not None and (best is None or found.wrong < best.wrong):
            best = found
        is_hopeless = best is None and number >= HOPELESS
        if is_hopeless or (best is not None and best.wrong == 0) or time.monotonic() > until:
            break
    return best


def _pass(image: Pixels, long_side: int, higher: float, wider: float) -> Found | None:
    candidates = lines.find(image, long_side)
    for seed in candidates[:MOST_SEEDS]:
        upright = _upright(image, seed)
        if upright is None:
            continue
        found = _zone(image, _band(upright, candidates), higher, wider)
        if found is not None:
            return found
    return None


def _upright(image: Pixels, seed: Line) -> Line | None:
    """Return the seed in its reading direction when it looks like a line of a zone."""
    best = None
    for line in (seed, seed.turned()):
        spotted = grid.spot(models.line_odds(lines.cut(image, line)))
        if best is None or spotted.mass > best[1].mass:
            best = line, spotted
        if spotted.mass > UPRIGHT_MASS and _is_zone_like(spotted):
            return line
        if spotted.mass < FOREIGN_MASS:
            # Small letters and other scripts: no zone from either end.
            return None
    return best[0] if best is not None and _is_zone_like(best[1]) else None


def _is_zone_like(spotted: Spotted) -> bool:
    text = spotted.text
    return spotted.mass > ZONE_MASS and len(text) >= LEAST_CHARACTERS and text.count("<") >= LEAST_FILLERS


def _band(seed: Line, candidates: list[Line]) -> list[Line]:
    """Return the seed and its parallel neighbours, from top to bottom, cut to the same extents."""
    near = [_aligned(seed, each) for each in candidates if _is_neighbour(seed, each)]
    start = min(seed.along(each) - each.length / 2 for each in near)
    end = max(seed.along(each) + each.length / 2 for each in near)
    near = _rows(seed, near)
    height = float(np.median([each.height for each in near]))
    return [
        _stretched(seed, each, start, end, max(each.height, 0.85 * height)) for each in sorted(near, key=seed.across)
    ]


def _rows(seed: Line, near: list[Line]) -> list[Line]:
    """Keep the longest piece of each row; a short piece does not know its direction well and takes the seed's."""
    rows: list[Line] = []
    for each in near:
        if all(abs(seed.across(each) - seed.across(row)) > 0.5 * seed.height for row in rows):
            rows.append(each if each.length > WHOLE * seed.length else replace(each, angle=seed.angle))
    return rows


def _is_neighbour(seed: Line, other: Line) -> bool:
    turn = abs(math.remainder(other.angle - seed.angle, math.pi))
    return (
        turn < PARALLEL
        and other.length > PIECE * seed.length
        and abs(seed.along(other)) + other.length / 2 < OVERHANG * seed.length
        and abs(seed.across(other)) < 6 * seed.height
    )


def _aligned(seed: Line, other: Line) -> Line:
    return other if math.cos(other.angle - seed.angle) > 0 else other.turned()


def _stretched(seed: Line, line: Line, start: float, end: float, height: float) -> Line:
    shift = (start + end) / 2 - seed.along(line)
    x, y = line.x + shift * math.cos(line.angle), line.y + shift * math.sin(line.angle)
    return replace(line, x=x, y=y, length=end - start, height=height)


def _zone(image: Pixels, band: list[Line], higher: float, wider: float) -> Found | None:
    read_lines = [_spot(image, line, higher, wider) for line in band]
    kept = [(line, each) for line, each in zip(band, read_lines, strict=True) if _may_belong(each, read_lines)]
    layout = _layout([each for _, each in kept])
    if layout is None:
        return None
    kept = kept[-layout.lines :]
    places = grid.fit([each for _, each in kept], layout.columns)
    odds = [grid.columns(each, layout.columns, places) for _, each in kept]
    draft = grammar.settle(layout, odds)
    before = draft.lines
    text = grammar.repair(draft)
    wrong = len(zones.wrong_digits(layout, text))
    pitch = kept[0][0].length / layout.columns
    return Found(
        text, round(pitch, 1), not wrong and text == before and pitch >= SURE_PITCH and _is_sure(draft), wrong
    )


def _spot(image: Pixels, line: Line, higher: float, wider: float) -> Spotted:
    taller = replace(line, height=line.height * higher)
    return grid.spot(models.line_odds(lines.cut(image, taller, higher * wider)))


def _may_belong(line: Spotted, others: list[Spotted]) -> bool:
    longest = max(len(each.steps) for each in others)
    return line.mass > ZONE_MASS and len(line.steps) >= max(8, 0.4 * longest)


def _layout(spotted: list[Spotted]) -> zones.Layout | None:
    """Tell the layout by the number of lines and of characters."""
    if len(spotted) < 2:  # noqa: PLR2004 - the smallest zone has two lines
        return None
    longest = max(len(each.steps) for each in spotted[-3:])
    if longest <= 32 and len(spotted) >= 3:  # noqa: PLR2004 - TD1: three lines of thirty
        return zones.TD1
    is_visa = spotted[-2].text.startswith("V")
    if longest >= 40:  # noqa: PLR2004 - between 36 and 44
        return zones.MRVA if is_visa else zones.TD3
    if longest > 32:  # noqa: PLR2004 - between 30 and 36
        return zones.MRVB if is_visa else zones.TD2
    return None


def _is_sure(draft: Any) -> bool:
    spans = [span for key, span in draft.layout.fields.items() if key in ("number", "birth", "expiry")]
    odds = [draft.odds[span.line][column].max() for span in spans for column in range(span.start, span.end)]
    return bool(min(odds) >= SURE_ODDS)
