"""Writes a clamd.conf for a scanner daemon of the portal's own; prints the file's place."""

import getpass
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from portal.documents.adapters import clamav

OFFICIAL = Path("/var/lib/clamav")


class Command(BaseCommand):
    help = "Write a clamd.conf: with the official signatures when they are there, else with the two test signatures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", required=True, help="for socket, temporary files and the configuration")
        parser.add_argument("--socket", default="", help="default: clamd.sock in the folder")
        parser.add_argument("--signatures", default="", help="default: official signatures, else the portal's own")

    def handle(self, *_args: Any, folder: str, socket: str = "", signatures: str = "", **_options: Any) -> None:
        place = Path(folder).resolve()
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        database = Path(signatures) if signatures else signature_folder()
        user = "root" if getpass.getuser() == "root" else ""
        conf = place / "clamd.conf"
        conf.write_text(clamav.configuration(place, Path(socket or place / "clamd.sock"), database, user))
        self.stdout.write(str(conf))


def signature_folder() -> Path:
    """Return the folder with official signatures when freshclam has filled it, else the portal's two test lines."""
    is_filled = any(OFFICIAL.glob("main.c?d")) and any(OFFICIAL.glob("daily.c?d"))
    return OFFICIAL if is_filled else clamav.SIGNATURES
