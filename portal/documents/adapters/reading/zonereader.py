"""The machine-readable zone on a photograph: find its lines, read them twice, put them on the grid, check, repair."""

import math
import time
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from PIL import Image

from portal.documents.adapters.reading import band, grammar, lines, models, opinion
from portal.documents.adapters.reading import repair as repairing
from portal.documents.adapters.reading.band import Row
from portal.documents.adapters.reading.lines import Line
from portal.documents.adapters.reading.models import Pixels
from portal.documents.checks import layouts

# Long sides for the detector: the first is enough for most; in small pictures letters must grow before they are found.
SIZES, SMALL_SIZES, SMALL = (640, 1024, 1440), (640, 1440, 1024), 1300
# Height and width of the second cut of a line, pass by pass.
CUTS = ((1.15, 1.0), (1.25, 1.05), (0.9, 1.1))
SECONDS = 2.0
MOST_SEEDS = 8
MOST_PAGES = 4
# A zone whose digits do not fit is only believed when the second reading sees the same.
LEAST_FITTING = 2
# Another document's zone is at least so long, compared with the first.
OTHER_LENGTH = 0.4
HALF_LETTER = 0.55


@dataclass(frozen=True)
class Found:
    """A zone as it is printed.

    `pitch`: pixels per character. `is_sure`: two readings agree, all check digits fit, nothing was repaired. `wrong`:
    how many digits do not fit. `page`: from 1. `corners`: shares of the page's width and height, clockwise from where
    the reading starts, top left. `turn`: degrees clockwise that make the page upright. `confidence`: field -> percent.
    `repaired`: fields changed by their check digits. `others`: zones of other documents in the pictures.
    """

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
    until = time.process_time() + SECONDS
    found: list[Found] = []
    for number, page in enumerate(pages[:MOST_PAGES], 1):
        image = cv2.cvtColor(np.asarray(page), cv2.COLOR_RGB2BGR)
        # Once a zone fits, further pages are only looked at for another person's document.
        is_enough = any(each.wrong == 0 for each in found)
        found += [replace(each, page=number) for each in read(image, until, 1 if is_enough else len(SIZES))]
        if time.process_time() > until:
            break
    if not found:
        return None
    best = min(found, key=lambda each: (each.wrong, not each.is_sure, each.page))
    return replace(best, others=_others(best, found))


def _others(best: Found, found: list[Found]) -> int:
    """Count the documents whose number is another one, and surely so."""
    numbers = {_number(each) for each in found if _is_number_sure(each)}
    return len(numbers - {_number(best)}) if _is_number_sure(best) else 0


def _number(found: Found) -> str:
    layout = layouts.layout_of(found.lines)
    return layouts.cut(found.lines, layout.fields["number"]) if layout else ""


def _is_number_sure(found: Found) -> bool:
    layout = layouts.layout_of(found.lines)
    return layout is not None and "number" not in layouts.wrong_digits(layout, found.lines)


def read(image: Pixels, until: float, passes: int = len(SIZES)) -> list[Found]:
    """Look harder pass by pass, until all digits fit, two passes see the same, or time is up; the best zone first."""
    tries: list[Found] = []
    sizes = SMALL_SIZES if max(image.shape[:2]) < SMALL else SIZES
    for number, (long_side, cut) in enumerate(list(zip(sizes, CUTS, strict=True))[:passes]):
        found = _pass(image, long_side, *cut)
        is_settled = any(each.wrong == 0 or each.lines in [one.lines for one in tries] for each in found)
        tries += found
        is_hopeless = not tries and number > 0
        if is_settled or is_hopeless or time.process_time() > until:
            break
    seen = [each.lines for each in tries]
    return sorted(tries, key=lambda each: (each.wrong, -seen.count(each.lines)))


def _pass(image: Pixels, long_side: int, higher: float, wider: float) -> list[Found]:
    """Return the zones that one look at the picture shows: mostly one, two where two documents lie there."""
    candidates = lines.find(image, long_side)
    found: list[Found] = []
    for seed in candidates[:MOST_SEEDS]:
        if any(_holds(each, seed, image) for each in found):
            continue
        row = band.upright(image, seed)
        chosen = band.choose(band.rows(image, row, candidates)) if row is not None else None
        zone = _zone(image, *chosen, higher, wider) if chosen is not None else None
        if zone is not None:
            found.append(zone)
    return found


def _holds(found: Found, seed: Line, image: Pixels) -> bool:
    polygon = np.array(found.corners, np.float32) * (image.shape[1], image.shape[0])
    return cv2.pointPolygonTest(polygon.astype(np.float32), (seed.x, seed.y), measureDist=True) > -2 * seed.height


def _zone(image: Pixels, layout: layouts.Layout, window: list[Row], higher: float, wider: float) -> Found | None:
    odds = band.odds(image, layout, window, higher, wider)
    other = opinion.second(image, layout, window, odds)
    draft = grammar.settle(layout, opinion.joined(odds, other))
    text = repairing.repair(draft)
    repaired = repairing.changed_fields(layout, draft.lines, text)
    wrong = layouts.wrong_digits(layout, text)
    agreement = other.agreement(text)
    is_vague = len(layout.digits) - len(wrong) < LEAST_FITTING and agreement < opinion.LEAST_AGREEMENT
    if is_vague or not grammar.is_plausible(layout, odds, text):
        return None
    pitch = max(row.pitch for row in window)
    return Found(
        lines=text,
        pitch=round(pitch, 1),
        is_sure=not wrong
        and not repaired
        and all(opinion.is_sure(draft, text, each) for each in (other.lines, opinion.text_of(layout, odds))),
        wrong=len(wrong),
        corners=_corners(image, window, pitch),
        turn=-round(math.degrees(window[0].line.angle) / 90) * 90 % 360,
        confidence=opinion.confidence(draft, text, other.lines, wrong),
        repaired=repaired,
    )


def _corners(image: Pixels, window: list[Row], pitch: float) -> tuple[tuple[float, float], ...]:
    """Return the zone's corners, clockwise from the beginning of its first line."""
    points = []
    for row, side, step in ((window[0], -1, 0), (window[0], -1, -1), (window[-1], 1, -1), (window[-1], 1, 0)):
        beyond = HALF_LETTER * pitch * (1 if step else -1)
        points.append(row.line.point(row.at(float(row.spotted.steps[step])) + beyond, side * HALF_LETTER * pitch))
    return tuple((round(x / image.shape[1], 4), round(y / image.shape[0], 4)) for x, y in points)
