"""Make a folder of invented specimens with truth.csv.

python -m bench.specimens FOLDER [--seed 1] [--count 120] [--scenes plain,tiny,...]
"""

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.specimens import camera, papers, texts

# How often a level, and a scene of its own, comes.
LEVELS = {"easy": 0.25, "medium": 0.5, "hard": 0.25}
SCENES = {"plain": 0.68, "misprint": 0.07, "screen": 0.07, "laminated": 0.07, "tiny": 0.05, "two": 0.06}


def specimens(seed: int, count: int, scenes: dict[str, float]) -> Iterator[tuple[dict[str, object], bytes]]:
    """Yield (row of truth.csv, JPEG); every picture depends on the seed and its number only."""
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        level, scene, kind = _pick(rng, LEVELS), _pick(rng, scenes), _pick(rng, texts.KINDS)
        shot = camera.choose(rng, level, scene)
        scale = max(5.0, shot.pitch * 1.25 / papers.PITCH)
        zones = [texts.zone(rng, kind)]
        if scene == "misprint":
            zones = [texts.misprint(rng, zones[0], kind)]
        drawn = [papers.draw(rng, kind, zones[0], scale)]
        if scene == "two":
            other = _pick(rng, texts.KINDS)
            zones.append(texts.zone(rng, other))
            drawn.append(papers.draw(rng, other, zones[1], scale))
        row = {
            "file": f"{number:04d}_{kind}_{level}_{scene}.jpg",
            "kind": kind,
            "level": level,
            "scene": scene,
            "mrz": "|".join(zones[0]),
            "other": "|".join(zones[1]) if len(zones) > 1 else "",
            **shot.row(),
        }
        yield row, camera.encode(camera.take(rng, drawn, shot), shot.jpegq)


def _pick(rng: np.random.Generator, weights: dict[str, float]) -> str:
    shares = np.array(list(weights.values()), float)
    return str(rng.choice(list(weights), p=shares / shares.sum()))


def write(folder: Path, seed: int, count: int, scenes: dict[str, float]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "truth.csv").open("w", newline="") as file:
        table: csv.DictWriter[str] | None = None
        for row, data in specimens(seed, count, scenes):
            (folder / str(row["file"])).write_bytes(data)
            if table is None:
                table = csv.DictWriter(file, list(row))
                table.writeheader()
            table.writerow(row)
            file.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=120)
    parser.add_argument("--scenes", default=",".join(SCENES))
    asked = parser.parse_args()
    write(asked.folder, asked.seed, asked.count, {each: SCENES.get(each, 1.0) for each in asked.scenes.split(",")})
