"""Starts the whole portal as `make run` does, in a folder of its own: for journeys and measurements."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 300


@dataclass(frozen=True)
class Running:
    """A portal that is up: where, its folder, and its supervisor's process id."""

    url: str
    folder: Path
    pid: int

    def health(self) -> dict:
        with urllib.request.urlopen(f"{self.url}/health/deep", timeout=10) as answer:
            return json.load(answer)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "DATABASE", "VAULT"))}
    kept = {name: value for name, value in kept.items() if name not in {"SECRET_KEY", "ANLAUFPUNKT_VAR", "MEDIA_ROOT"}}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "ANLAUFPUNKT_VAR": str(folder),
        "MEDIA_ROOT": str(folder / "media"),
        "PORTAL_URL": f"http://localhost:{port}",
    }


@contextmanager
def running_portal(folder: Path, **extra: str) -> Iterator[Running]:
    """Yield a healthy portal; afterwards everything that was started is ended."""
    port = free_port()
    log = (folder / "portal.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_portal", "--port", str(port)],
        cwd=ROOT,
        env=environment(folder, port) | extra,
        stdout=log,
        stderr=log,
    )
    try:
        _wait(process, f"http://localhost:{port}/health/deep", folder)
        yield Running(f"http://localhost:{port}", folder, process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=40)
        log.close()


def _wait(process: subprocess.Popen, url: str, folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise RuntimeError((folder / "portal.log").read_text()[-4000:])
