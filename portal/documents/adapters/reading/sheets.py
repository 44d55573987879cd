"""A sheet of paper on a photograph: its four corners, laid flat, with shadows taken off."""

import cv2
import numpy as np
from PIL import Image

from portal.documents.adapters.reading.models import Floats, Pixels

SMALL = 700
LEAST_SHARE, MOST_SHARE = 0.25, 0.97
CORNERS = 4


def flat(page: Image.Image, long_side: int) -> Image.Image:
    """Return the sheet alone, upright and evenly lit, in grey; the whole picture when no sheet stands out."""
    image = cv2.cvtColor(np.asarray(page), cv2.COLOR_RGB2BGR)
    scale = min(1.0, SMALL / max(image.shape[:2]))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    corners = _corners(small)
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    if corners is None:
        reduction = min(1.0, long_side / max(grey.shape))
        return Image.fromarray(cv2.resize(grey, None, fx=reduction, fy=reduction, interpolation=cv2.INTER_AREA))
    return Image.fromarray(_evened(_laid_flat(grey, corners / scale, long_side)))


def _corners(small: Pixels) -> Floats | None:
    """Find the largest bright or pale four-cornered thing."""
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (7, 7), 0)
    pale = 255 - cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2HSV)[:, :, 1], (7, 7), 0)
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
    size = max(1, round(width * scale)), max(1, round(height * scale))
    target = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    # Reduced first: a warp alone would drop points and roughen the letters.
    reduced = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return cv2.warpPerspective(reduced, cv2.getPerspectiveTransform(corners * scale, target), size)


def _evened(grey: Pixels) -> Pixels:
    ground = cv2.medianBlur(cv2.dilate(grey, np.ones((7, 7), np.uint8)), 31)
    return cv2.divide(grey, ground, scale=255)
