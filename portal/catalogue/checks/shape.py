"""A service against its JSON Schema, in sentences: what is missing, what does not belong there, what is too long."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from portal.shared.adapters.json_schema import Violation, violations

SCHEMA = Path(__file__).parent.parent / "schemas" / "service.json"
# Texts that every row of a list must have; whether they are written is asked language by language.
TEXTS = {
    "steps": ("title",),
    "questions": ("label",),
    "choices": ("label",),
    "requirements": ("why",),
    "fees": ("reason",),
    "hints": ("text",),
    "notes": ("text",),
}
HEAD, GUIDE = ("title", "summary"), ("who", "deadline", "duration", "after")


def with_places(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a draft with an empty text where one is wanted, so that it is missed by name and in every language."""
    found = {**{key: {} for key in HEAD}, "steps": [], "requirements": [], "fees": [], **data}
    if isinstance(found.get("guide", {}), Mapping):
        found["guide"] = {**{key: {} for key in GUIDE}, "steps": [], **found.get("guide", {})}
    return {key: _filled(key, value) for key, value in found.items()}


def _filled(key: str, node: Any) -> Any:
    if isinstance(node, list):
        return [_row(key, each) for each in node]
    return node


def _row(key: str, row: Any) -> Any:
    if not isinstance(row, Mapping):
        return row
    inside = {name: _filled(name, value) for name, value in row.items()}
    return {**{name: {} for name in TEXTS.get(key, ())}, **inside}


def problems_of_shape(data: Mapping[str, Any]) -> list[str]:
    """Return what the schema does not allow, each with its place."""
    return [f"{_place(each, data)}: {_sentence(each)}" for each in violations(data, SCHEMA)]


def _place(found: Violation, data: Any) -> str:
    names = [*_names(found.path, data)]
    return ".".join(names) or _("service")


def _names(path: tuple[str | int, ...], node: Any) -> Iterator[str]:
    """Yield the way to a place, rows by their codes."""
    for each in path:
        node = node[each]
        coded = isinstance(node, Mapping) and (node.get("code") or node.get("fee_key"))
        yield str(coded or (each + 1 if isinstance(each, int) else each))


def _sentence(found: Violation) -> str:
    wants = ", ".join(map(str, found.wants)) if isinstance(found.wants, list) else found.wants
    if found.rule == "type":
        wants = ", ".join(_types().get(each, each) for each in str(wants).split(", "))
    sentences = {
        "required": _("“%(wants)s” is missing"),
        "additionalProperties": _("nothing is called “%(wants)s” here"),
        "enum": _("must be one of: %(wants)s"),
        "type": _("has the wrong form; it must be: %(wants)s"),
        "minItems": _("must not be empty"),
        "minLength": _("must not be empty"),
        "maxItems": _("has too many entries; at most %(wants)s"),
        "maxLength": _("is too long; at most %(wants)s characters"),
        "minimum": _("must be at least %(wants)s"),
        "maximum": _("must be at most %(wants)s"),
        "pattern": _written_as(str(wants)),
    }
    return sentences.get(found.rule, _("cannot be read")) % {"wants": wants}


def _types() -> dict[str, str]:
    """Return what people call the types of JSON Schema."""
    return {
        "array": _("a list"),
        "object": _("a group of entries"),
        "string": _("a text"),
        "integer": _("a whole number"),
        "number": _("a number"),
        "boolean": "true / false",
        "null": _("nothing"),
    }


def _written_as(pattern: str) -> str:
    """Return how something must be written, in words."""
    if "_-]" in pattern:
        letters = _("is not written as it must be: letters without accents, digits, - and _")
        return letters if "A-Z" in pattern else _("is not written as it must be: small letters, digits, - and _")
    if "_]" in pattern:
        return _("is not written as it must be: small letters, digits and _")
    return _("is not written as it must be")
