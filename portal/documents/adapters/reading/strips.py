"""The machine-readable lines cut out and laid straight, for people to compare with what was read."""

import cv2
import numpy as np
from PIL import Image

from portal.documents.adapters.reading import pictures

WIDTH = 1200
# A little of what is around the lines, as a share of their height, so that no letter is cut.
MARGIN = 0.12
CORNERS = 4


def cut(page: Image.Image, corners: tuple[tuple[float, float], ...]) -> bytes:
    """Return the four-cornered part of a page (shares of its sides, clockwise from the text's start) as JPEG."""
    if len(corners) != CORNERS:
        return b""
    around = np.array(corners, np.float32) * np.array(page.size, np.float32)
    around = _widened(around)
    length = np.linalg.norm(around[1] - around[0])
    height = np.linalg.norm(around[3] - around[0])
    width = min(WIDTH, round(float(length)))
    size = max(1, width), max(1, round(width * float(height) / max(1.0, float(length))))
    target = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    matrix = cv2.getPerspectiveTransform(around, target)
    straight = cv2.warpPerspective(
        np.asarray(page), matrix, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE
    )
    return pictures.jpeg(Image.fromarray(straight))


def _widened(around: np.ndarray) -> np.ndarray:
    down = (around[3] - around[0]) * MARGIN
    along = (around[1] - around[0]) / np.linalg.norm(around[1] - around[0]) * np.linalg.norm(down)
    return around + np.array([-down - along, -down + along, down + along, down - along], np.float32)
