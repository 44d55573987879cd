"""The cleaned pages as one PDF for staff: pictures only, upright, each with faint words across it (PDF 1.7).

Written by hand because it is a page of text: no program that opens strangers' files is needed to hand pictures on.
"""

import math
from collections.abc import Iterable
from itertools import count

# Points: the long side of A4.
LONG_SIDE = 842
ROWS, SIZE, SLANT = 5, 14, math.radians(30)
COMPONENTS = {1: "DeviceGray", 3: "DeviceRGB"}
# Start-of-frame markers of the JPEGs that we write: baseline and progressive (ITU T.81).
FRAMES = (0xC0, 0xC1, 0xC2)
HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
FONT, FADED = 3, 4
FIRST_FREE = 5


def pdf(pages: Iterable[tuple[bytes, int]], words: str) -> bytes:
    """Put JPEGs with their turns (clockwise degrees) into a PDF, the words across each; no pixel is changed."""
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        FONT: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        FADED: b"<< /Type /ExtGState /ca 0.3 >>",
    }
    kids, free = [], count(FIRST_FREE)
    for jpeg, turn in pages:
        page, picture, content = next(free), next(free), next(free)
        width, height, components = _frame(jpeg)
        scale = LONG_SIDE / max(width, height)
        size = width * scale, height * scale
        objects[picture] = _stream(
            f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /{COMPONENTS[components]} "
            "/BitsPerComponent 8 /Filter /DCTDecode",
            jpeg,
        )
        objects[content] = _stream("", _content(size, turn, words))
        objects[page] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]:.1f} {size[1]:.1f}] /Rotate {turn} "
            f"/Contents {content} 0 R /Resources << /XObject << /P {picture} 0 R >> /Font << /F {FONT} 0 R >> "
            f"/ExtGState << /G {FADED} 0 R >> >> >>"
        ).encode()
        kids.append(f"{page} 0 R")
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _file(objects)


def _frame(jpeg: bytes) -> tuple[int, int, int]:
    """Return width, height and number of colours from a JPEG's frame header; ValueError when there is none."""
    at = 2
    while jpeg[at] == 0xFF and at + 9 < len(jpeg):  # noqa: PLR2004 - the mark of a marker
        if jpeg[at + 1] in FRAMES:
            return int.from_bytes(jpeg[at + 7 : at + 9]), int.from_bytes(jpeg[at + 5 : at + 7]), jpeg[at + 9]
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])
    raise ValueError


def _content(size: tuple[float, float], turn: int, words: str) -> bytes:
    """Draw the picture, then rows of words that slant upwards for the person who looks at the turned page."""
    width, height = size
    text = words.encode("cp1252", errors="replace")
    for mark in (b"\\", b"(", b")"):
        text = text.replace(mark, b"\\" + mark)
    angle = SLANT + math.radians(turn)
    across, up = math.cos(angle), math.sin(angle)
    rows = [
        f"1 0 0 1 {width * (row + 0.5) / ROWS:.1f} {height * (row + 0.5) / ROWS:.1f} cm "
        f"{across:.4f} {up:.4f} {-up:.4f} {across:.4f} 0 0 cm BT /F {SIZE} Tf {-len(words) * SIZE / 4:.1f} 0 Td ("
        for row in range(ROWS)
    ]
    drawn = b"\n".join(b"q " + row.encode() + text + b") Tj ET Q" for row in rows)
    return f"q {width:.1f} 0 0 {height:.1f} 0 0 cm /P Do Q\n/G gs\n".encode() + drawn


def _stream(words: str, data: bytes) -> bytes:
    return f"<< {words} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: dict[int, bytes]) -> bytes:
    out, places = bytearray(HEAD), []
    for number in sorted(objects):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + objects[number] + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)
