"""Photograph drawn documents: desk, other papers, turn, perspective, bend, light, blur, noise, JPEG."""

import math
from dataclasses import asdict, dataclass

import cv2
import numpy as np
from numpy.random import Generator

from bench.specimens import papers
from bench.specimens.papers import Paper


@dataclass(frozen=True)
class Shot:
    """How a picture is taken. Pitch: pixels per character; blur and motion in pixels; the rest in shares."""

    pitch: float
    quarter: int
    rot: float
    tilt: float
    bend: float
    blur: float
    motion: float
    noise: float
    jpegq: int
    glare: float
    shadow: float
    others: int
    screen: bool = False
    laminated: bool = False

    def row(self) -> dict[str, object]:
        return {key: round(value, 3) if isinstance(value, float) else value for key, value in asdict(self).items()}


def choose(rng: Generator, level: str, scene: str) -> Shot:
    """Pick the circumstances of a level: easy, medium or hard; scenes tighten one of them."""
    low, high = {"easy": (26, 55), "medium": (16, 45), "hard": (11, 40)}[level]
    pitch = math.exp(rng.uniform(math.log(low), math.log(high)))
    if scene == "tiny":
        pitch = rng.uniform(7, 11)
    rank = ("easy", "medium", "hard").index(level)
    blurs = ((0, 0.02), (0.02, 0.055), (0.04, 0.1))[rank]
    has_motion = rank == 2 and rng.random() < 0.5
    return Shot(
        pitch=pitch,
        quarter=int(rng.integers(4)) * 90 if rank or rng.random() < 0.3 else 0,
        rot=float(rng.normal(0, (1.0, 4.0, 6.5)[rank])),
        tilt=float(rng.uniform(0, (0.01, 0.035, 0.06)[rank])),
        bend=float(rng.uniform(0, (0.0, 0.012, 0.025)[rank])) * (rng.random() < 0.5),
        blur=min(2.2, pitch * float(rng.uniform(*blurs))),
        motion=min(6.0, pitch * float(rng.uniform(0.05, 0.22))) if has_motion else 0.0,
        noise=float(rng.uniform(0, (2, 6, 10)[rank])),
        jpegq=int(rng.integers(*((76, 94), (55, 86), (40, 76))[rank])),
        glare=float(rng.uniform(0.3, 0.75)) if rng.random() < (0, 0.3, 0.6)[rank] else 0.0,
        shadow=float(rng.uniform(0.2, 0.65)) if rng.random() < (0, 0.4, 0.6)[rank] else 0.0,
        others=int(rng.integers(1, 3)) if rng.random() < (0.1, 0.35, 0.4)[rank] else 0,
        screen=scene == "screen",
        laminated=scene == "laminated",
    )


def take(rng: Generator, documents: list[Paper], shot: Shot) -> np.ndarray:
    """Return the picture (BGR) of one or two documents."""
    shrink = shot.pitch / (papers.PITCH * documents[0].scale)
    size = max(max(each.pixels.shape[:2]) for each in documents) * shrink
    long_side = round(size * rng.uniform(1.08, 1.6) * (1.75 if len(documents) > 1 else 1.12))
    is_wide = (shot.quarter % 180 == 0) == (len(documents) == 1)
    sides = (long_side, round(long_side * 0.78)) if is_wide else (round(long_side * 0.78), long_side)
    picture = _desk(rng, *sides)
    for _ in range(shot.others):
        sheet = papers.letter(rng, documents[0].scale)
        place = (rng.uniform(0, sides[0]), rng.uniform(0, sides[1]))
        picture = _lay(picture, sheet, _corners(rng, sheet, shrink, rng.uniform(0, 360), 0.02) + place)
    for number, document in enumerate(documents):
        place = np.array([sides[0] / 2, sides[1] / 2])
        if len(documents) > 1:
            place[0 if sides[0] > sides[1] else 1] += (number - 0.5) * size * 0.82
        pixels = _screen(rng, document.pixels) if shot.screen else document.pixels
        pixels = _bend(pixels, shot.bend * (1 if rng.random() < 0.5 else -1))
        corners = _corners(rng, pixels, shrink, shot.quarter + shot.rot + 3 * number, shot.tilt)
        picture = _lay(picture, pixels, corners + place + rng.uniform(-0.02, 0.02, 2) * size)
    return _develop(rng, _light(rng, picture, shot), shot)


def _desk(rng: Generator, width: int, height: int) -> np.ndarray:
    grain = rng.normal(0, 1, (max(4, height // int(rng.integers(2, 40))), max(4, width // int(rng.integers(2, 40)))))
    grain = cv2.resize(grain.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    tone = rng.integers(20, 190, 3)
    return (tone + grain[..., None] * rng.uniform(3, 22)).clip(0, 255).astype(np.float32)


def _corners(rng: Generator, pixels: np.ndarray, shrink: float, degrees: float, tilt: float) -> np.ndarray:
    height, width = pixels.shape[0] * shrink, pixels.shape[1] * shrink
    corners = np.array([(-width, -height), (width, -height), (width, height), (-width, height)]) / 2
    corners += rng.uniform(-tilt, tilt, (4, 2)) * width
    turn = math.radians(degrees)
    return corners @ np.array([(math.cos(turn), math.sin(turn)), (-math.sin(turn), math.cos(turn))])


def _lay(picture: np.ndarray, pixels: np.ndarray, corners: np.ndarray) -> np.ndarray:
    height, width = pixels.shape[:2]
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
    size = picture.shape[1], picture.shape[0]
    soft = cv2.GaussianBlur(pixels, (0, 0), 0.45).astype(np.float32)
    laid = cv2.warpPerspective(soft, matrix, size, flags=cv2.INTER_LINEAR)
    cover = cv2.warpPerspective(np.ones(pixels.shape[:2], np.float32), matrix, size, flags=cv2.INTER_LINEAR)
    shade = cv2.GaussianBlur(np.roll(cover, (6, 4), (0, 1)), (0, 0), 8)[..., None]
    cover = cover[..., None]
    return picture * (1 - 0.45 * shade) * (1 - cover) + laid * cover


def _bend(pixels: np.ndarray, amount: float) -> np.ndarray:
    if not amount:
        return pixels
    height, width = pixels.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    bow = np.sin(np.pi * x / width)
    fill = tuple(int(each) for each in pixels[2, 2])
    return cv2.remap(
        pixels,
        x + amount * width * 0.3 * np.sin(2 * np.pi * x / width),
        y + amount * width * bow,
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=fill,
    )


def _screen(rng: Generator, pixels: np.ndarray) -> np.ndarray:
    """Show the document on a screen: its pixels' grid, a bluish black that is not quite black."""
    cell = rng.uniform(2.3, 4.5)
    height, width = pixels.shape[:2]
    x, y = np.arange(width), np.arange(height)
    grid = np.ones((height, width, 3), np.float32)
    for channel in range(3):
        grid[..., channel] *= (1 + 0.22 * np.cos(2 * np.pi * (x / cell + channel / 3)))[None, :]
    grid *= (1 + 0.15 * np.cos(2 * np.pi * y / cell))[:, None, None]
    return ((pixels * 0.88 + 18) * grid + np.array([6, 0, -3])).clip(0, 255).astype(np.uint8)


def _light(rng: Generator, picture: np.ndarray, shot: Shot) -> np.ndarray:
    height, width = picture.shape[:2]
    x, y = np.meshgrid(np.linspace(0, 1, width, dtype=np.float32), np.linspace(0, 1, height, dtype=np.float32))
    if shot.shadow:
        turn, shift = rng.uniform(0, 2 * math.pi), rng.uniform(-0.2, 0.2)
        edge = (x - 0.5) * math.cos(turn) + (y - 0.5) * math.sin(turn) + shift
        picture = picture * (1 - shot.shadow / (1 + np.exp(-edge * rng.uniform(8, 60))))[..., None]
    spots = [(shot.glare, 0.08)] if shot.glare else []
    if shot.laminated:
        spots += [(rng.uniform(0.3, 0.55), rng.uniform(0.02, 0.06)) for _ in range(4)]
    for strength, radius in spots:
        a, b, oval = rng.uniform(0.15, 0.85), rng.uniform(0.15, 0.85), rng.uniform(0.5, 2)
        spot = np.exp(-(((x - a) / radius) ** 2 * oval + ((y - b) / radius) ** 2 / oval) / 2)
        picture = picture + (255 - picture) * (strength * spot)[..., None]
    return picture * rng.uniform(0.75, 1.1)


def _develop(rng: Generator, picture: np.ndarray, shot: Shot) -> np.ndarray:
    if shot.blur > 0.2:
        picture = cv2.GaussianBlur(picture, (0, 0), shot.blur)
    if shot.motion >= 1.5:
        side = 2 * math.ceil(shot.motion / 2) + 1
        kernel = np.zeros((side, side), np.float32)
        turn = rng.uniform(0, math.pi)
        half = shot.motion / 2
        middle = side / 2 - 0.5
        for step in np.linspace(-half, half, 4 * side):
            kernel[round(middle + step * math.sin(turn)), round(middle + step * math.cos(turn))] += 1
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum())
    grain = rng.normal(0, 1, picture.shape[:2]) * shot.noise
    colour = rng.normal(0, 1, picture.shape) * shot.noise * 0.4
    done = (picture + grain[..., None] + colour).clip(0, 255).astype(np.uint8)
    return done[:, :, ::-1]


def encode(picture: np.ndarray, quality: int) -> bytes:
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
