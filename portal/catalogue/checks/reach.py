"""Finds questions that nobody can ever be asked: their condition, with those it hangs on, can never hold."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import islice, pairwise, product
from random import Random
from typing import Any

from portal.catalogue.conditions import Condition, Facts
from portal.catalogue.conditions.entries import members_asked
from portal.catalogue.conditions.groups import GROUPS
from portal.catalogue.conditions.syntax import Literal, nodes
from portal.catalogue.definition import Definition, Question
from portal.catalogue.errors import ConditionError

TODAY = date(2026, 7, 1)
# So many combinations of answers are tried in order; of more, as many at random.
MOST_CASES = 3_000
MOST = 50
AMOUNT = Decimal(40_000)
DAYS = ["1900-01-01", "1960-01-01", "1985-01-01", "2000-01-01", "2010-01-01", "2022-01-01", "2026-06-30", "2026-07-02"]
DAYS += ["2025-01-01", "2026-12-31", "2030-01-01"]


def unreachable(definition: Definition) -> Iterator[str]:
    """Yield the codes of questions whose condition no tried answers fulfil."""
    questions = {each.code: each for each in definition.questions()}
    for question in questions.values():
        yield from _dead(question, questions)
        within = {**questions, **{each.code: each for each in question.questions}}
        for member in question.questions:
            yield from _dead(member, within)


def _dead(question: Question, questions: Mapping[str, Question]) -> Iterator[str]:
    try:
        conditions = list(_with_causes(question, questions, set()))
    except ConditionError:
        # Named already where conditions are checked one by one.
        return
    if not conditions or not _is_readable(conditions, questions):
        return
    names = sorted(set().union(*(each.names for each in conditions)) & questions.keys())
    written = _written(conditions)
    candidates = [[*_candidates(questions[name], written), *_entries(questions[name], conditions)] for name in names]
    for case in _cases(candidates):
        facts = Facts(TODAY, lambda _key, _year: AMOUNT)
        for name, answer in zip(names, case, strict=True):
            facts.add(name, questions[name].kind, answer, questions[name].member_kinds)
        if all(facts.holds(each) for each in conditions):
            return
    yield question.code


def _with_causes(question: Question, questions: Mapping[str, Question], seen: set[str]) -> Iterator[Condition]:
    """Yield a question's condition and those of the questions it asks about, each once."""
    if question.when is None or question.code in seen:
        return
    seen.add(question.code)
    names = question.when.names
    yield question.when
    for name in names & questions.keys():
        yield from _with_causes(questions[name], questions, seen)


def _is_readable(conditions: list[Condition], questions: Mapping[str, Question]) -> bool:
    known = questions.keys() | {"today", "year"}
    return all(each.names <= known for each in conditions)


def _cases(candidates: list[list[Any]]) -> Iterator[tuple[Any, ...]]:
    count = 1
    for each in candidates:
        count *= len(each)
    if count <= MOST_CASES:
        yield from product(*candidates)
        return
    # The same cases at every publication: a check that sometimes fails helps nobody.
    chance = Random(count)  # noqa: S311 - nothing secret
    yield from (tuple(chance.choice(each) for each in candidates) for _ in range(MOST_CASES))
    yield from islice(product(*candidates), MOST_CASES)


def _written(conditions: list[Condition]) -> list[str | float]:
    found = {node.value for each in conditions for node in nodes(each.tree) if isinstance(node, Literal)}
    return [value for value in found if not isinstance(value, bool)]


def _candidates(question: Question, written: list[str | float]) -> list[Any]:
    """Return answers worth trying: every choice, and the values around those that conditions name."""
    texts = [value for value in written if isinstance(value, str)]
    numbers = [value for value in written if not isinstance(value, str)]
    codes = [each.code for each in question.choices]
    found: dict[str, list[Any]] = {
        "yes_no": ["yes", "no"],
        "choice": codes,
        "several": [codes, *[[code] for code in codes], []],
        "number": _around(numbers, question),
        "money": _around(numbers, question),
        "date": DAYS,
        "partial_date": DAYS,
        "group": [[{}] * count for count in sorted({0, 1, *(int(value) + 1 for value in numbers if value < MOST)})],
        "nationality": _states(texts),
        "country": _states(texts),
    }
    return found.get(question.kind, [*texts, "…"])


def _entries(group: Question, conditions: list[Condition]) -> list[list[dict[str, Any]]]:
    """Return lists of one entry, and of two that differ, for what conditions ask about the entries of a group."""
    asked = members_asked(conditions, group.code)
    members, written = [each for each in group.questions if each.code in asked], _written(conditions)
    entries = [
        dict(zip((each.code for each in members), case, strict=True))
        for case in _cases([_candidates(each, written) for each in members])
    ]
    single = [[each] for each in entries if each]
    return [*single, *([one, other] for one, other in pairwise(entries) if one)]


def _around(numbers: list[float], question: Question) -> list[float]:
    return sorted({_within(value + step, question) for value in (*numbers, float(AMOUNT)) for step in (-1, 0, 1)})


def _states(texts: list[str]) -> list[str]:
    members = [code for name in texts if name in GROUPS for code in sorted(GROUPS[name])[:1]]
    return [*[each for each in texts if each not in GROUPS], *members, "IN"]


def _within(value: float, question: Question) -> float:
    low = value if question.minimum is None else max(value, question.minimum)
    return low if question.maximum is None else min(low, question.maximum)
