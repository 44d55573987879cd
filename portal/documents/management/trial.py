"""The pipeline's steps on any file, without a row, an application or a key: for operators and measurements."""

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.documents import errors, policies
from portal.documents.checks import kinds, readings, rules, wording
from portal.documents.checks import zone as zones
from portal.documents.checks.outcome import Outcome
from portal.documents.ports import Cleaned, Facts, Reading
from portal.shared import clock
from portal.shared.errors import UnavailableError
from portal.shared.registry import adapter

PORTION = 64 * 1024
ZONE_FIELDS = ("code", "issuer", "number", "nationality", "family_name", "given_names", "birth", "sex", "expiry")


@dataclass
class Trial:
    """What came out. `state`: checked, refused (with a code), or away (scanner or reader; nothing was decided)."""

    file: str
    state: str = "checked"
    refusal: str = ""
    # Why, for people, when it was refused before it was opened.
    advice: str = ""
    signature: str = ""
    mime: str = ""
    pages: int = 0
    kind: str = ""
    looks_like: str = ""
    zone: dict[str, Any] = field(default_factory=dict)
    findings: list[dict[str, Any]] = field(default_factory=list)
    quality: dict[str, Any] = field(default_factory=dict)
    is_late: bool = False
    # Seconds by step.
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def warns(self) -> bool:
        """Say whether a check warned or failed."""
        return any(each["result"] in ("warn", "fail") for each in self.findings)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Note how long a step takes."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[step] = round(time.perf_counter() - start, 3)


def attempt(path: Path, document_type: str, *, scans: bool) -> Trial:
    """Take a file through all steps; without a type it is only recognised. OSError when it cannot be read."""
    trial, data = Trial(str(path)), path.read_bytes()
    try:
        _take_steps(trial, data, document_type, scans=scans)
    except errors.DocumentRefusedError as error:
        trial.state, trial.refusal, trial.advice = "refused", error.code, str(error.message)
    except UnavailableError as error:
        trial.state, trial.refusal = "away", error.code
    return trial


def _take_steps(trial: Trial, data: bytes, document_type: str, *, scans: bool) -> None:
    with trial.timed("policy"):
        trial.mime = _checked_type(trial.file, data)
    if scans:
        with trial.timed("scan"):
            _scan(trial, [data])
    if trial.refusal:
        return
    with trial.timed("normalise"):
        cleaned = adapter("READER").normalise(_portions(data), mime=trial.mime)
    if scans:
        with trial.timed("scan attachments"):
            _scan(trial, cleaned.attachments)
    if trial.refusal or cleaned.refusal:
        trial.state, trial.refusal = "refused", trial.refusal or cleaned.refusal
        return
    kind = kinds.kind_of(document_type) if document_type else None
    with trial.timed("read"):
        wanted = kind.wanted if kind else "zone"
        reading = adapter("READER").read(cleaned.pages[: policies.MOST_READ], wanted=wanted, layer=cleaned.layer)
    with trial.timed("check"):
        _check(trial, kind, cleaned, reading)


def _checked_type(name: str, data: bytes) -> str:
    if len(data) > policies.MOST_BYTES:
        raise errors.TooLargeError
    if not data:
        raise errors.EmptyFileError
    return policies.check_type(data[:4096], Path(name).name, "")


def _scan(trial: Trial, files: Any) -> None:
    for each in files:
        verdict = adapter("SCANNER").scan(_portions(each))
        if verdict.kind != "clean":
            trial.state, trial.refusal, trial.signature = "refused", verdict.kind, verdict.signature
            return


def _portions(data: bytes) -> Iterator[bytes]:
    file = io.BytesIO(data)
    while portion := file.read(PORTION):
        yield portion


def _check(trial: Trial, kind: kinds.Kind | None, cleaned: Cleaned, reading: Reading) -> None:
    today = clock.today()
    kept = readings.kept(reading, cleaned.quality, len(cleaned.pages))
    zone = zones.parse(tuple(kept["zone"]), today)
    trial.pages, trial.quality, trial.is_late = len(cleaned.pages), cleaned.quality, reading.is_late
    trial.kind = kind.code if kind else ""
    seen = kinds.recognise(kept["text"], has_zone=zone is not None, zone_code=zone.code if zone else "")
    trial.looks_like = seen.code
    if zone is not None:
        fields = {name: str(getattr(zone, name) or "") for name in ZONE_FIELDS}
        trial.zone = {"lines": kept["zone"], "is_valid": zone.is_valid, **fields, **kept["zone_details"]}
    if kind is not None:
        trial.findings = [_finding(each) for each in rules.outcomes(kind, kept, Facts(today=today))]


def _finding(outcome: Outcome) -> dict[str, Any]:
    return {
        "check": outcome.check,
        "result": outcome.result,
        "case": outcome.case,
        "confidence": outcome.confidence,
        "advice": wording.advice(outcome.check, outcome.values),
    }
