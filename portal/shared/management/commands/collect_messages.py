"""Collect interface texts into locale/; --check fails when a text is missing, uncertain or no longer used."""

import io
from pathlib import Path
from typing import Any

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

# English is the language of the source texts themselves.
TARGETS = [code for code, _name in settings.LANGUAGES if code != "en"]
IGNORED = [".venv/*", "tests/*", "bench/*", "var/*", "media/*"]
ENOUGH = 10


class Command(BaseCommand):
    help = "Collect interface texts for de, tr, ar, uk, ru. English is what stands in the source."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        files = {code: Path(settings.BASE_DIR) / "locale" / code / "LC_MESSAGES" / "django.po" for code in TARGETS}
        before = {code: file.read_text() if file.exists() else "" for code, file in files.items()}
        _collect()
        problems = [line for code, file in files.items() for line in _problems(code, file)]
        if options["check"]:
            problems += [
                f"{code}: texts changed, run make messages"
                for code, file in files.items()
                if _texts(before[code]) != _texts(file.read_text())
            ]
            for code, file in files.items():
                file.write_text(before[code])
        if problems and options["check"]:
            raise CommandError("\n".join(problems))
        self.stdout.write("\n".join(problems) or "complete")


def _collect() -> None:
    call_command(
        "makemessages",
        locale=TARGETS,
        ignore_patterns=IGNORED,
        no_wrap=True,
        no_obsolete=True,
        add_location="file",
        verbosity=0,
    )


def _texts(po: str) -> set[str]:
    return {str(message.id) for message in read_po(io.StringIO(po))} if po else set()


def _problems(code: str, file: Path) -> list[str]:
    catalog = read_po(io.StringIO(file.read_text()), locale=code)
    open_texts = [message for message in catalog if message.id and not _is_done(message)]
    lines = [f"{code}: {str(message.id)[:100]}" for message in open_texts[:ENOUGH]]
    return [f"{code}: {len(open_texts)} texts are not translated, for example:", *lines] if open_texts else []


def _is_done(message: Message) -> bool:
    strings = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return all(strings) and not message.fuzzy
