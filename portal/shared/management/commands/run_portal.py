"""Start the whole portal on one machine: web, workers, scheduler, and a virus scanner if none answers.

Everything that is started here is ended here. For real offices a service manager runs the same five commands.
"""

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal.shared.management import scanner

PATIENCE = 60  # seconds until every part must be healthy
# A part that ends is started again; one that ends this often within this time has a reason that a start does not mend.
TRIES, WITHIN = 3, 60
# Fetching signatures ends when all are here, or when no mirror can be reached: neither is a trouble.
MAY_END = "freshclam"
# Each opens one file at a time; a second one where there is a second core, so that nobody waits behind a long paper.
DOCUMENT_WORKERS = ("documents", "documents-2")[: os.cpu_count()]
Process = subprocess.Popen[bytes]


class Command(BaseCommand):
    help = "Migrate, load the demo, start all processes, wait until healthy, print the address, end all on Ctrl-C."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--fetch-signatures", action="store_true", help="when missing, beside everything else")

    def handle(self, *_args: Any, **options: Any) -> None:
        port: int = options["port"]
        _refuse_taken_port(port)
        # Links in mails and codes lead to where the portal really is.
        os.environ.setdefault("PORTAL_URL", f"http://localhost:{port}")  # noqa: TID251 - for the children
        processes: dict[str, Process] = {}
        # SIGINT too: a shell that starts something in the background has it ignored.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _interrupt)
        try:
            if options["fetch_signatures"]:
                self._fetch_signatures(processes)
            self._start(processes, port)
            self._watch(processes, port)
        except KeyboardInterrupt:
            self.stdout.write("Ending.")
        finally:
            _end(processes)

    def _fetch_signatures(self, processes: dict[str, Process]) -> None:
        """Begin in the background: it takes minutes, or fails. The next start uses what has come."""
        log = _log(MAY_END)
        if not scanner.fetch_is_due(log):
            return
        processes[MAY_END] = _spawn(MAY_END, [MAY_END, "--stdout"])
        log.touch()
        self.stdout.write(
            f"Fetching virus signatures ({log}). Until they are here, the scanner knows test patterns only."
        )

    def _start(self, processes: dict[str, Process], port: int) -> None:
        starts = _parts(port)
        # The scanner first: the demo's documents go through it.
        if not scanner.choose():
            processes["scanner"] = starts["scanner"]()
        _prepare()
        for name in [each for each in starts if each != "scanner"]:
            processes[name] = starts[name]()
        _wait_until_healthy(processes, port)
        self.stdout.write(_welcome(port))
        self.stdout.flush()

    def _watch(self, processes: dict[str, Process], port: int) -> None:
        """Start again what ended by itself, and say so; give up on a part that does not stay."""
        starts, ends = _parts(port), {name: list[float]() for name in processes}
        while True:
            for name in _ended(processes):
                ends[name] = [*_recent(ends[name]), time.monotonic()]
                if len(ends[name]) >= TRIES:
                    raise CommandError(_ended_words(name, processes[name]))
                self.stderr.write(f"{_ended_words(name, processes[name])}. It is started again.")
                processes[name] = starts[name]()
            time.sleep(1)


def _parts(port: int) -> dict[str, Callable[[], Process]]:
    """Return how each part is started."""
    return {
        "scanner": lambda: _spawn("scanner", scanner.own()),
        "web": lambda: _web(port),
        "worker": lambda: _worker("worker", "default", "0.5"),
        **{name: partial(_documents_worker, name) for name in DOCUMENT_WORKERS},
        "scheduler": lambda: _manage("scheduler", "run_scheduler"),
    }


def _interrupt(*_args: object) -> None:
    raise KeyboardInterrupt


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            message = f"Port {port} is taken. Choose another one: make run PORT={port + 1}"
            raise CommandError(message) from error


def _prepare() -> None:
    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    _collect_static()
    if settings.DEMO:
        call_command("load_demo", verbosity=0)
    call_command("load_content", verbosity=0, stdout=io.StringIO())


def _collect_static() -> None:
    """Collect, name and compress the static files, when any of them changed since the last time."""
    # An entry may be a pair: a prefix, and the folder below it.
    folders = [Path(each[1] if isinstance(each, tuple) else each) for each in settings.STATICFILES_DIRS]
    sources = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    sources += [path for path in Path(settings.BASE_DIR).glob("*/*/static/**/*") if path.is_file()]
    sources.append(Path(settings.BASE_DIR) / "requirements.txt")  # Wagtail brings static files of its own
    fingerprint = f"{max(path.stat().st_mtime for path in sources)} {len(sources)}"
    stamp = Path(settings.VAR_DIR) / "static.stamp"
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(fingerprint)


def _environment() -> dict[str, str]:
    handed_on = os.environ  # noqa: TID251 - the children get it as it is
    return {**handed_on, "OMP_THREAD_LIMIT": "1", **scanner.environment()}


def _spawn(name: str, words: list[str]) -> Process:
    """Start a part; what it has to say goes into var/log, so that the terminal stays readable."""
    log = _log(name)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as file:
        return subprocess.Popen(  # noqa: S603
            words, env=_environment(), cwd=settings.BASE_DIR, stdout=file, stderr=file, start_new_session=True
        )


def _log(name: str) -> Path:
    return Path(settings.VAR_DIR) / "log" / f"{name}.log"


def _manage(name: str, *words: str) -> Process:
    return _spawn(name, [sys.executable, "manage.py", *words])


def _worker(name: str, queue: str, interval: str) -> Process:
    return _manage(name, "db_worker", "--interval", interval, "--queue-name", queue)


def _documents_worker(name: str) -> Process:
    """Start one that gives way: who reads a page waits less gladly than somebody whose file is being checked."""
    words = ["nice", "-n", "10", sys.executable, "manage.py", "db_worker", "--interval", "0.1"]
    return _spawn(name, [*words, "--queue-name", "documents"])


def _web(port: int) -> Process:
    program = str(Path(sys.executable).with_name("granian"))
    words = [
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--workers",
        "1",
        "--blocking-threads",
        "8",
        "--log-level",
        "warning",
        "portal.wsgi:application",
    ]
    return _spawn("web", [program, *words])


def _wait_until_healthy(processes: dict[str, Process], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while _health(port) is None:
        _refuse_ended(processes)
        if time.monotonic() > deadline:
            message = f"Not healthy after {PATIENCE} seconds. See http://localhost:{port}/health/deep"
            raise CommandError(message)
        time.sleep(0.3)


def _health(port: int) -> dict[str, str] | None:
    """Return how each part is, or None while something still fails."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/deep", timeout=5) as answer:
            return dict(json.load(answer)["parts"])
    except (urllib.error.URLError, OSError):
        return None


def _refuse_ended(processes: dict[str, Process]) -> None:
    for name in _ended(processes):
        raise CommandError(_ended_words(name, processes[name]))


def _ended(processes: dict[str, Process]) -> list[str]:
    return [name for name, process in processes.items() if process.poll() is not None and name != MAY_END]


def _ended_words(name: str, process: Process) -> str:
    return f"The process '{name}' ended by itself (code {process.returncode}). See {_log(name)}"


def _recent(moments: list[float]) -> list[float]:
    return [moment for moment in moments if moment > time.monotonic() - WITHIN]


def _end(processes: dict[str, Process]) -> None:
    for process in reversed(list(processes.values())):
        process.terminate()
    for process in processes.values():
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()


def _welcome(port: int) -> str:
    logins = Path(settings.VAR_DIR) / "demo-logins.txt"
    listed = logins.read_text() if logins.exists() else ""
    return (
        f"\nAnlaufpunkt is ready:   http://localhost:{port}/\n"
        f"Mails it has sent:      http://localhost:{port}/de/notices/mailbox/\n"
        f"Health of all parts:    http://localhost:{port}/health/deep\n\n{listed}\n{_warnings(port)}"
        "Ctrl-C ends everything.\n"
    )


def _warnings(port: int) -> str:
    if (_health(port) or {}).get("scanner") != "warning":
        return ""
    return "The virus scanner knows test patterns only: real signatures are not here yet (freshclam fetches them).\n"
