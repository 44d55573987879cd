"""A cheap look at a page before it is read: is there text, which way up is it, in which script and language?

The network that reads zones also reads Latin letters, but no others: what it cannot read is another script. Arabic
letters hang together, which tells them from the rest. Who is not sure asks Tesseract's own detector (OSD), which
takes a third of the time of reading a page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import pytesseract
from PIL import Image

from portal.documents.adapters.reading import lines, models, sheets
from portal.documents.adapters.reading.models import Pixels
from portal.documents.checks import languages

# Tesseract's packs by language; the last one of a script reads its pages when the language is not known.
PACKS = {
    "Latn": {
        "tr": "tur",
        "fr": "fra",
        "es": "spa",
        "it": "ita",
        "pt": "por",
        "ro": "ron",
        "pl": "pol",
        "sq": "sqi",
        "vi": "vie",
        "ku": "kmr",
        "sr": "srp_latn",
        # Reads English without a further error and in five sixths of the time of both packs.
        "de": "deu",
    },
    "Cyrl": {"uk": "ukr", "ru": "rus", "bg": "bul", "sr": "srp", "": "ukr+rus"},
    "Arab": {"fa": "fas", "ur": "urd", "ps": "pus", "ar": "ara"},
}
# Packs of scripts that Tesseract's detector mistakes for others; they only tell the script, nobody checks the text.
PROBES = {"tir": "Ethi", "bod": "Tibt"}
PROBE_ROWS, PROBE_CONFIG = 500, "--psm 6"
# From these on the detector's word for a script counts, and a probe's reading (0-100).
OSD_SURE, PROBE_SURE = 2.0, 55
# What OSD calls the scripts, by ISO 15924.
OSD_NAMES = {
    "Latin": "Latn",
    "Cyrillic": "Cyrl",
    "Arabic": "Arab",
    "Greek": "Grek",
    "Hebrew": "Hebr",
    "Armenian": "Armn",
    "Georgian": "Geor",
    "Ethiopic": "Ethi",
    "Tibetan": "Tibt",
    "Devanagari": "Deva",
    "Bengali": "Beng",
    "Gurmukhi": "Guru",
    "Gujarati": "Gujr",
    "Tamil": "Taml",
    "Telugu": "Telu",
    "Kannada": "Knda",
    "Malayalam": "Mlym",
    "Sinhala": "Sinh",
    "Thai": "Thai",
    "Lao": "Laoo",
    "Myanmar": "Mymr",
    "Khmer": "Khmr",
    "Syriac": "Syrc",
    "Thaana": "Thaa",
    "Han": "Hani",
    "Japanese": "Jpan",
    "Hiragana": "Jpan",
    "Katakana": "Jpan",
    "Korean": "Kore",
    "Hangul": "Kore",
}
SAMPLES, SAMPLE_WIDTH = 2, 480
FAIR_LETTERS, FAIR_ODDS = 12, 0.8
# Of a script that it has not learned, the network reads next to nothing, and rubbish when it stands on its head.
SILENT = 4
# The grain of a blank sheet may look like a line or two.
FEW_LINES = 3
# Levels of grey between ink and paper; a page that is all ink (255) has no paper.
LEAST_CONTRAST, ALL_INK = 40, 255
# Widths of joined ink over its height: Arabic words hang together, other scripts stand letter by letter.
JOINED = 1.45
OSD_SECONDS = 6


@dataclass(frozen=True)
class Glance:
    """What the look found: `script` (ISO 15924), empty when unknown; `turn`: degrees clockwise to make it upright."""

    is_blank: bool = False
    script: str = ""
    language: str = ""
    turn: int = 0
    is_sure: bool = True


def glance(grey: Image.Image) -> Glance:
    """Look at a page; the answer is cheap and may be wrong: the reading itself shows that."""
    page = np.asarray(grey)
    if sheets.is_blank(page):
        return Glance(is_blank=True)
    turn = 270 if sheets.is_lying(page) else 0
    upright = turned(page, turn)
    samples = list(_samples(upright))
    if not samples:
        found = lines.find(cv2.cvtColor(page, cv2.COLOR_GRAY2BGR), 640)
        return Glance(is_blank=len(found) < FEW_LINES, script="Latn", turn=turn)
    text, is_silent = _latin(samples)
    if not text and not is_silent:
        turn = (turn + 180) % 360
        samples = [turned(each, 180) for each in samples]
        text, is_silent = _latin(samples)
        turn, samples = (
            (turn, samples) if text or is_silent else ((turn + 180) % 360, [turned(s, 180) for s in samples])
        )
    if text:
        return Glance(script="Latn", language=languages.language_of(text), turn=turn)
    return Glance(script="Arab" if _joined(samples) > JOINED else "Cyrl", turn=turn)


def ask_tesseract(path: str, seconds: float) -> Glance | None:
    """Return script and turn by Tesseract's detector; None when it sees too little text."""
    try:
        found = pytesseract.image_to_osd(
            path,
            config="-c min_characters_to_try=20",
            timeout=max(0.1, min(OSD_SECONDS, seconds)),
            output_type=pytesseract.Output.DICT,
        )
    except (RuntimeError, pytesseract.TesseractError):
        return None
    return Glance(
        script=OSD_NAMES.get(found["script"], "Zyyy"),
        turn=int(found["rotate"]),
        is_sure=float(found["script_conf"]) >= OSD_SURE,
    )


def strip(page: Pixels) -> Pixels:
    """Cut the rows with the most ink out: enough for a probe."""
    dark = (page < sheets.DARK).sum(axis=1).cumsum()
    if page.shape[0] <= PROBE_ROWS:
        return page
    start = int(np.argmax(dark[PROBE_ROWS:] - dark[:-PROBE_ROWS]))
    return np.ascontiguousarray(page[start : start + PROBE_ROWS])


def probes() -> str:
    """Return the installed packs of scripts that are only told, not read."""
    return "+".join(each for each in PROBES if each in installed())


def packs(script: str, language: str) -> str:
    """Return the installed packs for a page; empty when none reads this script."""
    listed = PACKS.get(script)
    if listed is None:
        return ""
    wanted = listed.get(language) or list(listed.values())[-1]
    has_all = set(wanted.split("+")) <= installed()
    fallback = list(listed.values())[-1].split("+")
    return wanted if has_all else "+".join(each for each in fallback if each in installed())


def load() -> None:
    """Find the packs and run the network once."""
    installed()
    models.read_line(np.full((models.LINE_HEIGHT, 320, 3), 255, np.uint8))


@cache
def installed() -> frozenset[str]:
    """Return the packs that this machine has."""
    return frozenset(pytesseract.get_languages())


def turned(image: Pixels, degrees: int) -> Pixels:
    """Turn clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(image, -(degrees // 90)))


def _samples(page: Pixels) -> Iterator[Pixels]:
    """Cut the beginnings of the longest lines, at the height that the network wants."""
    scale = min(1.0, 1000 / page.shape[1])
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    _, mask = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    if mask.any() and mask.mean() < ALL_INK and small[mask == 0].mean() - small[mask > 0].mean() < LEAST_CONTRAST:
        # Only the grain of the paper parts dark from light.
        return
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, 25), np.uint8))
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes = [cv2.boundingRect(each) for each in contours]
    text = [box for box in boxes if 6 < box[3] < small.shape[0] // 12 and box[2] > 6 * box[3]]  # noqa: PLR2004
    for x, y, width, height in sorted(text, key=lambda box: -box[2])[:SAMPLES]:
        edge = max(2, height // 5)
        cut = page[_span(y - edge, y + height + edge, scale), _span(x, x + width, scale)]
        factor = models.LINE_HEIGHT / cut.shape[0]
        size = max(models.LINE_HEIGHT, round(cut.shape[1] * factor)), models.LINE_HEIGHT
        yield cv2.resize(cut, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)[:, :SAMPLE_WIDTH]


def _span(start: int, end: int, scale: float) -> slice:
    return slice(max(0, round(start / scale)), round(end / scale))


def _latin(samples: list[Pixels]) -> tuple[str, bool]:
    """Read the samples as Latin text, empty when they are none; and say whether hardly a letter was seen."""
    read = [models.read_line(cv2.cvtColor(each, cv2.COLOR_GRAY2BGR)) for each in samples]
    text = " ".join(line for line, _ in read)
    letters = len(re.findall(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]", text))
    odds = sum(len(line) * sure for line, sure in read) / max(1, len(text))
    is_latin = letters >= FAIR_LETTERS and odds >= FAIR_ODDS
    return text if is_latin else "", len(re.findall(r"[^\W_]", text)) <= SILENT


def _joined(samples: list[Pixels]) -> float:
    """Return how wide a piece of joined ink is, against the height of the samples' tall pieces."""
    widths = []
    for each in samples:
        _, mask = cv2.threshold(each, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
        _, _, pieces, _ = cv2.connectedComponentsWithStats(mask)
        # Dots and marks say nothing; weighing by ink lets the large pieces speak.
        widths += [(piece[2] / max(8, piece[3]), piece[4]) for piece in pieces[1:] if piece[4] > 12]  # noqa: PLR2004
    total = sum(weight for _, weight in widths)
    return sum(width * weight for width, weight in widths) / total if total else 0.0
