"""What must be true of the law's tables before they are loaded."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from portal.catalogue.pack.reading import Packs
from portal.catalogue.wording import is_texts, number_in
from portal.shared.language import CODES

AMOUNTS = (frozenset({"key", "amount", "law", "title", "valid_from"}), frozenset({"source", "valid_until"}))
COLUMNS = {
    "fees": AMOUNTS,
    "thresholds": AMOUNTS,
    "fee_reductions": (
        frozenset({"code", "effect", "applies_to", "when", "law", "title", "reason", "valid_from"}),
        frozenset({"source", "valid_until", "price_key"}),
    ),
    "legal_sentences": (frozenset({"key", "law", "text"}), frozenset()),
    "document_types": (frozenset({"code", "official_name", "title", "explanation"}), frozenset({"is_file"})),
}


def problems_of_rows(packs: Packs) -> Iterator[str]:
    """Yield what is wrong with the law's tables: columns, amounts, days, languages, doubled keys."""
    for table, (needed, optional) in COLUMNS.items():
        rows = getattr(packs, table)
        for number, row in enumerate(rows, start=1):
            place = f"{table}.{row.get('key') or row.get('code') or number}"
            yield from (f"{place}: {name} is missing" for name in sorted(needed) if not row.get(name))
            yield from (f"{place}: nothing is called {name} here" for name in sorted(set(row) - needed - optional))
            yield from _problems_of_amount(place, row)
            yield from _problems_of_languages(place, row)
        marks = [(str(row.get("key") or row.get("code")), str(row.get("valid_from", ""))) for row in rows]
        yield from (f"{table}.{mark[0]}: written twice" for mark in sorted({m for m in marks if marks.count(m) > 1}))


def _problems_of_amount(place: str, row: Mapping[str, Any]) -> Iterator[str]:
    if number_in(row.get("amount", 0)) is None:
        yield f"{place}: write the amount as 93.00"
    try:
        days = [date.fromisoformat(str(row[name])) for name in ("valid_from", "valid_until") if row.get(name)]
    except ValueError:
        yield f"{place}: write days as 2026-08-19"
    else:
        if days != sorted(days):
            yield f"{place}: it ends before it starts"


def _problems_of_languages(place: str, row: Mapping[str, Any]) -> Iterator[str]:
    for name, texts in row.items():
        if is_texts(texts):
            yield from (f"{place}.{name}: no text in {code}" for code in CODES if not texts.get(code))
