"""Conditions against the questions that they may ask about."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from portal.catalogue import places
from portal.catalogue.conditions import Condition, Kind, Variable, problems_of
from portal.catalogue.definition import Definition, Question

KINDS = {
    "yes_no": Kind.TRUTH,
    "number": Kind.NUMBER,
    "money": Kind.NUMBER,
    "date": Kind.DATE,
    "partial_date": Kind.DATE,
    "nationality": Kind.NATION,
    "country": Kind.NATION,
    "several": Kind.SEVERAL,
    "group": Kind.ROWS,
}


def variable_of(question: Question) -> Variable:
    """Return what a question is to conditions."""
    kind = KINDS.get(question.kind, Kind.TEXT)
    choices = places.codes() if kind == Kind.NATION else frozenset(each.code for each in question.choices)
    members = {member.code: variable_of(member) for member in question.questions}
    return Variable(kind, choices, members)


type Known = dict[str, Variable]


def known_before(definition: Definition) -> Iterator[tuple[Question, Known]]:
    """Yield every question, those of groups too, with the names that its condition may use.

    Questions look back only, so none can wait for each other.
    """
    known: Known = {}
    for question in definition.questions():
        yield question, dict(known)
        inside = dict(known)
        for member in question.questions:
            yield member, dict(inside)
            inside[member.code] = variable_of(member)
        known[question.code] = variable_of(question)


def known_to_all(definition: Definition) -> Known:
    """Return what documents, fees, hints and notes may ask about: everything outside groups."""
    return {question.code: variable_of(question) for question in definition.questions()}


def known_in_group(definition: Definition, code: str) -> Known:
    """Return what a rule for each entry of a group may ask about: everything outside groups, and the entry's own."""
    group = definition.question(code)
    members = {member.code: variable_of(member) for member in (group.questions if group else ())}
    return known_to_all(definition) | members


def problems_of_condition(
    place: str, condition: Condition | None, known: Mapping[str, Variable], thresholds: frozenset[str]
) -> Iterator[str]:
    """Yield what is wrong with a condition, with its place."""
    for problem in problems_of(condition, known, thresholds) if condition else ():
        yield f"{place}: " + _("condition") + f" – {problem}"
