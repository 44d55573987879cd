"""Amounts in texts: a text names the row of the law ({fee:45c}), so that a new amount reaches every sentence."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from portal.shared.language import CODES
from portal.shared.money import written

AMOUNT = re.compile(r"\{(fee|threshold):([\w-]+)\}")

# From the mark in a text, as `{fee:45c}`, to the amount in EUR.
type Placeholders = Mapping[str, Decimal]


def money(amount: Decimal, language: str) -> str:
    """Write an amount in EUR as the language does, without empty cents."""
    return written(amount, language, cents=False)


def number_in(value: Any) -> Decimal | None:
    """Return an amount as packs write it, or None when it is not one."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def is_texts(node: Any) -> bool:
    """Say whether something is a text in languages: {"de": ..., "en": ...}."""
    return isinstance(node, Mapping) and bool(node) and set(node) <= set(CODES)


def placeholders_in(text: str) -> set[str]:
    """Return the amounts that a text names."""
    return {found[0] for found in AMOUNT.finditer(text)}


def filled(node: Any, amounts: Placeholders) -> Any:
    """Return the same data with the amounts of the law written out in every language."""
    if isinstance(node, list):
        return [filled(each, amounts) for each in node]
    if is_texts(node):
        return {code: _with_amounts(text, code, amounts) for code, text in node.items()}
    if isinstance(node, Mapping):
        return {key: filled(value, amounts) for key, value in node.items()}
    return node


def _with_amounts(text: str, language: str, amounts: Placeholders) -> str:
    if not isinstance(text, str) or "{" not in text:
        return text
    return AMOUNT.sub(lambda found: _amount(found[0], language, amounts), text)


def _amount(name: str, language: str, amounts: Placeholders) -> str:
    return money(amounts[name], language) if name in amounts else name
