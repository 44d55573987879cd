"""What conditions know about one application: its answers so far, the day, the law's amounts."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import product
from types import MappingProxyType
from typing import Any

from portal.catalogue.conditions import former
from portal.catalogue.conditions.entries import Expression, variable, written_out
from portal.catalogue.conditions.groups import groups_of
from portal.catalogue.conditions.syntax import Condition
from portal.catalogue.errors import ConditionError
from portal.shared.adapters.cel import Known

# (key, year) → EUR, or None when the law has set nothing for that year (yet)
type Amounts = Callable[[str, int], Decimal | None]
type Answers = Mapping[str, Any]
type Span = tuple[str, str]

DATES = frozenset({"date", "partial_date"})
NUMBERS = frozenset({"number", "money"})
# Every date known in part in one condition doubles the cases to weigh; with more such dates it stays unknown.
MOST_OPEN = 4
NO_MEMBERS: Mapping[str, str] = MappingProxyType({})


@lru_cache(maxsize=8192)
def _condition(source: str) -> Condition:
    return Condition(source)


def condition_from(data: Any) -> Condition | None:
    """Build a condition from pack or stored data; versions published in the first notation are translated."""
    if data is None or data == "":
        return None
    if isinstance(data, str):
        return _condition(data)
    if isinstance(data, Mapping):
        return _condition(former.in_cel(data))
    raise ConditionError(f"must be text, found {type(data).__name__}")


class Facts:
    """Answers as conditions see them, growing while a form is gone through; never fails, whatever was stored."""

    def __init__(self, today: date, amounts: Amounts = lambda _key, _year: None) -> None:
        self.today, self.amounts = today, amounts
        # Further nationalities of the person count wherever the person's nationality is asked about.
        self._others: list[str] = []
        self._nationality = ""
        self._known = Known({**_functions(amounts), "nationality_in": self._nationality_in})
        self._spans: dict[str, Span] = {}
        self._added: list[tuple[str, str, Any, Mapping[str, str]]] = []
        # Repeating groups that are answered, with the number of their entries.
        self._counts: dict[str, int] = {}
        self._known.add("today", today.isoformat())
        self._known.add("year", today.year)

    def add(self, code: str, kind: str, answer: Any, members: Mapping[str, str] = NO_MEMBERS) -> None:
        """Make an answer known; one that does not fit its kind stays unknown.

        `members` are the questions of a repeating group with their kinds: conditions may look into its entries.
        """
        self._added.append((code, kind, answer, members))
        self._note_nationality(code, answer)
        self._make_known(code, kind, answer)
        if members and isinstance(answer, list):
            self._counts[code] = len(answer)
            for number, row in enumerate(answer):
                for member in members.keys() & (row.keys() if isinstance(row, Mapping) else ()):
                    self._make_known(variable(code, number, member), members[member], row[member])

    def _make_known(self, name: str, kind: str, answer: Any) -> None:
        if kind in DATES:
            if (span := _span(answer)) is not None:
                self._spans[name] = span
                self._known.add(name, span[0])
        elif (value := _value(kind, answer)) is not None:
            self._known.add(name, value)

    def _note_nationality(self, code: str, answer: Any) -> None:
        if code == "nationality" and isinstance(answer, str):
            self._nationality = answer
        if code == "other_nationalities" and isinstance(answer, list):
            self._others = [str(value) for row in answer if isinstance(row, Mapping) for value in row.values()]

    def _nationality_in(self, nationality: str, wanted: list[str]) -> bool:
        """Say whether a nationality is among codes (ISO 3166-1) and groups of states (EU, VISA_FREE ...)."""
        codes = groups_of(tuple(wanted))
        held = [nationality, *(self._others if nationality == self._nationality else [])]
        return any(each in codes for each in held)

    def knows(self, code: str) -> bool:
        """Say whether a question was answered."""
        return any(each == code for each, _kind, _answer, _members in self._added)

    def entries(self, group: str) -> list[Mapping[str, Any]]:
        """Return the entries of a repeating group that are known."""
        found = [answer for code, kind, answer, _ in self._added if code == group and kind == "group"]
        return [row for row in found[-1] if isinstance(row, Mapping)] if found and isinstance(found[-1], list) else []

    def beside(self) -> "Facts":
        """Return the same facts apart, for one entry of a repeating group."""
        found = Facts(self.today, self.amounts)
        for each in self._added:
            found.add(*each)
        return found

    def holds(self, condition: Condition | None) -> bool:
        """Say whether a condition holds; no condition always does, one that hangs on a missing answer never."""
        return condition is None or self.verdict(condition) is True

    def verdict(self, condition: Condition) -> bool | None:
        """Return whether it holds, None while that hangs on answers not given yet.

        A date known in part (1998) stands for all its days: only what holds on the first and the last is certain.
        """
        try:
            expression = written_out(condition, {group: self._counts[group] for group in self._answered(condition)})
        except ConditionError:
            return None
        open_dates = sorted(name for name in expression.names & self._spans.keys() if self._is_open(name))
        if not open_dates:
            return self._value(expression)
        if len(open_dates) > MOST_OPEN:
            return None
        cases = product(*(self._spans[name] for name in open_dates))
        verdicts = {self._in_case(expression, dict(zip(open_dates, case, strict=True))) for case in cases}
        return verdicts.pop() if len(verdicts) == 1 else None

    def _answered(self, condition: Condition) -> frozenset[str]:
        return condition.looks_into & self._counts.keys()

    def _is_open(self, name: str) -> bool:
        first, last = self._spans[name]
        return first != last

    def _in_case(self, expression: Expression, days: Mapping[str, str]) -> bool | None:
        for name, day in days.items():
            self._known.add(name, day)
        return self._value(expression)

    def _value(self, expression: Expression) -> bool | None:
        found = self._known.value(expression.source)
        return found if isinstance(found, bool) else None


# -- answers as values ----------------------------------------------------------


def _value(kind: str, answer: Any) -> Any:
    if kind in NUMBERS:
        return _number(answer)
    if kind == "yes_no":
        return {"yes": True, "no": False, True: True, False: False}.get(answer) if _is_plain(answer) else None
    if kind in {"several", "group"}:
        return list(answer) if isinstance(answer, list | tuple) else None
    return answer if isinstance(answer, str) and answer else None


def _is_plain(answer: Any) -> bool:
    return isinstance(answer, str | bool)


def _number(answer: Any) -> float | None:
    if answer is None or isinstance(answer, bool):
        return None
    try:
        number = Decimal(str(answer))
    except InvalidOperation:
        return None
    return float(number) if number.is_finite() else None


def _span(answer: Any) -> Span | None:
    """Return the first and last day that a date, whole or in part (1998, 1998-05, 1998-05-17), may mean."""
    text = str(answer)
    days = {4: (f"{text}-01-01", f"{text}-12-31"), 7: (f"{text}-01", _last_of_month(text))}.get(
        len(text), (text, text)
    )
    return days if _day(days[0]) and _day(days[1]) else None


def _last_of_month(month: str) -> str:
    return next((f"{month}-{number}" for number in (31, 30, 29, 28) if _day(f"{month}-{number}")), "")


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text)
    except (ValueError, TypeError):
        return None


# -- functions of conditions ------------------------------------------------------
# They answer None where they cannot say, and the condition is then unknown.


def age_at(born: str, day: str) -> int | None:
    """Return the age in completed years on a day (§ 187(2) BGB: the day of birth counts)."""
    months = months_between(born, day)
    return None if months is None else months // 12


def months_between(start: str, end: str) -> int | None:
    """Return the completed months between two days; negative when the end is earlier."""
    first, last = _day(start), _day(end)
    if first is None or last is None:
        return None
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def is_before(one: str, other: str) -> bool | None:
    """Say whether the first day is earlier than the second."""
    first, last = _day(one), _day(other)
    return None if first is None or last is None else first < last


def _functions(amounts: Amounts) -> dict[str, Callable[..., Any]]:
    def threshold(key: str, year: float) -> float | None:
        amount = amounts(key, int(year))
        return None if amount is None else float(amount)

    return {
        "age_at": age_at,
        "months_between": months_between,
        "is_before": is_before,
        "threshold": threshold,
    }
