"""A clamd of the suite's own, on the portal's two-line signature file."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command

from portal.documents.adapters.clamav import SIGNATURES, ClamavScanner


@contextmanager
def daemon(folder: Path) -> Iterator[ClamavScanner]:
    """Start it in the foreground, wait until it answers, end it."""
    call_command("write_clamd_conf", folder=str(folder), signatures=str(SIGNATURES), verbosity=0, stdout=_Nowhere())
    command = ["/usr/sbin/clamd", f"--config-file={folder / 'clamd.conf'}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    scanner = ClamavScanner(f"unix:{folder / 'clamd.sock'}")
    scanner.process = process
    try:
        for _ in range(100):
            if scanner.health().is_up:
                break
            time.sleep(0.05)
        yield scanner
    finally:
        process.kill()
        process.wait()


class _Nowhere:
    def write(self, text: str) -> None:
        pass
