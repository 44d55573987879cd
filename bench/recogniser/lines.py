"""Invented cut-outs of zone lines as the reader will see them: 32 pixels high, grey, with their text."""

import math

import cv2
import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFont

from bench.specimens import texts

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
FONTS = [f"/usr/share/fonts/opentype/ocr-b/{name}.otf" for name in ("OCRB", "OCRB", "OCRB", "OCRBS")]
HEIGHT, WIDTH = 32, 416
# One character's cell in the atlas; the em is so large that the pitch is the font's own.
CELL, TALL, ADVANCE = 36, 60, 0.723


def atlas() -> np.ndarray:
    """Return the glyphs: font, character, rows, columns; ink is 1."""
    sheets = []
    for path in FONTS:
        font = ImageFont.truetype(path, round(CELL / ADVANCE))
        glyphs = []
        for each in ALPHABET:
            cell = Image.new("L", (CELL + 8, TALL), 0)
            ImageDraw.Draw(cell).text((CELL / 2 + 4, TALL - 14), each, fill=255, font=font, anchor="ms")
            glyphs.append(np.asarray(cell, np.float32) / 255)
        sheets.append(glyphs)
    return np.array(sheets)


def text(rng: Generator) -> str:
    """Return 6 to 21 characters: half of them without any sense, so that no language is learnt."""
    length = int(rng.integers(6, 22))
    choice = rng.random()
    if choice < 0.35:
        return "".join(texts.pick(rng, ALPHABET) for _ in range(length))
    if choice < 0.5:
        body = "".join(texts.pick(rng, ALPHABET[:36]) for _ in range(int(rng.integers(1, length))))
        return (body + "<" * 20)[:length] if rng.random() < 0.7 else ("<" * (length - len(body)) + body)
    if choice < 0.6:
        return "".join(texts.pick(rng, "0O1I5S8B2Z0DQ6G4A7ZUVKXCE<") for _ in range(length))
    if choice < 0.7:
        return "".join(texts.pick(rng, "0123456789<") for _ in range(length))
    line = texts.pick(rng, list(texts.zone(rng, texts.pick(rng, list(texts.KINDS)))))
    start = int(rng.integers(0, max(1, len(line) - length)))
    return line[start : start + length]


def _ink(rng: Generator, glyphs: np.ndarray, rows: list[str], leading: float) -> np.ndarray:
    sheet = glyphs[int(rng.integers(len(glyphs)))]
    margin = 3 * CELL
    width = 2 * margin + CELL * max(len(each) for each in rows)
    ink = np.zeros((round(TALL + 2 * leading) + 8, width), np.float32)
    for row, line in enumerate(rows):
        top = round(row * leading)
        for column, each in enumerate(line):
            left = margin + column * CELL - 4
            part = ink[top : top + TALL, left : left + CELL + 8]
            np.maximum(part, sheet[ALPHABET.index(each)], out=part)
    return ink


def _matrix(rng: Generator, pitch: float, count: int, top: float) -> tuple[np.ndarray, tuple[int, int], float]:
    """Return the way from the ink to the photograph, the photograph's size, and the line's middle in it."""
    scale = pitch / CELL
    width, height = math.ceil((count + 6) * pitch), math.ceil(5.2 * pitch)
    tall = scale * rng.uniform(0.88, 1.14)
    slant, turn = rng.uniform(-0.06, 0.06), math.radians(rng.normal(0, 0.55))
    matrix = np.array([[scale, slant * scale, 0], [0, tall, 0], [0, 0, 1]])
    middle = np.array([(3 + count / 2) * CELL, top + TALL - 14 - 18, 1])
    moved = matrix @ middle
    matrix[0, 2], matrix[1, 2] = width / 2 - moved[0], height / 2 - moved[1]
    cos, sin = math.cos(turn), math.sin(turn)
    around = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
    to, back = np.eye(3), np.eye(3)
    to[:2, 2], back[:2, 2] = (-width / 2, -height / 2), (width / 2, height / 2)
    lean = np.eye(3)
    lean[2, :2] = rng.uniform(-0.06, 0.06) / width, rng.uniform(-0.05, 0.05) / height
    return back @ lean @ around @ to @ matrix, (width, height), height / 2


def _ground(rng: Generator, width: int, height: int, pitch: float) -> np.ndarray:
    ground = np.full((height, width), rng.uniform(120, 245), np.float32)
    for _ in range(int(rng.integers(0, 7))):
        x = np.linspace(0, width, 24)
        y = height * (rng.random() + rng.uniform(0, 0.5) * np.sin(x / width * rng.uniform(1, 25) + rng.uniform(0, 6)))
        points = np.stack([x, y], 1).round().astype(np.int32)
        cv2.polylines(
            ground,
            [points],
            False,
            float(rng.uniform(70, 225)),
            max(1, int(pitch * rng.uniform(0, 0.12))),
            cv2.LINE_AA,
        )
    if rng.random() < 0.25:
        # The edge of the zone's paler strip, of a card, of a shadow.
        edge = height * rng.uniform(0.05, 0.95)
        ground[int(edge) :] *= rng.uniform(0.6, 1.3)
    return ground


def _light(rng: Generator, picture: np.ndarray) -> np.ndarray:
    height, width = picture.shape
    x, y = np.linspace(0, 1, width, dtype=np.float32)[None], np.linspace(0, 1, height, dtype=np.float32)[:, None]
    if rng.random() < 0.5:
        edge = (x - rng.uniform(-0.2, 1.2)) * rng.uniform(-40, 40)
        picture = picture * (1 - rng.uniform(0, 0.65) / (1 + np.exp(-edge)))
    if rng.random() < 0.3:
        spot = np.exp(
            -(((x - rng.random()) / rng.uniform(0.05, 0.3)) ** 2) - ((y - rng.random()) / rng.uniform(0.2, 1)) ** 2
        )
        picture = picture + (255 - picture) * spot * rng.uniform(0.2, 0.8)
    if rng.random() < 0.12:
        cell = rng.uniform(2.2, 6)
        picture = picture * (1 + rng.uniform(0.03, 0.2) * np.cos(2 * np.pi * np.arange(width) / cell)[None])
        picture = picture * (1 + rng.uniform(0, 0.15) * np.cos(2 * np.pi * np.arange(height) / cell)[:, None])
    return picture * rng.uniform(0.6, 1.1)


def _develop(rng: Generator, picture: np.ndarray, pitch: float) -> np.ndarray:
    blur = pitch * rng.uniform(0, 0.12) * (rng.random() < 0.85)
    if blur > 0.2:
        picture = cv2.GaussianBlur(picture, (0, 0), blur)
    motion = pitch * rng.uniform(0.05, 0.28)
    if rng.random() < 0.25 and motion > 1.3:
        side, turn = 2 * math.ceil(motion / 2) + 1, rng.uniform(0, math.pi)
        kernel = np.zeros((side, side), np.float32)
        for step in np.linspace(-motion / 2, motion / 2, 2 * side):
            kernel[round(side / 2 - 0.5 + step * math.sin(turn)), round(side / 2 - 0.5 + step * math.cos(turn))] += 1
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum())
    picture = picture + rng.normal(0, 1, picture.shape) * rng.uniform(0, 13)
    picture = picture.clip(0, 255).astype(np.uint8)
    if rng.random() < 0.8:
        coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(30, 92))])[1]
        picture = cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE)
    return picture


def sample(rng: Generator, glyphs: np.ndarray) -> tuple[np.ndarray, str]:
    """Return a cut-out (HEIGHT x WIDTH, bytes) and what stands in it."""
    wanted = text(rng)
    rows = [
        text(rng)[: len(wanted)] if rng.random() < 0.6 else "",
        wanted,
        text(rng)[: len(wanted)] if rng.random() < 0.6 else "",
    ]
    leading = CELL * rng.uniform(1.85, 2.65)
    ink = _ink(rng, glyphs, rows, leading)
    if rng.random() < 0.35:
        kernel = np.ones((int(rng.integers(2, 4)),) * 2, np.uint8)
        ink = cv2.dilate(ink, kernel) if rng.random() < 0.65 else cv2.erode(ink, kernel)
    pitch = math.exp(rng.uniform(math.log(6.5), math.log(36)))
    matrix, size, middle = _matrix(rng, pitch, len(wanted), leading)
    if pitch < CELL:
        ink = cv2.GaussianBlur(ink, (0, 0), 0.35 * CELL / pitch)
    laid = cv2.warpPerspective(ink, matrix, size, flags=cv2.INTER_LINEAR)[..., None][..., 0]
    laid = _bend(rng, laid, pitch)
    ground = _ground(rng, *size, pitch)
    strength = rng.uniform(0.55, 1.0)
    picture = ground * (1 - laid * strength) + laid * strength * rng.uniform(5, 75)
    picture = _develop(rng, _light(rng, picture), pitch)
    return _cut(rng, picture, middle, pitch), wanted


def _bend(rng: Generator, laid: np.ndarray, pitch: float) -> np.ndarray:
    if rng.random() < 0.6:
        return laid
    height, width = laid.shape
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    bow = pitch * rng.uniform(-0.22, 0.22) * (4 * (x / width - rng.uniform(0.2, 0.8)) ** 2 - 0.3)
    return cv2.remap(laid, x, y + bow.astype(np.float32), cv2.INTER_LINEAR)


def _cut(rng: Generator, picture: np.ndarray, middle: float, pitch: float) -> np.ndarray:
    # How high the cut is, in characters' widths, as the detector's boxes come; the width is stretched a little too.
    high = pitch * rng.uniform(1.15, 2.1)
    scale = HEIGHT / high
    across = scale * rng.uniform(0.88, 1.14)
    width = picture.shape[1] * across
    left = (width - WIDTH) / 2 if width > WIDTH else -rng.uniform(0, WIDTH - width)
    top = (middle + pitch * rng.uniform(-0.2, 0.2)) * scale - HEIGHT / 2
    if width > WIDTH:
        across *= WIDTH / width
        left = 0
    matrix = np.array([[across, 0, -left], [0, scale, -top]], np.float32)
    if scale < 0.7:
        picture = cv2.GaussianBlur(picture, (0, 0), 0.35 / scale) if rng.random() < 0.5 else picture
    flags = cv2.INTER_CUBIC if rng.random() < 0.5 else cv2.INTER_LINEAR
    return cv2.warpAffine(picture, matrix, (WIDTH, HEIGHT), flags=flags, borderMode=cv2.BORDER_REPLICATE)
