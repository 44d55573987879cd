"""How long the portal takes to start (a new folder, the same folder again) and what its processes weigh."""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.table import tell
from tests.running import running_portal


def children(pid: int) -> list[int]:
    found = [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [*found, *(inner for each in found for inner in children(each))]


def proportional_mb(pid: int) -> float:
    """Memory that belongs to the process, shared pages by their share (PSS), in MB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def name_of(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
    for key, name in {
        "clamd": "scanner",
        "granian": "web",
        "--queue-name documents": "documents worker",
        "db_worker": "worker",
        "run_scheduler": "scheduler",
        "run_portal": "supervisor",
    }.items():
        if key in words:
            return name
    return words[:30].strip() or "?"


def weigh(pid: int) -> dict[str, float]:
    totals: dict[str, float] = {}
    for each in [pid, *children(pid)]:
        name = name_of(each)
        totals[name] = totals.get(name, 0.0) + proportional_mb(each)
    return totals


def timed_start(folder: Path) -> tuple[float, dict[str, float]]:
    start = time.monotonic()
    with running_portal(folder) as portal:
        took = time.monotonic() - start
        return took, weigh(portal.pid)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        first, _ = timed_start(Path(folder))
        again, weights = timed_start(Path(folder))
    rows: list[dict[str, object]] = [
        {"what": "start in a new folder, s", "value": round(first, 1)},
        {"what": "start again, s", "value": round(again, 1)},
        *({"what": f"{name}, MB (PSS)", "value": round(weight)} for name, weight in sorted(weights.items())),
    ]
    tell("processes", rows)


if __name__ == "__main__":
    main()
