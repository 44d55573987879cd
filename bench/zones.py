"""How many machine-readable zones are read without one wrong character, and how long that takes.

    python bench/zones.py [folder with truth.csv]     (default: tests/data/zones)

Runs the reading in this process: only for pictures of our own making.
"""

import csv
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from portal.documents.adapters.reading import pictures, zonereader


def measure(folder: Path) -> dict[str, object]:
    pictures.load()
    zonereader.load()
    rows = list(csv.DictReader((folder / "truth.csv").open()))
    results = [_one(folder, row) for row in rows]
    walls = sorted(each["wall"] for each in results)
    return {
        "pictures": len(results),
        "exact": sum(each["is_exact"] for each in results),
        "exact_by_level": {
            level: f"{sum(e['is_exact'] for e in results if e['level'] == level)}/"
            f"{sum(e['level'] == level for e in results)}"
            for level in dict.fromkeys(each["level"] for each in results)
        },
        "valid_but_wrong": sum(each["is_valid"] and not each["is_exact"] for each in results),
        "sure_but_wrong": sum(each["is_sure"] and not each["is_exact"] for each in results),
        "sure": sum(each["is_sure"] for each in results),
        "wall_median": round(statistics.median(walls), 3),
        "wall_p95": round(walls[int(len(walls) * 0.95)], 3),
        "cpu_mean": round(statistics.mean(each["cpu"] for each in results), 3),
    }


def _one(folder: Path, row: dict[str, str]) -> dict[str, Any]:
    data = (folder / row["file"]).read_bytes()
    wall, cpu = time.perf_counter(), time.process_time()
    page = pictures.open_picture(data, "image/jpeg")
    found = zonereader.first_zone([page])
    took = time.perf_counter() - wall, time.process_time() - cpu
    lines = "|".join(found.lines) if found else ""
    if lines != row["mrz"]:
        print(f"{row['file']}\n  want {row['mrz']}\n  got  {lines}")
    return {
        "level": row["level"],
        "is_exact": lines == row["mrz"],
        "is_valid": bool(found and not found.wrong),
        "is_sure": bool(found and found.is_sure),
        "wall": took[0],
        "cpu": took[1],
    }


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "tests" / "data" / "zones"), indent=2))
