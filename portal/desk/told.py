"""What the applicant told, as the package says it: answers step by step, for people to read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from portal.desk import wording
from portal.desk.models import Case
from portal.shared import language


@dataclass(frozen=True)
class Answer:
    """One answer; of a repeating question the entries, each a list of answers."""

    label: str
    value: str
    entries: list[list["Answer"]] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """One step of the application with its answers, as the applicant saw it."""

    title: str
    answers: list[Answer]


def steps_of(case: Case) -> list[Step]:
    """Return the applicant's answers, step by step."""
    data = case.data()
    return [
        Step(text_of(step.get("title") or step.get("code")), [_answer(each) for each in _rows(step)])
        for step in data.get("steps") or data.get("sections") or []
    ]


@dataclass(frozen=True)
class Fee:
    """One line of what is to be paid by what the applicant told, in EUR; the office decides."""

    title: str
    reason: str
    law: str
    amount: Decimal


def fees_of(case: Case) -> list[Fee]:
    """Return the fee lines of the package; the first packages name law and amount only."""
    expected = case.data().get("fees") or []
    return [
        Fee(each.get("title") or each["code"], each.get("reason", ""), each["code"], Decimal(each["amount"]))
        for each in expected
    ]


def unit_of(case: Case) -> str:
    """Return the part of the office that the package is for; empty for the office in general."""
    unit = (case.data().get("routing") or {}).get("unit", "")
    return str(wording.UNITS[unit]) if unit == wording.TALENT_CENTER else ""


def _rows(step: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = step.get("answers") or step.get("rows") or []
    return found


def _answer(answer: Mapping[str, Any]) -> Answer:
    entries = [[_answer(each) for each in entry] for entry in answer.get("entries") or []]
    value = text_of(answer.get("shown") or answer.get("value"))
    return Answer(text_of(answer.get("label") or answer.get("code")), value, entries)


def text_of(value: Any) -> str:
    """Write any answer for people: texts by language, yes and no, several values."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(wording.YES if value else wording.NO)
    if isinstance(value, Mapping):
        return _of_mapping(value)
    if isinstance(value, list | tuple):
        return ", ".join(text_of(each) for each in value)
    return str(value)


def _of_mapping(value: Mapping[str, Any]) -> str:
    if value and set(value) <= set(language.CODES):
        return text_of(language.pick(value).value)
    return ", ".join(text_of(each) for each in value.values())
