"""The small pictures of tests/data/specimens: one of each layout and of each difficulty that the corpus lacks.

python -m bench.specimens.fixtures
"""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.specimens import camera, papers, texts

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "data" / "specimens"
PLAIN = camera.Shot(
    pitch=15,
    quarter=0,
    rot=1.5,
    tilt=0.01,
    bend=0,
    blur=0.6,
    motion=0,
    noise=3,
    jpegq=70,
    glare=0,
    shadow=0.3,
    others=0,
)
# name, kinds, whether misprinted, how the picture is taken.
WANTED = (
    ("idfra_90", ["IDFRA"], False, replace(PLAIN, quarter=90)),
    ("td2_long_180", ["TD2L"], False, replace(PLAIN, quarter=180)),
    ("td1_long_270", ["TD1L"], False, replace(PLAIN, quarter=270, pitch=18)),
    ("mrva_bent", ["MRVA"], False, replace(PLAIN, bend=0.02)),
    ("mrvb_screen", ["MRVB"], False, replace(PLAIN, pitch=17, screen=True)),
    ("td3_misprint", ["TD3"], True, PLAIN),
    ("td3_small", ["TD3"], False, replace(PLAIN, pitch=10, blur=0.4)),
    ("td3_papers", ["TD3"], False, replace(PLAIN, others=2, rot=9, tilt=0.03)),
    ("two", ["TD3", "TD3"], False, PLAIN),
)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "truth.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["file", "level", "scene", "mrz", "other", "quarter"])
        for number, (name, kinds, is_misprinted, shot) in enumerate(WANTED):
            rng = np.random.default_rng([2026, number])
            zones = [texts.zone(rng, kind) for kind in kinds]
            if is_misprinted:
                zones = [texts.misprint(rng, zone, kind) for zone, kind in zip(zones, kinds, strict=True)]
            scale = shot.pitch * 1.25 / papers.PITCH
            drawn = [papers.draw(rng, kind, zone, scale) for kind, zone in zip(kinds, zones, strict=True)]
            data = camera.encode(camera.take(rng, drawn, shot), shot.jpegq)
            (FOLDER / f"{name}.jpg").write_bytes(data)
            lines = ["|".join(zone) for zone in zones] + [""]
            table.writerow([f"{name}.jpg", "medium", name, lines[0], lines[1], shot.quarter])


if __name__ == "__main__":
    main()
