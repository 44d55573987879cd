"""The condition language of the packs: when a question is asked, a document needed, a fee due.

Three-valued inside: what was not answered is unknown, and unknown does not hold, not even under `not`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from portal.catalogue.errors import ConditionError

MAX_DEPTH = 6
MAX_PARTS = 60

type Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Comparison:
    """One answer held against a value (or, for `*_field`, against another answer)."""

    field: str
    operator: str
    value: Any


@dataclass(frozen=True)
class Group:
    """`all` or `any` of its members."""

    mode: str
    members: tuple["Condition", ...]


@dataclass(frozen=True)
class Opposite:
    """The member does not hold, and we know it."""

    member: "Condition"


type Condition = Comparison | Group | Opposite


def holds(condition: Condition | None, answers: Answers, today: date) -> bool:
    """Say whether a condition holds; no condition always does, a missing answer never."""
    return condition is None or _verdict(condition, answers, today) is True


def fields_of(condition: Condition | None) -> Iterator[str]:
    """Yield the codes of the questions a condition asks about."""
    match condition:
        case Comparison(field, operator, value):
            yield field
            if operator.endswith("_field"):
                yield str(value)
        case Group(_, members):
            for member in members:
                yield from fields_of(member)
        case Opposite(member):
            yield from fields_of(member)


# -- reading ----------------------------------------------------------------


def condition_from(data: Any) -> Condition | None:
    """Build a condition from pack or stored data; refuses what is malformed, endless or huge."""
    return None if data is None else _parsed(data, [], MAX_DEPTH)


def _parsed(data: Any, seen: list[None], depth: int) -> Condition:
    seen.append(None)
    if depth == 0:
        raise ConditionError(f"nested deeper than {MAX_DEPTH} levels (or without end)")
    if len(seen) > MAX_PARTS:
        raise ConditionError(f"more than {MAX_PARTS} parts")
    if not isinstance(data, Mapping):
        raise ConditionError(f"must be a mapping, found {type(data).__name__}")
    match [str(key) for key in data]:
        case ["all" | "any" as mode]:
            return Group(mode, tuple(_parsed(member, seen, depth - 1) for member in _listed(data[mode], mode)))
        case ["not"]:
            return Opposite(_parsed(data["not"], seen, depth - 1))
    return _comparison(data)


def _listed(value: Any, operator: str) -> list[Any]:
    if not isinstance(value, list | tuple) or not value:
        raise ConditionError(f"`{operator}` needs a list that is not empty")
    return list(value)


def _comparison(data: Mapping[Any, Any]) -> Comparison:
    operators = [str(key) for key in data if key != "field"]
    if "field" not in data or len(operators) != 1 or operators[0] not in OPERATORS:
        raise ConditionError(f"needs `field` and one of {', '.join(OPERATORS)}; found {', '.join(map(str, data))}")
    operator = operators[0]
    value = data[operator]
    _CHECKS.get(operator, _is_scalar)(value, operator)
    return Comparison(str(data["field"]), operator, tuple(value) if isinstance(value, list) else value)


def _is_scalar(value: Any, operator: str) -> None:
    if not isinstance(value, str | int | bool | float | Decimal | date):
        raise ConditionError(f"`{operator}` needs one plain value")


def _is_list(value: Any, operator: str) -> None:
    for each in _listed(value, operator):
        _is_scalar(each, operator)


def _is_number(value: Any, operator: str) -> None:
    if _number(value) is None:
        raise ConditionError(f"`{operator}` needs a number")


def _is_day(value: Any, operator: str) -> None:
    if value != "today" and _day(value) is None:
        raise ConditionError(f'`{operator}` needs a day such as 2026-03-04, or "today"')


def _is_age(value: Any, operator: str) -> None:
    if not isinstance(value, Mapping) or len(value) != 1 or not set(value) <= {"lt", "gt"}:
        raise ConditionError(f"`{operator}` needs lt or gt and the years")
    _is_number(next(iter(value.values())), operator)


_CHECKS: dict[str, Callable[[Any, str], None]] = {
    "in": _is_list,
    "nationality_in": _is_list,
    "gt": _is_number,
    "lt": _is_number,
    "before_date": _is_day,
    "age_at": _is_age,
}


# -- asking -----------------------------------------------------------------


def _verdict(condition: Condition, answers: Answers, today: date) -> bool | None:
    match condition:
        case Opposite(member):
            verdict = _verdict(member, answers, today)
            return None if verdict is None else not verdict
        case Group(mode, members):
            # A single False settles `all`, a single True settles `any`, whatever is still unknown.
            settling = mode == "any"
            verdicts = [_verdict(member, answers, today) for member in members]
            if settling in verdicts:
                return settling
            return None if None in verdicts else not settling
        case Comparison(field, operator, value):
            answer = answers.get(field)
            return None if answer in (None, "", [], ()) else OPERATORS[operator](answer, value, answers, today)


def _equal(answer: Any, value: Any, _answers: Answers, _today: date) -> bool:
    return any(_plain(each) == _plain(value) for each in _each(answer))


def _one_of(answer: Any, value: Any, _answers: Answers, _today: date) -> bool:
    wanted = {_plain(each) for each in value}
    return any(_plain(each) in wanted for each in _each(answer))


def _greater(answer: Any, value: Any, _answers: Answers, _today: date) -> bool | None:
    left, right = _number(answer), _number(value)
    return None if left is None or right is None else left > right


def _less(answer: Any, value: Any, _answers: Answers, _today: date) -> bool | None:
    left, right = _number(answer), _number(value)
    return None if left is None or right is None else left < right


def _greater_than_field(answer: Any, value: Any, answers: Answers, today: date) -> bool | None:
    return _greater(answer, answers.get(value), answers, today)


def _less_than_field(answer: Any, value: Any, answers: Answers, today: date) -> bool | None:
    return _less(answer, answers.get(value), answers, today)


def _before(answer: Any, value: Any, _answers: Answers, today: date) -> bool | None:
    day, limit = _day(answer), today if value == "today" else _day(value)
    return None if day is None or limit is None else day < limit


def _age(answer: Any, value: Mapping[str, Any], _answers: Answers, today: date) -> bool | None:
    """Compare an age in full years; a birth date known only in part is decided only when every such day agrees."""
    born = _span(answer)
    if born is None:
        return None
    operator, years = next(iter(value.items()))
    limit = int(years)
    verdicts = {_years(day, today) < limit if operator == "lt" else _years(day, today) > limit for day in born}
    return verdicts.pop() if len(verdicts) == 1 else None


OPERATORS: dict[str, Callable[[Any, Any, Answers, date], bool | None]] = {
    "eq": _equal,
    "in": _one_of,
    "gt": _greater,
    "lt": _less,
    "gt_field": _greater_than_field,
    "lt_field": _less_than_field,
    "before_date": _before,
    "age_at": _age,
    "nationality_in": _one_of,
}


def _each(answer: Any) -> list[Any]:
    return list(answer) if isinstance(answer, list | tuple) else [answer]


def _plain(value: Any) -> str:
    # Yes and no arrive as booleans or as words: forms, YAML and JSON differ.
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _number(value: Any) -> Decimal | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _day(value: Any) -> date | None:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return None


def _span(value: Any) -> tuple[date, date] | None:
    """Return the first and last day that a partial date (1998, 1998-05, 1998-05-17) may mean."""
    text = str(value)
    match len(text):
        case 4:
            first, last = _day(f"{text}-01-01"), _day(f"{text}-12-31")
        case 7:
            first, last = _day(f"{text}-01"), _last_of_month(text)
        case _:
            first = last = _day(text)
    return None if first is None or last is None else (first, last)


def _last_of_month(month: str) -> date | None:
    return next((day for number in (31, 30, 29, 28) if (day := _day(f"{month}-{number}"))), None)


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
