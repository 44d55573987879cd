"""Holds data against a JSON Schema (draft 2020-12)."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

# Of a file that is wholly wrong the first faults say enough.
MOST = 50


def violations(data: Any, schema: Path) -> list[tuple[str, str]]:
    """Return (place, what is wrong) for data that a schema does not allow, at most 50; empty when it fits."""
    found: list[tuple[str, str]] = []
    for error in _validator(schema).iter_errors(data):
        found.append((".".join(str(each) for each in error.absolute_path), error.message[:200]))
        if len(found) == MOST:
            break
    return found


@cache
def _validator(schema: Path) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema.read_text("utf-8")))
