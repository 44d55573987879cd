"""How well and how fast letters are read, beside plain Tesseract that is told the language, in the same run.

    python bench/letters.py [folder] [rounds]     (default: tests/data/letters, 3)

The folder holds `<pack>_<n>.txt` with the true text and pictures `<pack>_<n>_<kind>.png|jpg` (kind: 200, scan, phone).
Both readers get the same pixels at the same 200 dpi; the plain one gets pack and direction for free, ours finds them.
"""

import re
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path

import pytesseract.pytesseract
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.table import tell
from portal.documents.adapters.reading import models, pictures, texts

# What both readers start Tesseract with; more threads make it five times slower.
ENVIRONMENT = pytesseract.pytesseract.environ


def measure(folder: Path, rounds: int) -> list[dict[str, object]]:
    ENVIRONMENT["OMP_THREAD_LIMIT"] = "1"
    pictures.load()
    models.load()
    texts.load()
    images = sorted(each for each in folder.glob("*_*_*") if each.suffix in {".png", ".jpg"})
    return [_row(image, rounds) for image in images]


def _row(image: Path, rounds: int) -> dict[str, object]:
    pack, number, kind = image.stem.split("_")
    truth = _plain((image.parent / f"{pack}_{number}.txt").read_text())
    page = Image.open(image).convert("RGB")
    page.thumbnail((pictures.PAGE_SIDE, pictures.PAGE_SIDE), Image.Resampling.LANCZOS)
    plain, ours = [], []
    for _ in range(rounds):
        # Turn by turn, so that other work on the machine slows both down alike.
        plain.append(_tesseract(page, pack))
        ours.append(_ours(page))
    seconds = [statistics.median(each[1] for each in runs) for runs in (plain, ours)]
    found = ours[0][0]
    return {
        "file": image.name,
        "kind": kind,
        "cer_plain_%": _error_rate(truth, plain[0][0].text),
        "cer_%": _error_rate(truth, found.text),
        "s_plain": round(seconds[0], 2),
        "s": round(seconds[1], 2),
        "ratio": round(seconds[1] / seconds[0], 2),
        "script": found.script,
        "turn": found.turn,
        "confidence": found.confidence,
    }


def _ours(page: Image.Image) -> tuple[texts.TextFound, float]:
    start = time.perf_counter()
    found = texts.read([page])
    return found, time.perf_counter() - start


def _tesseract(page: Image.Image, pack: str) -> tuple[texts.TextFound, float]:
    with tempfile.TemporaryDirectory() as folder:
        reduced = page.copy()
        reduced.thumbnail((texts.LONG_SIDE, texts.LONG_SIDE), Image.Resampling.LANCZOS)
        reduced.save(f"{folder}/page.png", compress_level=1)
        start = time.perf_counter()
        done = subprocess.run(
            ["tesseract", f"{folder}/page.png", "-", "-l", pack, "--psm", "3"],
            capture_output=True,
            text=True,
            check=True,
            env=ENVIRONMENT,
        )
        return texts.TextFound(text=done.stdout), time.perf_counter() - start


def _error_rate(truth: str, text: str) -> float:
    """Return insertions, deletions and replacements per true character, in percent."""
    return round(100 * _distance(truth, _plain(text)) / len(truth), 2)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def _distance(first: str, second: str) -> int:
    row = list(range(len(second) + 1))
    for number, letter in enumerate(first, start=1):
        above, row = row, [number]
        for column, other in enumerate(second, start=1):
            row.append(min(above[column] + 1, row[-1] + 1, above[column - 1] + (letter != other)))
    return row[-1]


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "tests" / "data" / "letters"
    tell("letters", measure(where, int(sys.argv[2]) if len(sys.argv) > 2 else 3))
