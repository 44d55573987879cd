"""`make run` itself: healthy at the end of the start, honest about what is missing, nothing left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
from pathlib import Path

import pytest

from bench.processes import children
from tests.running import ROOT, Running, environment, free_port, running_portal

pytestmark = pytest.mark.journey


def is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def scanner_of(portal: Running) -> int | None:
    names = {pid: Path(f"/proc/{pid}/comm").read_text().strip() for pid in children(portal.pid) if is_alive(pid)}
    return next((pid for pid, name in names.items() if name == "clamd"), None)


def is_healthy(portal: Running) -> bool:
    try:
        return portal.health()["status"] == "ok"
    except urllib.error.HTTPError:
        return False


def wait_for_another_scanner(portal: Running, old: int) -> None:
    for _ in range(100):
        if scanner_of(portal) not in {None, old} and is_healthy(portal):
            return
        time.sleep(0.3)
    raise AssertionError("The scanner was not started again.")


def test_everything_is_healthy_mends_itself_and_ends_with_the_supervisor(tmp_path):
    with running_portal(tmp_path) as portal:
        assert portal.health()["status"] == "ok"
        # A machine whose own clamd answers lends it: then there is none of ours to mend.
        if scanner := scanner_of(portal):
            os.kill(scanner, signal.SIGKILL)
            wait_for_another_scanner(portal, scanner)
        started = children(portal.pid)
        assert len(started) >= (5 if scanner else 4)
    assert [pid for pid in started if is_alive(pid)] == []


def test_a_taken_port_is_said_in_one_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = subprocess.run(
            [sys.executable, "manage.py", "run_portal", "--port", str(port)],
            cwd=ROOT,
            env=environment(tmp_path, port),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert ended.returncode != 0
    assert f"Port {port} is taken" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("path", "sentence"),
    [("/nowhere", "there is no apt-get here"), ("apt-only", "neither root nor sudo")],
)
def test_set_up_says_what_is_missing(tmp_path, path, sentence):
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("bash", "dirname", "grep", "env"):
        (tools / name).symlink_to(f"/usr/bin/{name}")
    (tools / "dpkg-query").write_text("#!/usr/bin/bash\nexit 1\n")
    (tools / "id").write_text("#!/usr/bin/bash\necho 1000\n")
    if path == "apt-only":
        (tools / "apt-get").write_text("#!/usr/bin/bash\nexit 1\n")
    for file in tools.iterdir():
        if not file.is_symlink():
            file.chmod(0o755)
    ended = subprocess.run(
        ["/usr/bin/bash", ".ci/setup", "run"],
        cwd=ROOT,
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ended.returncode == 1
    assert sentence in ended.stderr
    assert "tesseract-ocr" in ended.stderr


def test_the_demo_is_loaded_once_however_often_it_starts(tmp_path):
    env = environment(tmp_path, free_port())
    count = (
        "from portal.applications.models import Application; from wagtail.models import Page; "
        "print(Application.objects.count(), Page.objects.count())"
    )

    def counted() -> str:
        for words in (["migrate", "-v0"], ["load_demo", "-v0"], ["load_content", "-v0"]):
            subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=env, check=True, timeout=240)
        shell = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v0", "-c", count],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return shell.stdout.strip().splitlines()[-1]

    first = counted()
    assert counted() == first
