"""Fill a demonstration with fictional offices, people and applications."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.demo import actions, cases
from portal.demo.errors import NoDemoError


class Command(BaseCommand):
    help = "Load the demonstration (again: nothing changes) and say who can sign in."

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            actions.load_offices_and_people()
        except NoDemoError as error:
            raise CommandError("This is no demonstration (ANLAUFPUNKT_DEMO is off): nothing was loaded.") from error
        cases.load()
        place = Path(settings.VAR_DIR) / "demo-logins.txt"
        place.write_text(actions.logins(), encoding="utf-8")
        if options["verbosity"]:
            self.stdout.write(actions.logins())
