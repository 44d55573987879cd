"""Where lines of text lie in a picture, in any direction, and how to cut them out straight."""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np

from portal.documents.adapters.reading import models
from portal.documents.adapters.reading.models import Pixels

THRESHOLD = 0.3
# The network marks the core of a line only; this much of its height is missing on each side.
UNCLIP = 0.8
LEAST_ASPECT = 5.0


@dataclass(frozen=True)
class Line:
    """A straight line of text: middle, direction (radians), length and height, in pixels of the picture."""

    x: float
    y: float
    angle: float
    length: float
    height: float

    def along(self, other: "Line") -> float:
        """Return how far the other's middle lies along this line's direction."""
        return (other.x - self.x) * math.cos(self.angle) + (other.y - self.y) * math.sin(self.angle)

    def across(self, other: "Line") -> float:
        """Return how far the other's middle lies below this line."""
        return (other.y - self.y) * math.cos(self.angle) - (other.x - self.x) * math.sin(self.angle)

    def turned(self) -> "Line":
        """Return the same line, read from its other end."""
        return replace(self, angle=self.angle + math.pi)


def find(image: Pixels, long_side: int) -> list[Line]:
    """Find the long thin lines, longest first."""
    chart = models.text_map(image, long_side)
    scale = image.shape[1] / chart.shape[1], image.shape[0] / chart.shape[0]
    mask = (chart > THRESHOLD).astype(np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = [_line(contour * np.array(scale, np.float32)) for contour in contours if len(contour) > 3]  # noqa: PLR2004
    return sorted((each for each in found if each.length > each.height * LEAST_ASPECT), key=lambda each: -each.length)


def _line(contour: Pixels) -> Line:
    (x, y), (width, height), degrees = cv2.minAreaRect(contour.astype(np.float32))
    if width < height:
        width, height, degrees = height, width, degrees + 90
    more = 2 * UNCLIP * height
    angle = math.remainder(math.radians(degrees), math.pi)
    return Line(x, y, angle, width + more, height + more)


def cut(image: Pixels, line: Line, stretch: float = 1.0) -> Pixels:
    """Cut a line out, straight, at the height that the recogniser wants."""
    height = models.LINE_HEIGHT
    scale = height / line.height
    width = max(height, round(line.length * scale * stretch))
    cos, sin = math.cos(line.angle), math.sin(line.angle)
    half = line.length / 2, line.height / 2
    corners = [(-half[0], -half[1]), (half[0], -half[1]), (-half[0], half[1])]
    source = np.array([(line.x + a * cos - b * sin, line.y + a * sin + b * cos) for a, b in corners], np.float32)
    target = np.array([(0, 0), (width, 0), (0, height)], np.float32)
    matrix = cv2.getAffineTransform(source, target)
    flags = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.warpAffine(image, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
