"""`manage.py load_catalogue`: publish the packs; safe to run at every start."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.catalogue.actions import load_packs
from portal.catalogue.errors import PackError


class Command(BaseCommand):
    help = "Load services, document types, fees and thresholds from the packs."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            loaded = load_packs()
        except PackError as error:
            raise CommandError(str(error)) from error
        for version in loaded.versions:
            self.stdout.write(f"published {version.service.slug} version {version.number}")
        for slug in loaded.left_alone:
            self.stdout.write(f"left alone, because it was changed here: {slug}; compare it in the CMS")
        if not loaded.versions:
            self.stdout.write("the catalogue is up to date")
