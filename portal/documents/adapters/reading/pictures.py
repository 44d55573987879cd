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
        image.draft("RGB", (2 * PAGE_SIDE, 2 * PAGE_SIDE))
        image.load()
        return _plain(ImageOps.exif_transpose(image))
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


def _plain(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        image = Image.fromarray((np.asarray(image, dtype=np.float32) / 257).clip(0, 255).astype(np.uint8))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image)
    return image.convert("RGB")


def jpeg(page: Image.Image) -> bytes:
    """Write a page as a fresh JPEG: pixels only."""
    small = page.copy()
    small.thumbnail((PAGE_SIDE, PAGE_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    fresh = Image.frombytes("RGB", small.size, small.tobytes())
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
    grey = np.asarray(page.convert("L"))
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
