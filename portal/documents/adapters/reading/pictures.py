"""Photographs and scans: opened with narrow limits, turned upright, written anew without a word of metadata."""

import io
import warnings
from typing import Any

import cv2
import numpy as np
import pi_heif
from PIL import Image, ImageFile, ImageOps

FORMATS = {"image/jpeg": ["JPEG", "MPO"], "image/png": ["PNG"], "image/heif": ["HEIF"]}
MOST_PIXELS = 80_000_000
MOST_SIDE = 20_000
PAGE_SIDE = 2500
JPEG_QUALITY = 85
QUALITY_SIDE = 1000
# A picture is cut when at least this many rows, and this share of all, were never there.
LEAST_MISSING, MISSING_SHARE = 16, 0.03
MIDDLE, INVERTED = (128, 128), (127, 127)


class RefusedError(Exception):
    """The file cannot be used; the reason is a code of the portal's refusals."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def load() -> None:
    """Register the decoders that we use; nothing is opened by guessing."""
    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    Image.init()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    cv2.setNumThreads(1)


def open_picture(data: bytes, mime: str) -> Image.Image:
    """Return the first picture of a file, upright, as plain RGB pixels."""
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS[mime])
        _check_size(image)
        # From twice the page's size on, JPEG gives half of it for a quarter of the work.
        image.draft("RGB", (PAGE_SIDE, PAGE_SIDE))
        image.load()
        if mime == "image/jpeg":
            _check_whole(image)
        ImageOps.exif_transpose(image, in_place=True)
        return _plain(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RefusedError("too-many-pixels") from error
    except (MemoryError, RefusedError):
        raise
    except Exception as error:
        # Decoders of broken files raise whatever they like; the file is what is wrong.
        raise RefusedError("corrupt") from error


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
        raise RefusedError("too-many-pixels")


def _check_whole(image: Image.Image) -> None:
    """Refuse a JPEG that ends before its picture does: decoders fill what is missing with grey and say nothing."""
    rows = max(LEAST_MISSING, round(image.height * MISSING_SHARE))
    below = image.crop((0, max(0, image.height - rows), *image.size))
    if image.height > rows and all(band in (MIDDLE, INVERTED) for band in _ranges(below)):
        raise RefusedError("corrupt")


def _ranges(image: Image.Image) -> list[tuple[int, int]]:
    found: Any = image.getextrema()
    return [found] if image.mode == "L" else list(found)


def _plain(image: Image.Image) -> Image.Image:
    """Return 8-bit RGB on white; with few copies, since the largest picture has 80 million points."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        image = Image.fromarray(cv2.convertScaleAbs(np.asarray(image), alpha=1 / 257))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image if image.mode == "RGBA" else image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        return ground
    return image if image.mode == "RGB" else image.convert("RGB")


def jpeg(page: Image.Image) -> bytes:
    """Write a page as a fresh JPEG: pixels only."""
    pixels = np.asarray(page)
    scale = PAGE_SIDE / max(page.size)
    if scale < 1:
        size = max(1, round(page.width * scale)), max(1, round(page.height * scale))
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    fresh = Image.fromarray(pixels)
    buffer = io.BytesIO()
    fresh.save(buffer, "JPEG", quality=JPEG_QUALITY, optimize=False)
    return buffer.getvalue()


def png(page: Image.Image) -> bytes:
    """Write a page without loss."""
    buffer = io.BytesIO()
    page.save(buffer, "PNG")
    return buffer.getvalue()


def quality(page: Image.Image) -> dict[str, Any]:
    """Measure brightness and sharpness on a reduced copy: noise would pass for sharpness on the full one."""
    grey = cv2.cvtColor(np.asarray(page), cv2.COLOR_RGB2GRAY)
    scale = min(1.0, QUALITY_SIDE / max(grey.shape))
    size = max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale))
    reduced = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    return {
        "long": max(page.size),
        "mean": round(float(reduced.mean()), 1),
        "range": round(float(np.percentile(reduced, 95) - np.percentile(reduced, 5)), 1),
        "glare": round(float((reduced >= 250).mean()), 4),  # noqa: PLR2004 - white without drawing
        "sharp": round(float(cv2.Laplacian(reduced, cv2.CV_64F).var()), 1),
    }
