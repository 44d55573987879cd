"""Bar codes with two dimensions, by ZXing (Apache-2.0): QR, Aztec, PDF417 and DataMatrix."""

import cv2
import numpy as np
import zxingcpp
from PIL import Image

from portal.documents.adapters.reading.models import Pixels

FORMATS = zxingcpp.barcode_formats_from_str("QRCode,Aztec,PDF417,DataMatrix")
MOST_PAGES, MOST_CODES, MOST_TEXT = 3, 8, 2000
# Large enough for a code of 2 cm on an A4 page, small enough for a tenth of a second.
LONG_SIDE = 1800


def read(pages: list[Image.Image]) -> list[tuple[str, str]]:
    """Return (format, text) of the codes on the first pages; bytes that are no text come letter for letter."""
    found: dict[tuple[str, str], None] = {}
    for page in pages[:MOST_PAGES]:
        for code in _codes(_reduced(page)):
            found[code.format.name, _text(code)] = None
    return list(found)[:MOST_CODES]


def _codes(grey: Pixels) -> list[zxingcpp.Barcode]:
    """Look once quickly; dark light or blur gets one look at the smoothed picture."""
    found: list[zxingcpp.Barcode] = zxingcpp.read_barcodes(grey, formats=FORMATS, try_invert=False)
    if not found:
        smooth = cv2.GaussianBlur(grey, (3, 3), 0)
        found = zxingcpp.read_barcodes(
            smooth, formats=FORMATS, try_invert=False, binarizer=zxingcpp.Binarizer.GlobalHistogram
        )
    return found


def _reduced(page: Image.Image) -> Pixels:
    grey = np.asarray(page.convert("L"))
    scale = min(1.0, LONG_SIDE / max(grey.shape))
    reduced: Pixels = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    return np.ascontiguousarray(reduced)


def _text(code: zxingcpp.Barcode) -> str:
    raw = bytes(code.bytes)
    try:
        return raw.decode("utf-8")[:MOST_TEXT]
    except UnicodeDecodeError:
        return raw.decode("latin-1")[:MOST_TEXT]
