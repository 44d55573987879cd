"""Reads the packs (YAML in `packs/`) into plain data, with every text in every language.

Authors write German and English side by side. The other languages live in `packs/languages/<code>.yaml`, keyed by
the English sentence: when that changes, its translation is missing and the packs are refused, so nothing goes stale.
"""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml
from babel.numbers import format_decimal

from portal.catalogue.errors import PackError
from portal.shared.language import CODES

FOLDER = Path(__file__).parent / "packs"
TABLES = ("document_types", "fees", "thresholds", "legal_sentences")
AUTHORED = frozenset({"de", "en"})
# Amounts in texts name their row, so that a change of the law reaches every sentence: {fee:45c}, {threshold:...}.
AMOUNT = re.compile(r"\{(fee|threshold):([\w-]+)\}")

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


class _StrictLoader(yaml.CSafeLoader):
    """YAML without anchors (they allow endless and exploding data) and without silently doubled keys."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: FBT001, FBT002
        # Only an alias brings the same node here again, or while it is still being built.
        if node in self.constructed_objects or node in self.recursive_objects:
            raise yaml.YAMLError(f"anchors and aliases are not allowed, line {node.start_mark.line + 1}")
        return super().construct_object(node, deep)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        keys = [key.value for key, _value in node.value]
        if len(set(keys)) != len(keys):
            doubled = sorted({key for key in keys if keys.count(key) > 1})
            raise yaml.YAMLError(f"written twice: {', '.join(doubled)}, line {node.start_mark.line + 1}")
        return super().construct_mapping(node, deep)


@dataclass(frozen=True)
class _Reader:
    """What is needed to complete a text: the translations, the amounts in force, and where to put complaints."""

    texts: Mapping[str, Mapping[str, str]]
    amounts: Mapping[str, Decimal]
    problems: list[str]

    def complete(self, node: Any, place: str) -> Any:
        """Return the same data with every text in every language; what is missing becomes a problem."""
        if isinstance(node, date):
            return node.isoformat()
        if isinstance(node, list):
            return [self.complete(each, f"{place}.{_name(each, number)}") for number, each in enumerate(node)]
        if not isinstance(node, dict):
            return node
        if node and set(node) <= set(CODES):
            return self._all_languages(node, place)
        return {key: self.complete(value, f"{place}.{key}") for key, value in node.items()}

    def _all_languages(self, node: dict[str, str], place: str) -> dict[str, str]:
        english = node.get("en", "")
        found = {code: node.get(code) or self.texts.get(code, {}).get(english, "") for code in CODES}
        self.problems.extend(f"{place}: no text in {code}" for code, text in found.items() if not text.strip())
        return {code: self._with_amounts(text, code, place) for code, text in found.items()}

    def _with_amounts(self, text: str, language: str, place: str) -> str:
        names = {match[0] for match in AMOUNT.finditer(text)}
        self.problems.extend(f"{place}: {name} names no amount" for name in sorted(names - set(self.amounts)))
        for name in names & set(self.amounts):
            text = text.replace(name, money(self.amounts[name], language))
        return text


def money(amount: Decimal, language: str) -> str:
    """Write an amount in EUR as the language does, without empty cents."""
    pattern = "#,##0" if amount == amount.to_integral_value() else "#,##0.00"
    number = format_decimal(amount, pattern, locale=language)
    return f"€{number}" if language == "en" else f"{number}\xa0€"


def read_packs(folder: Path, on: date) -> Packs:
    """Read a folder of packs with the amounts of a day; raises PackError when a file cannot be read at all."""
    translations = {path.stem: _file(path) for path in sorted((folder / "languages").glob("*.yaml"))}
    packs = Packs(origins=dict.fromkeys(sorted(AUTHORED), "human"))
    packs.origins |= {code: str(each["origin"]) for code, each in translations.items()}
    tables = {name: _file(folder / f"{name}.yaml") for name in TABLES}
    texts = {code: each["texts"] for code, each in translations.items()}
    reader = _Reader(texts, _amounts(tables, on), packs.problems)
    for name, rows in tables.items():
        setattr(packs, name, reader.complete(rows, name))
    blocks = _file(folder / "blocks.yaml")
    for path in sorted((folder / "services").glob("*.yaml")):
        data = _with_blocks(_file(path), blocks, path.stem, packs.problems)
        packs.services[path.stem] = reader.complete(data, path.stem)
    return packs


def _amounts(tables: Mapping[str, Rows], on: date) -> dict[str, Decimal]:
    """Return each placeholder's amount: the row in force, or the first one to come."""
    amounts: dict[str, Decimal] = {}
    for kind, table in (("fee", "fees"), ("threshold", "thresholds")):
        # Rows that are no dated amounts are left to the checks, which name them.
        rows = [row for row in tables[table] if isinstance(row.get("valid_from"), date)]
        for row in sorted(rows, key=lambda row: row["valid_from"]):
            placeholder, amount = f"{{{kind}:{row.get('key')}}}", number_in(row.get("amount"))
            if amount is not None and (row["valid_from"] <= on or placeholder not in amounts):
                amounts[placeholder] = amount
    return amounts


def number_in(value: Any) -> Decimal | None:
    """Return an amount as packs write it, or None when it is not one."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


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


def _name(node: Any, number: int) -> str:
    named = isinstance(node, dict) and (node.get("code") or node.get("key") or node.get("fee_key"))
    return str(named or number)
