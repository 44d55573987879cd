"""How measurements are told: a table for people, JSON for machines."""

import json
import os
import platform
from pathlib import Path
from typing import Any

FOLDER = Path("var/bench")


def tell(name: str, rows: list[dict[str, Any]]) -> None:
    """Print rows as a table and write them to var/bench/<name>.json with the machine they were measured on."""
    columns = list(rows[0])
    cells = [[str(row[column]) for column in columns] for row in rows]
    widths = [max(len(line[number]) for line in [columns, *cells]) for number in range(len(columns))]
    for line in [columns, ["-" * width for width in widths], *cells]:
        print("| " + " | ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)) + " |")
    FOLDER.mkdir(parents=True, exist_ok=True)
    machine = {"system": platform.platform(), "cores": os.cpu_count(), "python": platform.python_version()}
    (FOLDER / f"{name}.json").write_text(json.dumps({"machine": machine, "rows": rows}, indent=1, ensure_ascii=False))


def percentile(values: list[float], share: float) -> float:
    """Return the value below which `share` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
