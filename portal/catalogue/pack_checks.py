"""What must be true of packs before they are loaded. Every problem is found and named, not only the first."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from portal.catalogue.conditions import Comparison, Condition, Group, Opposite, condition_from, fields_of
from portal.catalogue.definition import KINDS, Definition, Question, definition_from
from portal.catalogue.errors import ConditionError
from portal.catalogue.pack import Packs, number_in

CHECKS = frozenset(
    [
        "passport_zone",
        "passport_expiry",
        "passport_name",
        "passport_birth",
        "passport_nationality",
        "passport_number",
        "kind_by_words",
        "not_older_3_months",
        "not_older_6_months",
        "name_matches",
    ]
)

AMOUNTS = (frozenset({"key", "amount", "law", "title", "valid_from"}), frozenset({"source", "valid_until"}))
COLUMNS = {
    "fees": AMOUNTS,
    "thresholds": AMOUNTS,
    "legal_sentences": (frozenset({"key", "law", "text"}), frozenset()),
    "document_types": (frozenset({"code", "official_name", "title", "explanation"}), frozenset({"is_file"})),
}


def problems_of(packs: Packs) -> list[str]:
    """Return all problems of the packs, the reader's included; empty means they may be loaded."""
    problems = [*packs.problems, *_problems_of_rows(packs)]
    for place, data in packs.services.items():
        problems += [f"{place}: {problem}" for problem in _problems_of_service(data, packs)]
    return problems


def definition_in(data: Mapping[str, Any], origins: Mapping[str, str]) -> Definition:
    """Build the definition of a service pack."""
    return definition_from({**data, "origins": dict(origins)})


def _problems_of_rows(packs: Packs) -> Iterator[str]:
    for table, (needed, optional) in COLUMNS.items():
        rows = getattr(packs, table)
        for number, row in enumerate(rows, start=1):
            place = f"{table}.{row.get('key') or row.get('code') or number}"
            yield from (f"{place}: {name} is missing" for name in sorted(needed) if not row.get(name))
            yield from (f"{place}: nothing is called {name} here" for name in sorted(set(row) - needed - optional))
            yield from _problems_of_amount(place, row)
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


def _problems_of_service(data: Mapping[str, Any], packs: Packs) -> list[str]:
    broken = list(_broken_conditions(data))
    if broken:
        return broken
    try:
        definition = definition_in(data, packs.origins)
    except (KeyError, TypeError) as error:
        return [f"cannot be read: {error}"]
    return [
        *_problems_of_questions(definition),
        *_problems_of_requirements(definition, {row["code"] for row in packs.document_types}),
        *_problems_of_fees(definition, {row["key"] for row in packs.fees}),
    ]


def _broken_conditions(data: Mapping[str, Any]) -> Iterator[str]:
    questions = [question for step in data.get("steps", ()) for question in step.get("questions", ())]
    for each in [*questions, *data.get("requirements", ()), *data.get("fees", ())]:
        try:
            condition_from(each.get("when"))
        except ConditionError as error:
            yield f"{each.get('code') or each.get('fee_key')}: condition {error}"


def _problems_of_questions(definition: Definition) -> Iterator[str]:
    earlier: dict[str, Question] = {}
    for question in definition.questions():
        if question.code in earlier:
            yield f"{question.code}: asked twice"
        if question.kind not in KINDS:
            yield f"{question.code}: unknown kind {question.kind}"
        if (question.kind == "choice") != bool(question.choices):
            yield f"{question.code}: choices belong to kind choice, and to it alone"
        # Looking back only also rules out questions that wait for each other.
        yield from _problems_of_condition(question.code, question.when, earlier)
        earlier[question.code] = question


def _problems_of_condition(place: str, condition: Condition | None, known: Mapping[str, Question]) -> Iterator[str]:
    unknown = [code for code in fields_of(condition) if code not in known]
    yield from (f"{place}: the condition asks about {code}, which is not a question before it" for code in unknown)
    for comparison in _comparisons(condition):
        choices = known[comparison.field].choices if comparison.field in known else ()
        if choices and comparison.operator in {"eq", "in"}:
            values = comparison.value if isinstance(comparison.value, tuple) else (comparison.value,)
            for value in set(map(str, values)) - {choice.code for choice in choices}:
                yield f"{place}: {value} is not a choice of {comparison.field}"


def _comparisons(condition: Condition | None) -> Iterator[Comparison]:
    match condition:
        case Comparison():
            yield condition
        case Group(_, members):
            for member in members:
                yield from _comparisons(member)
        case Opposite(member):
            yield from _comparisons(member)


def _problems_of_requirements(definition: Definition, types: set[str]) -> Iterator[str]:
    known = {question.code: question for question in definition.questions()}
    codes = [each.code for each in definition.requirements]
    yield from (f"{code}: asked for twice" for code in sorted({code for code in codes if codes.count(code) > 1}))
    for each in definition.requirements:
        if each.document_type not in types:
            yield f"{each.code}: no document type is called {each.document_type}"
        if not any(each.why.values()):
            yield f"{each.code}: say why it is needed"
        yield from (f"{each.code}: no check is called {check}" for check in each.checks if check not in CHECKS)
        yield from _problems_of_condition(each.code, each.when, known)


def _problems_of_fees(definition: Definition, keys: set[str]) -> Iterator[str]:
    known = {question.code: question for question in definition.questions()}
    for rule in definition.fee_rules:
        if rule.fee_key not in keys:
            yield f"fee {rule.fee_key}: no such fee"
        yield from _problems_of_condition(f"fee {rule.fee_key}", rule.when, known)
    base = [rule for rule in definition.fee_rules if not rule.surcharge]
    if not base or base[-1].when is not None or any(rule.when is None for rule in base[:-1]):
        yield "fees: end with one rule without a condition, the usual fee"
