"""The parts beside the portal: a scanner that already answers is used, signatures come without getting in the way."""

import os
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest

from portal.shared.management import scanner
from portal.shared.management.commands import run_portal


@pytest.fixture
def daemon(tmp_path):
    """Start something that answers like clamd (or not): daemon("name") returns its address."""
    listening = []

    def start(name, reply=b"PONG\0"):
        place = tmp_path / name
        server = socket.socket(socket.AF_UNIX)
        server.bind(str(place))
        server.listen()
        listening.append(server)
        threading.Thread(target=_serve, args=(server, reply), daemon=True).start()
        return f"unix:{place}"

    yield start
    for server in listening:
        server.shutdown(socket.SHUT_RDWR)
        server.close()


def _serve(server, reply):
    while True:
        try:
            caller, _ = server.accept()
        except OSError:
            return
        with caller:
            caller.recv(16)
            caller.sendall(reply)


@pytest.fixture(autouse=True)
def _nowhere(settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    settings.SCANNER = {"ADAPTER": "", "OPTIONS": {"address": f"unix:{tmp_path / 'nobody'}"}}
    monkeypatch.setattr(scanner, "USUAL", f"unix:{tmp_path / 'nobody-either'}")


def test_the_configured_scanner_comes_first(settings, daemon, monkeypatch):
    settings.SCANNER["OPTIONS"]["address"] = named = daemon("named")
    monkeypatch.setattr(scanner, "USUAL", daemon("usual"))
    assert scanner.choose()
    assert scanner.environment() == {"CLAMD_ADDRESS": named}


def test_the_scanner_of_the_machine_is_used_when_the_configured_one_is_away(daemon, monkeypatch):
    monkeypatch.setattr(scanner, "USUAL", daemon("usual"))
    assert scanner.choose()
    assert run_portal._environment()["CLAMD_ADDRESS"] == scanner.USUAL


def test_a_scanner_of_our_own_is_started_when_none_answers(tmp_path):
    assert not scanner.choose()
    assert scanner.environment() == {"CLAMD_ADDRESS": f"unix:{tmp_path}/clamd/clamd.sock"}


def test_something_else_on_the_socket_is_no_scanner(settings, daemon):
    settings.SCANNER["OPTIONS"]["address"] = daemon("other", reply=b"HTTP/1.1 400")
    assert not scanner.choose()


def test_a_scanner_over_the_network_is_asked_too():
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_serve, args=(server, b"PONG\0"), daemon=True).start()
        assert scanner.answers(f"tcp:127.0.0.1:{server.getsockname()[1]}")
        server.shutdown(socket.SHUT_RDWR)
    assert not scanner.answers("tcp:nonsense")


def test_an_adapter_without_a_daemon_needs_none(settings):
    settings.SCANNER = {"ADAPTER": "", "OPTIONS": {}}
    assert scanner.choose()
    assert scanner.environment() == {}


@pytest.fixture
def _can_fetch(monkeypatch, tmp_path):
    monkeypatch.setattr(scanner, "OFFICIAL", tmp_path)
    monkeypatch.setattr(scanner.os, "geteuid", lambda: 0)
    monkeypatch.setattr(scanner.shutil, "which", lambda name: f"/usr/bin/{name}")


@pytest.mark.usefixtures("_can_fetch")
def test_signatures_are_fetched_when_missing_and_every_twelve_hours_at_most(tmp_path):
    log = tmp_path / "freshclam.log"
    assert scanner.fetch_is_due(log)
    log.touch()
    assert not scanner.fetch_is_due(log)
    long_ago = time.time() - 12 * 3600 - 60
    os.utime(log, (long_ago, long_ago))
    assert scanner.fetch_is_due(log)
    (tmp_path / "main.cvd").touch()
    assert not scanner.fetch_is_due(log)


def test_fetching_that_ends_by_itself_is_no_alarm_and_ends_with_the_portal():
    ended, alive = subprocess.Popen(["true"]), subprocess.Popen(["sleep", "60"])
    ended.wait()
    assert run_portal._ended({"freshclam": ended, "web": alive}) == []
    assert run_portal._ended({"web": ended}) == ["web"]
    run_portal._end({"freshclam": alive})
    assert alive.poll() is not None


def test_set_up_leaves_nothing_running():
    text = (Path(__file__).resolve().parents[2] / ".ci" / "setup").read_text()
    assert "nohup" not in text
    assert not [line for line in text.splitlines() if line.rstrip().endswith(" &")]


def test_an_offices_theme_is_collected_with_the_rest(settings, tmp_path):
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "theme.css").write_text(":root { --kern-color-action-default: rebeccapurple; }")
    settings.VAR_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    settings.STATICFILES_DIRS = [("theme", str(tmp_path / "theme"))]
    run_portal._collect_static()
    assert (tmp_path / "static" / "theme" / "theme.css").is_file()
