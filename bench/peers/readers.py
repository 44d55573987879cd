"""Read a folder of specimens with other people's readers; runs in their own environment, not in the portal's.

python bench/peers/readers.py READER FOLDER     prints one JSON line a picture: file, lines, wall, cpu, rss
"""

import csv
import importlib
import json
import os
import re
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ["OMP_THREAD_LIMIT"] = "1"  # noqa: TID251 - a process of its own, for Tesseract
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"


def tesseract() -> Callable[[Path], str]:
    pytesseract, image = importlib.import_module("pytesseract"), importlib.import_module("PIL.Image")
    config = f"--psm 6 -c tessedit_char_whitelist={LETTERS}"

    def read(path: Path) -> str:
        text = pytesseract.image_to_string(image.open(path), lang="eng", config=config, timeout=30)
        lines = [line.replace(" ", "") for line in text.splitlines()]
        return "|".join(line for line in lines if len(line) in (30, 36, 44))

    return read


def passporteye() -> Callable[[Path], str]:
    read_mrz = importlib.import_module("passporteye").read_mrz

    def read(path: Path) -> str:
        found = read_mrz(str(path))
        return "|".join(found.aux["raw_text"].replace(" ", "").split()) if found is not None else ""

    return read


def fastmrz() -> Callable[[Path], str]:
    """The package asks Tesseract for a model `mrz` that it does not ship: Debian's `eng` takes its place here."""
    models = Path(tempfile.mkdtemp())
    shutil.copy(next(Path("/usr/share/tesseract-ocr").rglob("eng.traineddata")), models / "mrz.traineddata")
    os.environ["TESSDATA_PREFIX"] = str(models)  # noqa: TID251 - as above
    reader = importlib.import_module("fastmrz").FastMRZ()

    def read(path: Path) -> str:
        found = reader.get_details(str(path), ignore_parse=True)
        return "|".join(re.findall(f"[{LETTERS}]+", found if isinstance(found, str) else ""))

    return read


READERS = {"tesseract": tesseract, "passporteye": passporteye, "fastmrz": fastmrz}


def memory() -> float:
    """Return the most memory that this process held, in MB."""
    held = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(held.split()[1]) / 1024


def spent() -> float:
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in uses)


def main(name: str, folder: Path) -> None:
    read = READERS[name]()
    for row in csv.DictReader((folder / "truth.csv").open()):
        wall, cpu = time.perf_counter(), spent()
        try:
            lines = read(folder / row["file"])
        except Exception as error:  # noqa: BLE001 - other people's readers fail as they like
            print(f"{row['file']}: {error!r}", file=sys.stderr)
            lines = ""
        used = {"wall": time.perf_counter() - wall, "cpu": spent() - cpu}
        rss = memory()
        print(json.dumps({"file": row["file"], "lines": lines, **used, "rss": rss}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
