"""Put the seed texts on the site."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cms.pages.actions import load_content


class Command(BaseCommand):
    """Make the pages that are missing; safe to run again."""

    help = "Load the texts of the information site. What editors changed stays, unless --renew is given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--renew", action="store_true", help="Put back the seed texts of existing pages too.")

    def handle(self, *_args: Any, **options: Any) -> None:
        made = load_content(renew=options["renew"])
        self.stdout.write(f"{made} pages made.")
