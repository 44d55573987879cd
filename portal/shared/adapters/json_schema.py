"""Holds data against a JSON Schema (draft 2020-12)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

# Of a file that is wholly wrong the first faults say enough.
MOST = 50


@dataclass(frozen=True)
class Violation:
    """What a schema does not allow: where, by which rule (JSON Schema's keyword), and what the rule wants."""

    path: tuple[str | int, ...]
    rule: str
    wants: Any
    found: Any


def violations(data: Any, schema: Path) -> list[Violation]:
    """Return what a schema does not allow in data, at most 50; empty when it fits."""
    found: list[Violation] = []
    for error in _validator(schema).iter_errors(data):
        found += _each(error)
        if len(found) >= MOST:
            break
    return found[:MOST]


def _each(error: ValidationError) -> Iterator[Violation]:
    path, rule, has = tuple(error.absolute_path), str(error.validator), error.instance
    if rule == "required":
        # jsonschema names one missing key an error, in words only.
        name = error.message.split("'")[1]
        yield Violation(path, rule, name, has)
    elif rule == "additionalProperties":
        known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
        names = list(has) if isinstance(has, dict) else []
        yield from (Violation(path, rule, name, has) for name in names if name not in known)
    else:
        yield Violation(path, rule, error.validator_value, has)


@cache
def _validator(schema: Path) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema.read_text("utf-8")))
