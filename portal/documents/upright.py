"""A JPEG that says how it is to be turned, by the one Exif tag that every browser follows (TIFF 6.0, Orientation)."""

import struct

# Clockwise degrees -> value of the tag.
ORIENTATION = {90: 6, 180: 3, 270: 8}
START = b"\xff\xd8"


def turn_of(jpeg: bytes) -> int:
    """Return the turn that `turned` wrote in front of a picture; 0 when there is none."""
    return next((turn for turn in ORIENTATION if jpeg.startswith(_mark(turn))), 0)


def turned(jpeg: bytes, turn: int) -> bytes:
    """Return the picture with the turn (0, 90, 180 or 270 degrees clockwise) written in front; pixels stay."""
    if turn not in ORIENTATION or not jpeg.startswith(START):
        return jpeg
    return _mark(turn) + jpeg[2:]


def _mark(turn: int) -> bytes:
    tag = struct.pack(">HHIHH", 0x0112, 3, 1, ORIENTATION[turn], 0)
    body = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + tag + struct.pack(">I", 0)
    return START + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
