"""What a document costs a worker, step by step: how soon a child is there, and how many documents an hour.

Real parts: clamd, the reading child, sealed files, SQLite. Processor seconds are the firm figures: the machine may be
busy with other things. More workers than cores are calculated from them, and said so.
"""

import io
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

FOLDER = tempfile.mkdtemp(prefix="anlaufpunkt-bench-")
os.environ |= {  # noqa: TID251 - before the settings are read
    "DJANGO_SETTINGS_MODULE": "portal.settings.test",
    "DATABASE_URL": "",
    "ANLAUFPUNKT_VAR": FOLDER,
    "MEDIA_ROOT": f"{FOLDER}/media",
}

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from PIL import Image

from bench.table import percentile, tell
from portal.documents import tasks
from portal.documents.adapters.sandbox import SandboxReader
from portal.documents.models import Document
from portal.documents.ports import Facts
from portal.shared import clock
from portal.shared.registry import adapter
from tests.documents.clamd_daemon import daemon
from tests.documents.killing import NoMigrations
from tests.factories import documents as factory

ROOT = Path(__file__).resolve().parents[1]
ZONES = sorted((ROOT / "tests/data/zones").glob("*.jpg"))
LETTERS = sorted((ROOT / "tests/data/letters").glob("*.png")) + sorted((ROOT / "tests/data/letters").glob("*.jpg"))
STARTS = 40


def tiny() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (16, 16), "white").save(made, "JPEG")
    return made.getvalue()


def as_pdf(path: Path) -> bytes:
    made = io.BytesIO()
    Image.open(path).convert("RGB").save(made, "PDF", resolution=200)
    return made.getvalue()


def large(path: Path) -> bytes:
    """A photograph as a phone sends it: 12 megapixels, about 3 MB."""
    picture = Image.open(path)
    made, width = io.BytesIO(), 4000
    larger = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    larger.save(made, "JPEG", quality=93)
    return made.getvalue()


FILES = {
    "passport, phone photo": [(large(path), "p.jpg", "pass") for path in ZONES[:8]],
    "letter, scan as PNG": [(path.read_bytes(), "l.png", "imma") for path in LETTERS if path.suffix == ".png"][:4],
    "letter, phone photo": [(path.read_bytes(), "l.jpg", "imma") for path in LETTERS if path.suffix == ".jpg"][:4],
    "letter, scan in a PDF": [(as_pdf(path), "l.pdf", "imma") for path in LETTERS if path.suffix == ".png"][:4],
}


def ticks(pid: int) -> float:
    """Processor seconds of a process and of the children it has waited for."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, words[11:15])) / os.sysconf("SC_CLK_TCK")


def spent(reader: SandboxReader, scanner: int) -> dict[str, float]:
    own = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "worker": own.ru_utime + own.ru_stime,
        "child": ticks(reader._nursery.pid),  # noqa: SLF001 - measured, not used
        "clamd": ticks(scanner),
    }


@contextmanager
def parts() -> Iterator[tuple[SandboxReader, int]]:
    """Real scanner and reader, as the pipeline finds them."""
    with tempfile.TemporaryDirectory() as folder, daemon(Path(folder)) as scanner:
        options = {"address": scanner.address}
        settings.SCANNER = {"ADAPTER": "portal.documents.adapters.clamav.ClamavScanner", "OPTIONS": options}
        settings.READER = {"ADAPTER": "portal.documents.adapters.sandbox.SandboxReader", "OPTIONS": {}}
        settings.DOCUMENT_FACTS = "tests.factories.documents.facts_for"
        factory.FACTS["now"] = Facts(today=clock.today())
        reader = adapter("READER")
        yield reader, scanner.process.pid
        reader.close()


def starts(reader: SandboxReader) -> list[float]:
    """Milliseconds from asking for a child to its whole answer about a picture of 16 x 16 points."""
    picture, times = tiny(), []
    for _ in range(STARTS):
        start = time.perf_counter()
        reader.normalise([picture], mime="image/jpeg")
        times.append((time.perf_counter() - start) * 1000)
    return times


def through(name: str, reader: SandboxReader, scanner: int) -> dict[str, object]:
    """Take files of one kind through the whole pipeline."""
    made = [factory.document(data, file, kind) for data, file, kind in FILES[name]]
    before, walls = spent(reader, scanner), []
    for each in made:
        start = time.perf_counter()
        tasks.process.call(str(each.pk))
        walls.append(time.perf_counter() - start)
    after = spent(reader, scanner)
    states = set(Document.objects.filter(pk__in=[each.pk for each in made]).values_list("state", flat=True))
    cost = {part: (after[part] - before[part]) / len(made) for part in before}
    total = sum(cost.values())
    return {
        "what": name,
        "files": len(made),
        "states": "/".join(sorted(states)),
        "wall p50 s": round(percentile(walls, 0.5), 2),
        "wall p95 s": round(percentile(walls, 0.95), 2),
        **{f"{part} CPU s": round(seconds, 3) for part, seconds in cost.items()},
        "CPU s": round(total, 2),
        "an hour and core": round(3600 / total),
    }


def scaled(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Documents an hour of an even mix by number of workers, one core each; clamd's part on a core of its own."""
    mean = {key: sum(float(str(row[key])) for row in rows) / len(rows) for key in ("CPU s", "clamd CPU s")}
    own = mean["CPU s"] - mean["clamd CPU s"]
    cores = os.cpu_count() or 1
    return [
        {
            "workers": count,
            "documents an hour": round(3600 * min(count / own, 1 / mean["clamd CPU s"] * 12)),
            "how": "measured CPU" if count <= cores else "calculated",
        }
        for count in (1, 2, 4, 8)
    ]


def main() -> None:
    settings.MIGRATION_MODULES = NoMigrations()
    call_command("migrate", run_syncdb=True, verbosity=0)
    with parts() as (reader, scanner):
        begin = time.perf_counter()
        reader.health()
        warm = time.perf_counter() - begin
        times = starts(reader)
        rows = [through(name, reader, scanner) for name in FILES]
        memory = int(Path(f"/proc/{reader._nursery.pid}/statm").read_text().split()[1]) * 4096 / 1e6  # noqa: SLF001
    tell(
        "children",
        [
            {"what": "warm parent, start, s", "value": round(warm, 2)},
            {"what": "warm parent, resident MB", "value": round(memory)},
            {"what": "child, asked to answered (tiny picture), p50 ms", "value": round(percentile(times, 0.5), 1)},
            {"what": "child, asked to answered (tiny picture), p95 ms", "value": round(percentile(times, 0.95), 1)},
        ],
    )
    shutil.rmtree(FOLDER)
    tell("pipeline", rows)
    tell("workers", scaled(rows))


if __name__ == "__main__":
    main()
