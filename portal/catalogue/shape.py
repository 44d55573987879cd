"""The shape of a service as plain data, and how it lies in rows. Packs, rows and published versions share it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import models

from portal.catalogue.models import (
    Choice,
    Cutoff,
    DocumentRequirement,
    DocumentType,
    Fee,
    FeeReduction,
    FeeRule,
    GuideStep,
    Hint,
    LegalSentence,
    Note,
    Question,
    Service,
    ServiceGuide,
    StandardText,
    StatusText,
    Step,
    Threshold,
)
from portal.shared.language import CODES, column

# Fields of each row with a column for every language.
TRANSLATED: dict[type[models.Model], tuple[str, ...]] = {
    Service: ("title", "summary"),
    ServiceGuide: ("in_short", "who", "deadline", "duration", "after", "privacy", "contact"),
    GuideStep: ("title", "text"),
    Step: ("title", "intro"),
    Question: ("label", "hint", "because"),
    Choice: ("label",),
    DocumentRequirement: ("why",),
    FeeRule: ("reason",),
    Hint: ("text",),
    Note: ("text",),
    StatusText: ("text",),
    StandardText: ("text",),
    Cutoff: ("reason",),
    DocumentType: ("title", "explanation"),
    Fee: ("title",),
    FeeReduction: ("title", "reason"),
    Threshold: ("title",),
    LegalSentence: ("text",),
}
# Fields of each row that are the same in every language.
PLAIN: dict[type[models.Model], tuple[str, ...]] = {
    Service: (
        *("slug", "code", "position", "legal_basis", "leika_key", "prolongs_title", "talent_center"),
        *("talent_center_when", "origins"),
    ),
    ServiceGuide: (),
    GuideStep: (),
    Step: ("code", "panel"),
    Question: (
        *("code", "kind", "required", "when", "max_length", "minimum", "maximum", "decimals", "period", "must_agree"),
        *("shared", "least", "most", "autocomplete", "x_map", "fim_field_id"),
    ),
    Choice: ("code",),
    DocumentRequirement: (
        *("code", "document_type", "required", "when", "max_files", "checks", "law", "alternatives", "shared"),
        "issuer",
    ),
    FeeRule: ("fee_key", "when", "surcharge", "per"),
    Hint: ("code", "step", "when", "law"),
    Note: ("code", "when", "law"),
}
DEFAULTS: dict[str, Any] = {"required": True, "decimals": 0, "least": 0, "most": 10, "max_files": 5}
# May be nothing and still says something.
KEPT = frozenset({"fee_key", "steps", "questions", "requirements", "fees", "guide", "position"})


def normal(node: Any) -> Any:
    """Return the same data without what is said by leaving it out, so that equal services are equal data."""
    if isinstance(node, Mapping):
        return {key: normal(value) for key, value in node.items() if key in KEPT or not _goes_without(key, value)}
    return [normal(each) for each in node] if isinstance(node, list | tuple) else node


def _goes_without(key: str, value: Any) -> bool:
    if key in DEFAULTS:
        return bool(value == DEFAULTS[key])
    return value is None or value is False or value in ("", {}, [], ())


def fingerprint(data: Mapping[str, Any]) -> str:
    """Return the SHA-256 over the canonical JSON of a service."""
    canonical = json.dumps(normal(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def own_fingerprint(data: Mapping[str, Any]) -> str:
    """Return the same without what belongs to an office alone: its confirmed key in the federal catalogue (FIM)."""
    return fingerprint({key: value for key, value in data.items() if key != "leika_key"})


def data_of(row: models.Model) -> dict[str, Any]:
    """Return a row's own part of a service: plain fields, and texts by language."""
    kind = type(row)
    plain = {name: getattr(row, name) for name in PLAIN[kind]}
    return {**plain, **{name: texts_of(row, name) for name in TRANSLATED[kind]}}


def texts_of(row: models.Model, field: str) -> dict[str, str]:
    """Return a translated field in the languages it is written in."""
    found = {code: getattr(row, column(field, code)) for code in CODES}
    return {code: text for code, text in found.items() if text}


def columns_for(kind: type[models.Model], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a row for its part of a service."""
    found: dict[str, Any] = {name: data[name] for name in PLAIN[kind] if data.get(name) is not None}
    for name in TRANSLATED[kind]:
        texts = data.get(name) or {}
        found |= {column(name, code): texts.get(code, "") for code in CODES}
    return found
