"""Reads the packs (YAML in `packs/`) into plain data, with every text in every language.

Authors write German and English side by side. The other languages live in `packs/languages/<code>.yaml`, keyed by
the English sentence: when that changes, its translation is missing and the packs are refused, so nothing goes stale.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from portal.catalogue.errors import PackError
from portal.shared.language import CODES

FOLDER = Path(__file__).parent / "packs"
AUTHORED = frozenset({"de", "en"})

type Rows = list[dict[str, Any]]


@dataclass
class Packs:
    """All packs as plain data; `problems` collects what keeps them from being loaded."""

    services: dict[str, dict[str, Any]] = field(default_factory=dict)
    document_types: Rows = field(default_factory=list)
    fees: Rows = field(default_factory=list)
    thresholds: Rows = field(default_factory=list)
    legal_sentences: Rows = field(default_factory=list)
    origins: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


class _StrictLoader(yaml.SafeLoader):
    """YAML without anchors (they allow endless and exploding data) and without silently doubled keys."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError(f"anchors and aliases are not allowed, {self.peek_event().start_mark}")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        keys = [key.value for key, _value in node.value]
        if doubled := {key for key in keys if keys.count(key) > 1}:
            raise yaml.YAMLError(f"written twice: {', '.join(sorted(doubled))}, {node.start_mark}")
        return super().construct_mapping(node, deep)


def read_packs(folder: Path = FOLDER) -> Packs:
    """Read a folder of packs; raises PackError when a file cannot be read at all."""
    translations = {path.stem: _file(path) for path in sorted((folder / "languages").glob("*.yaml"))}
    packs = Packs(origins=dict.fromkeys(sorted(AUTHORED), "human"))
    packs.origins |= {code: str(each["origin"]) for code, each in translations.items()}
    texts = {code: each["texts"] for code, each in translations.items()}
    for name in ("document_types", "fees", "thresholds", "legal_sentences"):
        setattr(packs, name, _complete(_file(folder / f"{name}.yaml"), texts, name, packs.problems))
    blocks = _file(folder / "blocks.yaml")
    for path in sorted((folder / "services").glob("*.yaml")):
        data = _with_blocks(_file(path), blocks, path.stem, packs.problems)
        packs.services[path.stem] = _complete(data, texts, path.stem, packs.problems)
    return packs


def _file(path: Path) -> Any:
    try:
        # The loader is a SafeLoader made stricter.
        return yaml.load(path.read_text(encoding="utf-8"), _StrictLoader)  # noqa: S506
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PackError([f"{path.name}: {error}"]) from error


def _with_blocks(data: dict[str, Any], blocks: Mapping[str, Rows], place: str, problems: list[str]) -> dict[str, Any]:
    """Put shared questions in where a step says `use: <block>`."""
    for step in data.get("steps", []):
        questions: Rows = []
        for question in step.get("questions", []):
            if "use" not in question:
                questions.append(question)
            elif question["use"] in blocks:
                questions += blocks[question["use"]]
            else:
                problems.append(f"{place}: step {step.get('code')}: no block is called {question['use']}")
        step["questions"] = questions
    return data


def _complete(node: Any, texts: Mapping[str, Mapping[str, str]], place: str, problems: list[str]) -> Any:
    """Return the same data with every text in every language; what is missing becomes a problem."""
    if isinstance(node, date):
        return node.isoformat()
    if isinstance(node, list):
        return [_complete(each, texts, f"{place}.{_name(each, number)}", problems) for number, each in enumerate(node)]
    if not isinstance(node, dict):
        return node
    if node and set(node) <= set(CODES):
        return _all_languages(node, texts, place, problems)
    return {key: _complete(value, texts, f"{place}.{key}", problems) for key, value in node.items()}


def _all_languages(
    node: dict[str, str], texts: Mapping[str, Mapping[str, str]], place: str, problems: list[str]
) -> dict[str, str]:
    found = {code: node.get(code) or texts.get(code, {}).get(node.get("en", ""), "") for code in CODES}
    problems += [
        f"{place}: no text in {code}"
        for code, text in found.items()
        if not text.strip() and code in AUTHORED | set(texts)
    ]
    return found


def _name(node: Any, number: int) -> str:
    named = isinstance(node, dict) and (node.get("code") or node.get("key") or node.get("fee_key"))
    return str(named or number)
