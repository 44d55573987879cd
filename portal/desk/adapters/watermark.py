"""Marks a page picture with who looks at it, so that a photo of the screen tells where it came from (Pillow)."""

import io
import math

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont, ImageOps

# Half transparent: the page stays readable under it.
INK = (90, 90, 90, 88)
ANGLE = 30
FONT = settings.BASE_DIR / "portal" / "static" / "fonts" / "noto-sans-latin-regular.woff2"


def stamp(jpeg: bytes, words: str) -> bytes:
    """Return the picture as a JPEG without metadata, with the words across all of it, again and again."""
    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as opened:
        page = ImageOps.exif_transpose(opened).convert("RGB")
    layer = _layer(page.size, words)
    page.paste(Image.new("RGB", page.size, INK[:3]), mask=layer)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=85)
    return out.getvalue()


def _layer(size: tuple[int, int], words: str) -> Image.Image:
    """Draw the words in rows on a larger square, turn it, cut the page out of its middle."""
    side = math.ceil(math.hypot(*size))
    font = ImageFont.truetype(FONT, max(14, min(size) // 36))
    square = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(square)
    step = max(40, min(size) // 6)
    gap = " " * 8
    row = gap.join([words] * (side // max(1, int(pen.textlength(words + gap, font=font))) + 2))
    for number, top in enumerate(range(0, side, step)):
        pen.text((-(number % 2) * step, top), row, fill=INK[3], font=font)
    turned = square.rotate(ANGLE)
    across, down = (side - size[0]) // 2, (side - size[1]) // 2
    return turned.crop((across, down, across + size[0], down + size[1]))
