"""Checks files as the portal would check uploads, and says what came out; nothing is stored."""

import json
from argparse import ArgumentParser, BooleanOptionalAction
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from portal.documents.checks import kinds, labels, wording
from portal.documents.management.trial import Trial, attempt
from portal.shared import language

FINE, WARNED, REFUSED, AWAY = range(4)
AWAY_PARTS = {"scanner-away": "virus scanner (--no-scan goes without it)", "reader-away": "reading process"}


class Command(BaseCommand):
    help = "Check files without storing them. Ends with 0 fine, 1 warnings, 2 refused, 3 scanner or reader away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--type", default="", type=str.lower, choices=["", *kinds.BY_CODE], help="document type of the catalogue"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object per file and line")
        parser.add_argument("--scan", action=BooleanOptionalAction, default=True, help="ask the virus scanner")
        parser.add_argument("--language", default="en", choices=language.CODES, help="of the sentences")

    def handle(self, *_args: Any, files: list[str], **options: Any) -> None:
        worst = FINE
        with override(options["language"]):
            for name in files:
                worst = max(worst, self._check(Path(name), options))
        if worst != FINE:
            raise SystemExit(worst)

    def _check(self, path: Path, options: dict[str, Any]) -> int:
        try:
            trial = attempt(path, options["type"], scans=options["scan"])
        except OSError as error:
            self.stderr.write(f"{path}: {error.strerror}")
            return REFUSED
        self.stdout.write(_as_json(trial) if options["json"] else _as_words(trial))
        return _code(trial)


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
        return f"The {AWAY_PARTS.get(trial.refusal, trial.refusal)} does not answer. Nothing was decided."
    if trial.state == "refused":
        sentence = trial.advice or wording.refusal_for_staff(trial.refusal, trial.signature)
        return f"{wording.STATES['refused']} ({trial.refusal}). {sentence}"
    if not trial.kind:
        return "can be opened. Without --type nothing is checked."
    return str(wording.LOOK if trial.warns else wording.FINE)
