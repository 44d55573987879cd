"""Where lines of text lie in a picture, in any direction, even bent, and how to cut them out straight."""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np

from portal.documents.adapters.reading import models
from portal.documents.adapters.reading.models import Floats, Pixels

THRESHOLD = 0.3
# The network marks the core of a line only; this much of its height is missing on each side.
UNCLIP = 0.85
LEAST_ASPECT, LEAST_POINTS, LEAST_HEIGHT = 5.0, 8, 3.0
# Bends are measured on long lines only, and count from this share of the line's height.
BENDABLE, LEAST_BEND = 12.0, 0.06
SLICES = 12


@dataclass(frozen=True)
class Line:
    """A line of text: middle, direction (radians), length and height, in pixels of the picture.

    `bow` tells a bent page: at the distance d along the line the text stands bow * d * d below it.
    """

    x: float
    y: float
    angle: float
    length: float
    height: float
    bow: float = 0.0

    def along(self, other: "Line") -> float:
        """Return how far the other's middle lies along this line's direction."""
        return (other.x - self.x) * math.cos(self.angle) + (other.y - self.y) * math.sin(self.angle)

    def across(self, other: "Line") -> float:
        """Return how far the other's middle lies below this line."""
        straight = (other.y - self.y) * math.cos(self.angle) - (other.x - self.x) * math.sin(self.angle)
        return straight - self.bow * self.along(other) ** 2

    def turned(self) -> "Line":
        """Return the same line, read from its other end."""
        return replace(self, angle=self.angle + math.pi, bow=-self.bow)

    def point(self, along: float, across: float) -> tuple[float, float]:
        """Return the picture's point so far along the line and below it."""
        below = across + self.bow * along * along
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        return self.x + along * cos - below * sin, self.y + along * sin + below * cos

    def moved(self, shift: float, length: float) -> "Line":
        """Return the line with its middle `shift` further along its own curve."""
        x, y = self.point(shift, 0)
        return replace(self, x=x, y=y, angle=self.angle + math.atan(2 * self.bow * shift), length=length)


def find(image: Pixels, long_side: int) -> list[Line]:
    """Find the long thin lines, longest first."""
    chart = models.text_map(image, long_side)
    scale = np.array((image.shape[1] / chart.shape[1], image.shape[0] / chart.shape[0]), np.float32)
    mask = (chart > THRESHOLD).astype(np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    found = [_line((contour[:, 0] + 0.5) * scale) for contour in contours if len(contour) >= LEAST_POINTS]
    long = [each for each in found if each.height > LEAST_HEIGHT and each.length > each.height * LEAST_ASPECT]
    return sorted(long, key=lambda each: -each.length)


def _line(outline: Floats) -> Line:
    (x, y), (width, height), degrees = cv2.minAreaRect(outline.astype(np.float32))
    if width < height:
        width, height, degrees = height, width, degrees + 90
    line = Line(x, y, math.remainder(math.radians(degrees), math.pi), width, height)
    if width > BENDABLE * height / 2:
        line = _bent(line, outline)
    more = 2 * UNCLIP * line.height
    return replace(line, length=line.length + more, height=line.height + more)


def _bent(line: Line, outline: Floats) -> Line:
    """Measure the middle of the line slice by slice and lay a parabola through it."""
    turn = np.array([[math.cos(line.angle), -math.sin(line.angle)], [math.sin(line.angle), math.cos(line.angle)]])
    along, across = ((outline - (line.x, line.y)) @ turn).T
    places, middles, heights = [], [], []
    for each in np.array_split(np.argsort(along)[3:-3], SLICES):
        if len(each) > 1:
            top, bottom = across[each].min(), across[each].max()
            places.append(along[each].mean())
            middles.append((top + bottom) / 2)
            heights.append(bottom - top)
    if len(places) < SLICES // 2:
        return line
    bow, slope, shift = (float(each) for each in np.polyfit(places, middles, 2))
    height = float(np.percentile(heights, 65))
    is_bent = abs(bow) * line.length**2 / 4 > LEAST_BEND * height and line.length > BENDABLE * height
    if not is_bent:
        return replace(line, height=min(line.height, 1.15 * height))
    x, y = line.point(0, shift)
    return replace(line, x=x, y=y, angle=line.angle + math.atan(slope), bow=bow, height=1.1 * height)


def cut(image: Pixels, line: Line, height: int, stretch: float = 1.0) -> Pixels:
    """Cut a line out, straight, `height` pixels high; its width is stretched by the given factor."""
    scale = height / line.height
    width = max(height, round(line.length * scale * stretch))
    # Every pixel of the picture counts: a photograph's noise is averaged, not picked from.
    finer = min(4, max(1, round(1 / scale)))
    along = ((np.arange(width * finer, dtype=np.float32) + 0.5) / (width * finer) - 0.5) * line.length
    across = ((np.arange(height * finer, dtype=np.float32) + 0.5) / (height * finer) - 0.5) * line.height
    below = across[:, None] + (line.bow * along * along)[None, :]
    cos, sin = math.cos(line.angle), math.sin(line.angle)
    x = (line.x - 0.5 + along * cos)[None, :] - below * sin
    y = (line.y - 0.5 + along * sin)[None, :] + below * cos
    flags = cv2.INTER_LINEAR if scale < 1 else cv2.INTER_CUBIC
    found = cv2.remap(image, x.astype(np.float32), y.astype(np.float32), flags, borderMode=cv2.BORDER_REPLICATE)
    return cv2.resize(found, (width, height), interpolation=cv2.INTER_AREA) if finer > 1 else found
