"""Checks files as the portal would check uploads, and says what came out; nothing is stored."""

import json
from argparse import ArgumentParser, BooleanOptionalAction
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from portal.documents.checks import labels, wording
from portal.documents.management.trial import Trial, attempt
from portal.shared.errors import UnavailableError

FINE, WARNED, REFUSED, AWAY = range(4)


class Command(BaseCommand):
    help = "Check files without storing them. Ends with 0 fine, 1 warnings, 2 refused, 3 scanner or reader away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--type", default="", help="document type of the catalogue (pass, title, imma, kv ...)")
        parser.add_argument("--json", action="store_true", help="one JSON object per file and line")
        parser.add_argument("--scan", action=BooleanOptionalAction, default=True, help="ask the virus scanner")
        parser.add_argument("--language", default="en", help="of the sentences (default: %(default)s)")

    def handle(self, *_args: Any, files: list[str], **options: Any) -> None:
        worst = FINE
        with override(options["language"]):
            for name in files:
                trial = self._attempt(Path(name), options)
                self.stdout.write(_as_json(trial) if options["json"] else _as_words(trial))
                worst = max(worst, _code(trial))
        if worst != FINE:
            raise SystemExit(worst)

    def _attempt(self, path: Path, options: dict[str, Any]) -> Trial:
        try:
            return attempt(path, options["type"], scans=options["scan"])
        except OSError as error:
            message = f"{path}: {error.strerror}"
            raise CommandError(message, returncode=REFUSED) from error


def _code(trial: Trial) -> int:
    if trial.state == "away":
        return AWAY
    if trial.state == "refused":
        return REFUSED
    return WARNED if trial.warns else FINE


def _as_json(trial: Trial) -> str:
    return json.dumps(asdict(trial), ensure_ascii=False)


def _as_words(trial: Trial) -> str:
    lines = [f"{trial.file}: {_verdict(trial)}"]
    if trial.looks_like:
        lines.append(f"  {labels.LABELS.get(trial.looks_like, trial.looks_like)}")
    lines += [f"  {line}" for line in trial.zone.get("lines", ())]
    for each in trial.findings:
        label, result = wording.LABELS[each["check"]], wording.RESULTS[each["result"]]
        lines.append(f"  {label}: {result}. {each['advice']}".rstrip())
    lines.append("  " + ", ".join(f"{step} {took:.2f} s" for step, took in trial.seconds.items()))
    return "\n".join(lines)


def _verdict(trial: Trial) -> str:
    if trial.state == "away":
        return f"{UnavailableError.message} ({trial.refusal})"
    if trial.state == "refused":
        sentence = trial.advice or wording.REFUSALS.get(trial.refusal, wording.REFUSED)
        return f"{wording.STATES['refused']} ({trial.refusal}). {sentence} {trial.signature}".rstrip()
    return str(wording.LOOK if trial.warns else wording.FINE)
