"""How many machine-readable zones are read without one wrong character, and how long that takes.

    python bench/zones.py [folder with truth.csv] [--peers] [--markdown FILE]     (default: tests/data/zones)

Runs the reading in this process: only for pictures of our own making. `python -m bench.specimens FOLDER` makes new
ones. `--peers` compares with other readers in an environment of their own under var/ (bench/peers.txt).
"""

import argparse
import csv
import json
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.table import percentile
from portal.documents.adapters.reading import pictures, zonereader
from portal.documents.checks import layouts, zone

TODAY = date(2026, 11, 25)
PEERS = ("fastmrz", "passporteye", "tesseract")
# What the portal needs to be right.
FIELDS = ("number", "birth", "expiry", "nationality")
Row = dict[str, Any]


def memory() -> float:
    """Return the most memory that this process held, in MB."""
    held = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(held.split()[1]) / 1024


def ours(folder: Path) -> Iterator[Row]:
    """Read every picture; yield what was read and what it took."""
    pictures.load()
    zonereader.load()
    for row in csv.DictReader((folder / "truth.csv").open()):
        data = (folder / row["file"]).read_bytes()
        wall, cpu = time.perf_counter(), time.process_time()
        found = zonereader.first_zone([pictures.open_picture(data, "image/jpeg")])
        yield {
            "file": row["file"],
            "lines": "|".join(found.lines) if found else "",
            "is_sure": bool(found and found.is_sure),
            "others": found.others if found else 0,
            "wall": time.perf_counter() - wall,
            "cpu": time.process_time() - cpu,
            "rss": memory(),
        }


def peer(name: str, folder: Path) -> Iterator[Row]:
    python = ROOT / "var" / "peers" / "bin" / "python"
    if not python.exists():
        venv.create(python.parents[1], with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", ROOT / "bench" / "peers.txt"], check=True)
    command = [python, ROOT / "bench" / "peers" / "readers.py", name, folder]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    return (json.loads(line) for line in told.stdout.splitlines() if line.startswith("{"))


def judge(folder: Path, results: Iterator[Row]) -> list[Row]:
    """Put truth and reading together: exact, valid by its digits, the portal's fields right."""
    truth = {row["file"]: row for row in csv.DictReader((folder / "truth.csv").open())}
    return [_judged(truth[each["file"]], each) for each in results]


def _judged(row: dict[str, str], result: Row) -> Row:
    # Where two documents lie in a picture, either is a right answer.
    wanted = [each for each in (row["mrz"], row.get("other")) if each]
    mrz = result["lines"] if result["lines"] in wanted else row["mrz"]
    read = zone.parse(tuple(result["lines"].split("|")), TODAY)
    meant = zone.parse(tuple(mrz.split("|")), TODAY)
    are_fields_right = read is not None and all(getattr(read, key) == getattr(meant, key) for key in FIELDS)
    layout = layouts.layout_of(tuple(row["mrz"].split("|")))
    return {
        **result,
        "level": row["level"],
        "layout": layout.name if layout else "?",
        "scene": row.get("scene", "plain"),
        "mrz": row["mrz"],
        "is_exact": result["lines"] in wanted,
        "is_valid": read is not None and read.is_valid,
        "are_fields_right": are_fields_right,
    }


def share(rows: list[Row], key: str = "is_exact") -> str:
    return f"{sum(bool(each.get(key)) for each in rows)}/{len(rows)}"


def summary(rows: list[Row]) -> Row:
    def split(key: str) -> dict[str, str]:
        return {
            value: share([each for each in rows if each[key] == value]) for value in sorted({e[key] for e in rows})
        }

    valid = [each for each in rows if each["is_valid"]]
    sure = [each for each in rows if each.get("is_sure")]
    return {
        "pictures": len(rows),
        "exact": share(rows),
        "exact_by_level": split("level"),
        "exact_by_layout": split("layout"),
        "exact_by_scene": split("scene"),
        "fields_right": share(rows, "are_fields_right"),
        "valid": len(valid),
        "valid_but_wrong": sum(not each["is_exact"] for each in valid),
        "valid_but_field_wrong": sum(not each["are_fields_right"] for each in valid),
        "sure": len(sure),
        "sure_but_wrong": sum(not each["is_exact"] for each in sure),
        **{
            f"{kind}_{name}": round(of([each[kind] for each in rows]), 3)
            for kind in ("wall", "cpu")
            for name, of in OF
        },
        "rss_mb": round(max(each["rss"] for each in rows)),
    }


OF: tuple[tuple[str, Callable[[list[float]], float]], ...] = (
    ("median", statistics.median),
    ("p95", lambda values: percentile(values, 0.95)),
)


def markdown(found: dict[str, Row]) -> str:
    """Return the table for docs/benchmarks.md."""
    levels = [key for key in ("easy", "medium", "hard") if key in found["ours"]["exact_by_level"]]
    head = ["reader", "exact", *levels, "fields right", "valid but wrong", "sure (wrong)", "CPU s median", "CPU s p95"]
    head += ["wall s median", "wall s p95", "MB"]
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for name, each in found.items():
        cells = [name, each["exact"], *(each["exact_by_level"][level] for level in levels), each["fields_right"]]
        cells += [each["valid_but_wrong"], f"{each['sure']} ({each['sure_but_wrong']})" if name == "ours" else "–"]
        cells += [each[key] for key in ("cpu_median", "cpu_p95", "wall_median", "wall_p95", "rss_mb")]
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "tests" / "data" / "zones")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--markdown", type=Path)
    asked = parser.parse_args()
    rows = judge(asked.folder, ours(asked.folder))
    for each in rows:
        if not each["is_exact"]:
            print(f"{each['file']}\n  want {each['mrz']}\n  got  {each['lines']}", file=sys.stderr)
    found = {"ours": summary(rows)}
    for name in PEERS if asked.peers else ():
        found[name] = summary(judge(asked.folder, peer(name, asked.folder)))
    print(json.dumps(found if asked.peers else found["ours"], indent=2))
    if asked.markdown:
        asked.markdown.write_text(markdown(found))


if __name__ == "__main__":
    main()
