"""The virus scanner beside the portal: which one answers, how to start one of our own, when to fetch signatures."""

import io
import os
import shutil
import socket
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

# Where the daemon of Debian's package listens.
USUAL = "unix:/run/clamav/clamd.ctl"
OFFICIAL = Path("/var/lib/clamav")
PATIENCE = 2.0
# A mirror that could not be reached, or has just been asked, is left alone for this long.
REST = 12 * 3600


def choose() -> bool:
    """Settle on a scanner that answers, the configured one first; False: one of our own has to be started."""
    options: Any = settings.SCANNER["OPTIONS"]
    if "address" not in options:
        return True  # a product without a daemon
    for address in (options["address"], USUAL):
        if answers(address):
            options["address"] = address
            return True
    options["address"] = f"unix:{_folder() / 'clamd.sock'}"
    return False


def answers(address: str) -> bool:
    """Say whether a scanner lives at `unix:/path` or `tcp:host:port`; a socket that was left behind does not count."""
    try:
        with _connected(address) as probe:
            probe.sendall(b"zPING\0")
            return probe.recv(16).startswith(b"PONG")
    except (OSError, ValueError):
        return False


def _connected(address: str) -> socket.socket:
    family, _, place = address.partition(":")
    if family != "unix":
        host, _, port = place.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)
    probe = socket.socket(socket.AF_UNIX)
    try:
        probe.settimeout(PATIENCE)
        probe.connect(place)
    except OSError:
        probe.close()
        raise
    return probe


def own() -> list[str]:
    """Write the configuration of a daemon of our own and return the words that start it."""
    call_command("write_clamd_conf", folder=str(_folder()), stdout=io.StringIO())
    # Pages for people go first.
    return ["nice", "-n", "10", "/usr/sbin/clamd", "--foreground", f"--config-file={_folder() / 'clamd.conf'}"]


def environment() -> dict[str, str]:
    """Return what tells the other processes which scanner was settled on."""
    options: Any = settings.SCANNER["OPTIONS"]
    address = options.get("address")
    return {"CLAMD_ADDRESS": str(address)} if address else {}


def fetch_is_due(log: Path) -> bool:
    """Say whether signatures are missing and may be fetched now; only root may write where they belong."""
    has_rested = not log.exists() or time.time() - log.stat().st_mtime > REST
    can_fetch = os.geteuid() == 0 and shutil.which("freshclam") is not None
    return can_fetch and has_rested and not any(OFFICIAL.glob("main.c?d"))


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "clamd"
