"""A JPEG that says how it is to be turned, by the one Exif tag that every browser follows (TIFF 6.0, Orientation)."""

import struct

# Clockwise degrees -> value of the tag.
ORIENTATION = {90: 6, 180: 3, 270: 8}
START = b"\xff\xd8"


def turned(jpeg: bytes, turn: int) -> bytes:
    """Return the picture with the turn (0, 90, 180 or 270 degrees clockwise) written in front; pixels stay."""
    value = ORIENTATION.get(turn)
    if value is None or not jpeg.startswith(START):
        return jpeg
    tag = struct.pack(">HHIHH", 0x0112, 3, 1, value, 0)
    body = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + tag + struct.pack(">I", 0)
    return START + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]
