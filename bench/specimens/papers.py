"""Draw an invented document upright: ground with guilloche, portrait, visual zone, and the zone in OCR-B."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFont

from bench.specimens.texts import pick

OCRB = Path("/usr/share/fonts/opentype/ocr-b/OCRB.otf")  # Debian: fonts-ocr-b
SANS = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")  # Debian: fonts-dejavu-core
# Width and height in millimetres (ICAO 9303: TD3 125 x 88, TD2 105 x 74, TD1 85.6 x 54, visas 120 x 80 and 105 x 74).
SIZES = {"TD3": (125, 88), "TD1": (85.6, 54), "TD2": (105, 74), "MRVA": (120, 80), "MRVB": (105, 74)}
PITCH = 2.54
TITLES = {"TD3": "PASSPORT PASSEPORT", "TD1": "Bemerkungen / Remarks", "TD2": "IDENTITY CARD", "MRV": "VISA"}
WORDS = """
Surname Nom Given names Prenoms Nationality Date of birth Place of birth Authority Sex Height
Signature of bearer Anmerkungen ERWERBSTAETIGKEIT ERLAUBT Date of expiry Residence Duration of stay MULT Type Code
HAUPTSTR. 12 45008 KOELN KABUL DAMASCUS MINISTRY OF INTERIOR
""".split()  # noqa: SIM905 - a long list of quoted words reads worse


@dataclass(frozen=True)
class Paper:
    """A drawn document: pixels, and where its zone's middle line stands (for checks of the corners)."""

    pixels: np.ndarray
    scale: float
    zone: tuple[float, float, float, float]


def draw(rng: Generator, kind: str, lines: tuple[str, ...], scale: float) -> Paper:
    """Draw at `scale` pixels per millimetre."""
    size = SIZES.get(kind[:3], SIZES.get(kind, SIZES["TD2"]))
    width, height = round(size[0] * scale), round(size[1] * scale)
    ground = _ground(rng, width, height)
    image = Image.fromarray(ground)
    pen = ImageDraw.Draw(image)
    _guilloche(rng, pen, width, height, scale)
    _visual(rng, image, kind, scale)
    pixels = np.asarray(image).copy()
    return _zone(rng, pixels, lines, scale)


def _ground(rng: Generator, width: int, height: int) -> np.ndarray:
    base = rng.integers(175, 250, 3)
    other = np.clip(base + rng.integers(-35, 35, 3), 150, 255)
    slope = np.linspace(0, 1, width)[None, :, None] * rng.random() + np.linspace(0, 1, height)[:, None, None] * (
        rng.random() * 0.5
    )
    ground = base * (1 - slope / 1.5) + other * (slope / 1.5)
    ground = ground + rng.normal(0, 2.5, (height, width, 1))
    return ground.clip(0, 255).astype(np.uint8)


def _guilloche(rng: Generator, pen: ImageDraw.ImageDraw, width: int, height: int, scale: float) -> None:
    ink = int(rng.integers(120, 215))
    x = np.linspace(0, width, 160)
    for _ in range(int(rng.integers(4, 26))):
        tone = tuple(int(each) for each in np.clip(rng.integers(-30, 30, 3) + ink, 90, 235))
        wave = height * (rng.random() + 0.12 * np.sin(x / width * rng.uniform(6, 40) + rng.uniform(0, 6)))
        wave += height * 0.1 * np.sin(x / width * rng.uniform(2, 7))
        pen.line(
            [(float(a), float(b)) for a, b in zip(x, wave, strict=True)], fill=tone, width=max(1, int(scale * 0.1))
        )


def _visual(rng: Generator, image: Image.Image, kind: str, scale: float) -> None:
    pen = ImageDraw.Draw(image)
    width, height = image.size
    limit = height - (26 if kind.startswith("TD1") else 21) * scale
    title = TITLES.get(kind[:3], "IDENTITY CARD")
    pen.text((width * 0.05, 2 * scale), title, fill=(60, 30, 60), font=ImageFont.truetype(str(SANS), int(3.4 * scale)))
    if not kind.startswith("TD1") or rng.random() < 0.4:
        _portrait(rng, pen, (4 * scale, 8 * scale, 32 * scale, limit), scale)
    y = 8 * scale
    while y < limit - 3 * scale:
        text = " ".join(pick(rng, WORDS) for _ in range(int(rng.integers(1, 5))))
        tall = rng.uniform(1.3, 2.6) * scale
        pen.text((36 * scale, y), text, fill=(40, 40, 50), font=ImageFont.truetype(str(SANS), max(4, int(tall))))
        y += tall * 1.6
    if rng.random() < 0.25:
        # A line of small print just above the zone, as many documents have it.
        text = " ".join(pick(rng, WORDS) for _ in range(9))
        pen.text(
            (5 * scale, limit + 0.5 * scale),
            text,
            fill=(50, 50, 60),
            font=ImageFont.truetype(str(SANS), int(1.7 * scale)),
        )


def _portrait(rng: Generator, pen: ImageDraw.ImageDraw, box: tuple[float, ...], scale: float) -> None:
    left, top, right, bottom = box
    if bottom - top < 10 * scale:
        return
    middle = (left + right) / 2
    pen.rectangle(box, fill=(205, 210, 205))
    skin = tuple(int(each) for each in rng.integers((120, 80, 60), (235, 200, 180)))
    pen.pieslice((left + scale, bottom - 14 * scale, right - scale, bottom + 14 * scale), 180, 360, fill=(60, 80, 110))
    pen.ellipse((middle - 7 * scale, top + 5 * scale, middle + 7 * scale, top + 23 * scale), fill=skin)
    pen.pieslice(
        (middle - 8 * scale, top + 2 * scale, middle + 8 * scale, top + 20 * scale), 170, 370, fill=(35, 25, 20)
    )


def _zone(rng: Generator, pixels: np.ndarray, lines: tuple[str, ...], scale: float) -> Paper:
    height, width = pixels.shape[:2]
    pitch, em = PITCH * scale * rng.uniform(0.97, 1.02), scale * rng.uniform(3.25, 3.75)
    tall = 0.72 * em
    leading = scale * rng.uniform(5.2, 6.5)
    if (len(lines[0]) + 1) * pitch > width:
        pitch = width / (len(lines[0]) + 1)
    left = (width - len(lines[0]) * pitch) * rng.uniform(0.3, 0.7)
    bottom = height - scale * rng.uniform(4.5, 7.0)
    mask = Image.new("L", (width, height), 0)
    pen = ImageDraw.Draw(mask)
    font = ImageFont.truetype(str(OCRB), max(6, round(em)))
    for row, line in enumerate(lines):
        base = bottom - (len(lines) - 1 - row) * leading
        for column, each in enumerate(line):
            pen.text((left + (column + 0.5) * pitch, base), each, fill=255, font=font, anchor="ms")
    top = bottom - (len(lines) - 1) * leading - tall
    if rng.random() < 0.5:
        # The zone's own paler ground.
        strip = pixels[max(0, int(top - 2 * scale)) :]
        strip[:] = (strip * 0.4 + np.array([240, 240, 235]) * 0.6).astype(np.uint8)
    weight = rng.random()
    ink = np.asarray(mask, np.float32) / 255
    if weight < 0.2 and scale > 9:
        ink = cv2.dilate(ink, np.ones((2, 2), np.uint8))
    ink = ink[..., None] * rng.uniform(0.8, 1.0)
    tone = np.array([1, 1, 1]) * rng.integers(10, 70) + rng.integers(-8, 8, 3)
    drawn = pixels * (1 - ink) + tone * ink
    return Paper(drawn.clip(0, 255).astype(np.uint8), scale, (left, top, left + len(lines[0]) * pitch, bottom))


def letter(rng: Generator, scale: float) -> np.ndarray:
    """Draw a sheet of plain text, as papers lie around on desks."""
    image = Image.new("RGB", (round(150 * scale), round(110 * scale)), (236, 236, 230))
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(SANS), max(5, int(rng.uniform(2.2, 3.4) * scale)))
    y = 6 * scale
    while y < image.size[1]:
        pen.text((6 * scale, y), " ".join(pick(rng, WORDS) for _ in range(11)), fill=(45, 45, 45), font=font)
        y += 5.5 * scale
    return np.asarray(image)
