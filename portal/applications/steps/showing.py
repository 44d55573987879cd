"""How an answer reads, in any language: on the check page, in the receipt, at the office."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Question
from portal.shared import dates, money
from portal.shared.language import listed, pick


def shown(question: Question, value: Any, language: str) -> str:
    """Return an answer as a reader of the language understands it; several ones and entries stand in lines."""
    if value in (None, "", []):
        return ""
    with override(language):
        return _group(question, value, language) if question.kind == "group" else _shown(question, value, language)


def members_in(group: Question, entry: Mapping[str, Any]) -> list[Question]:
    """Return the questions of a group that an entry answers, in order."""
    return [each for each in group.questions if entry.get(each.code) not in (None, "", [])]


def _shown(question: Question, value: Any, language: str) -> str:
    write = WRITERS.get(question.kind)
    return write(question, value, language) if write else str(value)


def _labels(question: Question, value: Any) -> Iterator[str]:
    codes = value if isinstance(value, list) else [value]
    labels = {each.code: each.label for each in question.choices}
    for code in codes:
        yield str(pick(labels[code])) if code in labels else str(code)


def _group(group: Question, value: Any, language: str) -> str:
    """Return all entries as text: one line for each answer, the entries numbered."""
    rows = [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
    return "\n".join(_entry(group, number, row, language) for number, row in enumerate(rows, start=1))


def _entry(group: Question, number: int, row: Mapping[str, Any], language: str) -> str:
    lines = [
        f"{pick(each.label)}: {listed(_shown(each, row[each.code], language).splitlines())}"
        for each in members_in(group, row)
    ]
    return f"{number}. " + "\n".join(lines)


def _number(value: Any) -> str:
    """Write a number with the decimal mark of the language; years and counts stay without grouping."""
    try:
        return str(number_format(Decimal(str(value))))
    except InvalidOperation:
        return str(value)


def _euros(value: str) -> str:
    """Write an amount as the language does."""
    try:
        return money.written(Decimal(value))
    except InvalidOperation:
        return value


WRITERS: dict[str, Callable[[Question, Any, str], str]] = {
    "date": lambda _question, value, _language: dates.write(str(value)),
    "partial_date": lambda _question, value, _language: dates.write(str(value)),
    "country": lambda _question, value, language: catalogue.place_name(str(value), language),
    "nationality": lambda _question, value, language: catalogue.place_name(str(value), language),
    "language": lambda _question, value, language: catalogue.language_name(str(value), language),
    "choice": lambda question, value, _language: "\n".join(_labels(question, value)),
    "several": lambda question, value, _language: "\n".join(_labels(question, value)),
    "yes_no": lambda _question, value, _language: _("Yes") if value == "yes" else _("No"),
    "number": lambda _question, value, _language: _number(value),
    "money": lambda _question, value, _language: _euros(str(value)),
}
