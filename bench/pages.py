"""The information site: what a page costs, kept and made anew, beside a bare Django view on the same server.

`python bench/pages.py` measures in process (CPU and queries) and through granian (requests a second).
"""
# ruff: noqa: TID251 - Django is set up before its modules are imported

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = Path(tempfile.mkdtemp(prefix="anlaufpunkt-bench-"))
# The brake on the whole site would measure itself.
(FOLDER / "bench_settings.py").write_text("from portal.settings.dev import *\nLIMITS_ON = False\n")
sys.path.insert(0, str(FOLDER))
os.environ |= {"DJANGO_SETTINGS_MODULE": "bench_settings", "ANLAUFPUNKT_VAR": str(FOLDER)}

import django

django.setup()

from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from bench.table import tell
from cms.pages.queries import outline
from portal.shared.language import CODES
from tests.factories.offices import OfficeFactory
from tests.running import environment, free_port

PATHS = ("", "live-here/", "guides/lost-card/", "services/study-extension/", "contact/")
ROUNDS = 60
BARE = '''"""A Django without anything: one view."""
import django
from django.conf import settings
settings.configure(SECRET_KEY="x", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[])
django.setup()
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.urls import path
PAGE = "x" * {size}
urlpatterns = [path("", lambda request: HttpResponse(PAGE, headers={{"Content-Length": str(len(PAGE))}}))]
application = WSGIHandler()
'''


def prepared() -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_catalogue", verbosity=0)
    OfficeFactory.create_batch(2)
    call_command("load_content", verbosity=0)


def cpu_of(ask, rounds: int = ROUNDS) -> float:
    """Return the median CPU milliseconds of one call."""
    times = []
    for _ in range(rounds):
        start = time.process_time_ns()
        ask()
        times.append((time.process_time_ns() - start) / 1e6)
    return round(median(times), 2)


def asking(handler: WSGIHandler, url: str):
    environ = RequestFactory(SERVER_NAME="localhost").get(url).environ

    def ask() -> None:
        answer = handler({**environ}, lambda *_: None)
        assert b"".join(answer)
        answer.close()

    return ask


def in_process() -> list[dict[str, object]]:
    handler = WSGIHandler()
    rows = []
    for path in PATHS:
        for code in ("de", "ar"):
            anew, kept = asking(handler, f"/{code}/{path}?anew"), asking(handler, f"/{code}/{path}")
            anew()
            kept()
            with CaptureQueriesContext(connection) as queries:
                anew()
            asked = len([each for each in queries if "accounts_limit" not in each["sql"]])
            rows.append(
                {
                    "page": f"/{code}/{path}",
                    "anew: CPU ms": cpu_of(anew),
                    "anew: queries": asked,
                    "kept: CPU ms": cpu_of(kept, 400),
                }
            )
    return rows


def through_granian() -> list[dict[str, object]]:
    """Requests a second with one worker, sixteen connections: the kept page, the page made anew, a bare view."""
    size = len(page_bytes())
    (FOLDER / "bare_view.py").write_text(BARE.format(size=size))
    runs = {"bare Django view": ("bare_view:application", "/"), "kept page": ("portal.wsgi:application", "/de/")}
    runs["page made anew"] = ("portal.wsgi:application", "/de/?anew")
    speeds = {name: speed(*run) for name, run in runs.items()}
    bare = speeds["bare Django view"]
    return [
        {"run": name, "requests/s": round(each), "share of bare": round(each / bare, 2)}
        for name, each in speeds.items()
    ]


def page_bytes() -> bytes:
    answer = WSGIHandler()(RequestFactory(SERVER_NAME="localhost").get("/de/").environ, lambda *_: None)
    return b"".join(answer)


def speed(application: str, path: str) -> float:
    port = free_port()
    server = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--port", str(port)]
    server += ["--workers", "1", "--blocking-threads", "1", "--no-ws", "--log-level", "error", application]
    env = environment(FOLDER, port) | {"PYTHONPATH": f"{FOLDER}:{ROOT}", "DJANGO_SETTINGS_MODULE": "bench_settings"}
    process = subprocess.Popen(server, cwd=ROOT, env=env, start_new_session=True)
    try:
        time.sleep(6)
        best = max(_rush(port, path, 4.0) for _ in range(2))
    finally:
        # The server and its worker, at once: waiting for open connections to end would measure patience.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
    return best


def _rush(port: int, path: str, seconds: float) -> float:
    """Send sixteen requests at once, read sixteen answers, and so on; every answer has the length of the first."""
    question = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(16)]
    size = max(_first(line, question) for line in lines)
    done, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        for line in lines:
            line.sendall(question)
        for line in lines:
            assert line.recv(size, socket.MSG_WAITALL).startswith(b"HTTP/1.1 200")
        done += len(lines)
    for line in lines:
        line.close()
    return done / seconds


def _first(line: socket.socket, question: bytes) -> int:
    line.sendall(question)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += line.recv(65_536)
    head, _, body = answer.partition(b"\r\n\r\n")
    length = int(re.search(rb"content-length: (\d+)", head, re.IGNORECASE).group(1))
    line.recv(length - len(body), socket.MSG_WAITALL)
    return len(head) + 4 + length


def main() -> None:
    prepared()
    assert len(outline("de").nodes) * len(CODES) > 100
    tell("pages", in_process())
    tell("pages-granian", through_granian())


if __name__ == "__main__":
    main()
