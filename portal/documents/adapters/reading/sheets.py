"""A sheet of paper on a photograph: its four corners, laid flat, with shadows taken off, its lines level."""

import cv2
import numpy as np
from PIL import Image

from portal.documents.adapters.reading.models import Floats, Pixels

SMALL = 700
LEAST_SHARE, MOST_SHARE = 0.25, 0.97
CORNERS = 4
# Below this many pixels on the long side an A4 page has under 100 dpi: enlarging it helps the reader.
TINY = 1200
# Paper this bright nearly everywhere needs no evening out.
WHITE, WHITE_SHARE = 235, 0.6
# Levels below the paper's that are ink, and the share of a page that one short word takes.
FAINT, LEAST_INK = 40, 5e-5
# The middle of black and white.
DARK = 128
# Tesseract loses lines from 3 degrees on; up to 1 degree nothing is gained.
LEVEL, STEEPEST, STEP = 1.0, 12.0, 0.5


def flat(page: Image.Image, long_side: int) -> Image.Image:
    """Return the sheet alone, level and evenly lit, in grey; the whole picture when no sheet stands out."""
    image = np.asarray(page.convert("RGB"))
    scale = min(1.0, SMALL / max(image.shape[:2]))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    corners = _corners(small)
    if corners is None:
        grey = _sized(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), long_side)
    else:
        grey = _laid_flat(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), corners / scale, long_side)
    if (grey > WHITE).mean() < WHITE_SHARE:
        grey = _evened(grey)
    return Image.fromarray(_level(grey))


def is_blank(grey: Pixels) -> bool:
    """Say whether nothing stands out from the paper; the grain of a scan is averaged away first."""
    scale = min(1.0, 1000 / max(grey.shape))
    small: Pixels = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    paper = int(np.bincount(small.ravel(), minlength=256).argmax())
    return float((small < paper - FAINT).mean()) < LEAST_INK


def is_lying(grey: Pixels) -> bool:
    """Say whether the lines of text run from top to bottom: the page lies on its side."""
    marks = _marks(grey)
    return _striped(marks.sum(axis=0)) > _striped(marks.sum(axis=1))


def _sized(grey: Pixels, long_side: int) -> Pixels:
    side = max(grey.shape)
    if TINY <= side <= long_side:
        return grey
    scale = long_side / side if side > long_side else min(2.0, long_side / side)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    sized: Pixels = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=how)
    return sized


def _corners(small: Pixels) -> Floats | None:
    """Find the largest bright or pale four-cornered thing."""
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (7, 7), 0)
    pale = 255 - cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2HSV)[:, :, 1], (7, 7), 0)
    found = [corners for layer in (pale, grey) if (corners := _quad(layer)) is not None]
    return max(found, key=cv2.contourArea, default=None)


def _quad(layer: Pixels) -> Floats | None:
    _, mask = cv2.threshold(layer, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    hull = cv2.convexHull(max(contours, key=cv2.contourArea))
    quad = cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, closed=True), closed=True)
    share = cv2.contourArea(quad) / layer.size
    if len(quad) != CORNERS or not LEAST_SHARE < share < MOST_SHARE:
        return None
    return _ordered(quad.reshape(CORNERS, 2).astype(np.float32))


def _ordered(quad: Floats) -> Floats:
    """Top start, top end, bottom end, bottom start (as the picture lies)."""
    total, difference = quad.sum(1), quad[:, 0] - quad[:, 1]
    return quad[[total.argmin(), difference.argmax(), total.argmax(), difference.argmin()]]


def _laid_flat(grey: Pixels, corners: Floats, long_side: int) -> Pixels:
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    width, height = max(sides[0], sides[2]), max(sides[1], sides[3])
    scale = min(1.0, long_side / max(width, height))
    if max(width, height) < TINY:
        scale = min(2.0, long_side / max(width, height))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    target = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    # Reduced first: a warp alone would drop points and roughen the letters.
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    reduced = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=how)
    return cv2.warpPerspective(reduced, cv2.getPerspectiveTransform(corners * scale, target), size)


def _evened(grey: Pixels) -> Pixels:
    """Divide by the ground, which is found on a quarter of the size: shadows have no fine detail."""
    quarter = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    ground = cv2.medianBlur(cv2.dilate(quarter, np.ones((5, 5), np.uint8)), 15)
    ground = cv2.resize(ground, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, ground, scale=255)


def _level(grey: Pixels) -> Pixels:
    """Turn a page whose lines slope; the right angle is the one at which rows of ink part best."""
    marks = _marks(grey)
    if not marks.any():
        return grey
    angles = np.arange(-STEEPEST, STEEPEST + STEP, STEP)
    stripes = [_best_stripes(_turned(marks, float(angle), 0)) for angle in angles]
    best = float(angles[int(np.argmax(stripes))])
    is_clear = max(stripes) > 1.15 * stripes[len(stripes) // 2]
    return _turned(grey, best, 255) if abs(best) > LEVEL and is_clear else grey


def _best_stripes(marks: Pixels) -> float:
    return max(_striped(marks.sum(axis=0)), _striped(marks.sum(axis=1)))


def _striped(profile: Floats) -> float:
    """Say how sharply ink and gaps alternate along one direction."""
    return float(np.square(np.diff(profile.astype(np.float64))).sum())


def _marks(grey: Pixels) -> Pixels:
    scale = 400 / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    # The rim is left out: table edges and shadows of the photograph are no lines of text.
    rim = round(0.04 * min(small.shape))
    inner = small[rim:-rim, rim:-rim]
    return (inner < np.median(inner) - 30).astype(np.uint8)


def _turned(image: Pixels, angle: float, ground: int) -> Pixels:
    height, width = image.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    how = cv2.INTER_NEAREST if ground == 0 else cv2.INTER_CUBIC
    return cv2.warpAffine(
        image, matrix, (width, height), flags=how, borderMode=cv2.BORDER_CONSTANT, borderValue=ground
    )
