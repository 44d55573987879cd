"""`manage.py check_packs [slug ...]`: say every problem of the packs without loading them; needs no database."""

from collections.abc import Collection
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.catalogue.checks import Surroundings, problems_of, problems_of_needs
from portal.catalogue.errors import PackError
from portal.catalogue.pack import Packs, read_needs, read_packs
from portal.catalogue.pack.tables import problems_of_rows
from portal.shared.language import CODES


class Command(BaseCommand):
    help = "Say every problem of the packs."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", help="services to look at; all when none is named")

    def handle(self, *_args: Any, slugs: list[str], **_options: Any) -> None:
        try:
            packs, needs = read_packs(), read_needs()
        except PackError as error:
            raise CommandError(str(error)) from error
        problems = problems_in(packs, slugs)
        if not slugs or "needs" in slugs:
            problems += [f"needs: {problem}" for problem in problems_of_needs(needs, packs.services, _around(packs))]
        for problem in problems:
            self.stdout.write(problem)
        self.stdout.write(f"{len(problems)} problems")


def problems_in(packs: Packs, slugs: Collection[str] = ()) -> list[str]:
    """Return every problem of the packs, or only of these services besides the tables."""
    around, problems = _around(packs), [*packs.problems, *problems_of_rows(packs)]
    for slug, data in packs.services.items():
        if not slugs or slug in slugs:
            problems += [f"{slug}: {problem}" for problem in problems_of(data, around)]
    return problems


def _around(packs: Packs) -> Surroundings:
    return Surroundings(
        document_types=frozenset(row["code"] for row in packs.document_types),
        fees={row["key"]: row["law"] for row in packs.fees},
        thresholds=frozenset(row["key"] for row in packs.thresholds),
        languages=CODES,
        standard=frozenset(packs.standard_texts),
    )
