"""Writes a service as a pack: German and English side by side, the other languages below, keyed by the English."""

from collections.abc import Mapping
from typing import Any

import yaml

from portal.catalogue.wording import is_texts

SIDE_BY_SIDE = ("de", "en")
HEAD = (
    *("slug", "code", "position", "legal_basis", "leika_key", "prolongs_title", "talent_center", "talent_center_when"),
    *("title", "summary"),
)
BODY = ("guide", "privacy", "contact", "steps", "hints", "notes", "requirements", "fees", "status")


class _Dumper(yaml.SafeDumper):
    """No anchors, whatever is the same twice: our loader refuses them."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def written(data: Mapping[str, Any]) -> str:
    """Return a service as one YAML file, everything inside; reading it gives the same service again."""
    others: dict[str, dict[str, str]] = {}
    ordered = {key: _split(data[key], others) for key in (*HEAD, *BODY) if key in data}
    origins = data.get("origins", {})
    languages = {
        code: {"origin": origins.get(code, "machine"), "texts": texts}
        for code, texts in sorted(others.items())
        if texts
    }
    if languages:
        ordered["languages"] = languages
    return yaml.dump(ordered, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def _split(node: Any, others: dict[str, dict[str, str]]) -> Any:
    """Return the data with two languages left in its texts; the rest goes where it is keyed by the English one."""
    if is_texts(node):
        return _side_by_side(node, others)
    if isinstance(node, Mapping):
        return {key: _split(value, others) for key, value in node.items()}
    return [_split(each, others) for each in node] if isinstance(node, list) else node


def _side_by_side(texts: Mapping[str, str], others: dict[str, dict[str, str]]) -> dict[str, str]:
    english, kept = texts.get("en", ""), {code: texts[code] for code in SIDE_BY_SIDE if texts.get(code)}
    for code, text in texts.items():
        if code in SIDE_BY_SIDE or not text:
            continue
        # The same English sentence may be translated in two ways; the second one then stands beside its text.
        if english and others.setdefault(code, {}).setdefault(english, text) == text:
            continue
        kept[code] = text
    return kept
