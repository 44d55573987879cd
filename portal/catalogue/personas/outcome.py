"""What a form and the needs check make of somebody's answers on a day, as codes that can be laid side by side."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.catalogue.definition import Answers, Definition, Facts, Question, facts_of
from portal.catalogue.needs import NeedsCheck
from portal.catalogue.queries.fees import FeeLine, lines_for, total
from portal.catalogue.queries.law import Law

OPTIONAL = "(optional)"
NOTHING: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True)
class Outcome:
    """What somebody is asked, must bring, pays and is told; everything in the order of the form."""

    # Codes; a member of a group as `group.member`.
    questions: tuple[str, ...]
    # Codes of requirements; those that may be left out end with `OPTIONAL`.
    documents: tuple[str, ...]
    # One line of the fee each: kind, law and amount in EUR.
    fees: tuple[str, ...]
    # In EUR, as 93.00.
    total: str
    hints: tuple[str, ...]
    notes: tuple[str, ...]
    # Required questions without an answer, and answers to questions that are not asked: a sound file has neither.
    missing: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Advice:
    """What the needs check says: services by slug, the one that fits best first, and information by code."""

    questions: tuple[str, ...]
    services: tuple[str, ...]
    information: tuple[str, ...]
    missing: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()


def outcome_of(definition: Definition, answers: Answers, law: Law) -> Outcome:
    """Return what these answers lead to when the form is filled in on the law's day."""
    facts, kept = facts_of(definition, answers, law.day, law.amount)
    asked = [each for each in definition.questions() if facts.holds(each.when)]
    lines = lines_for(definition, facts, law)
    return Outcome(
        questions=tuple(_seen(asked, kept, facts)),
        documents=tuple(
            document(each.code, is_required=each.required)
            for each in definition.requirements
            if facts.holds(each.when)
        ),
        fees=tuple(map(_fee, lines)),
        total=str(total(lines).quantize(Decimal("0.01"))),
        hints=tuple(each.code for each in definition.hints if facts.holds(each.when)),
        notes=tuple(each.code for each in definition.notes if facts.holds(each.when)),
        missing=tuple(_missing(asked, kept, facts)),
        unasked=tuple(_unasked(answers, kept)),
    )


def advice_of(check: NeedsCheck, answers: Answers, law: Law) -> Advice:
    """Return what the needs check says to these answers on the law's day."""
    form = check.definition
    facts, kept = facts_of(form, answers, law.day, law.amount)
    asked = [each for each in form.questions() if facts.holds(each.when)]
    return Advice(
        questions=tuple(each.code for each in asked),
        services=tuple(check.weighed(facts)),
        information=tuple(each.code for each in check.told(facts)),
        missing=tuple(_missing(asked, kept, facts)),
        unasked=tuple(_unasked(answers, kept)),
    )


def document(code: str, *, is_required: bool) -> str:
    """Write a requirement as one text."""
    return code if is_required else f"{code} {OPTIONAL}"


def fee(kind: str, law: str, amount: str) -> str:
    """Write a line of the fee as one text; `amount` in EUR."""
    return f"{kind} {law} {amount}"


def _fee(line: FeeLine) -> str:
    return fee(line.kind, line.law, str(line.amount.quantize(Decimal("0.01"))))


# -- questions and their answers ---------------------------------------------------


def _seen(asked: list[Question], kept: Mapping[str, Any], facts: Facts) -> Iterator[str]:
    for question in asked:
        yield question.code
        if question.kind == "group":
            yield from _members_seen(question, kept, facts)


def _members_seen(group: Question, kept: Mapping[str, Any], facts: Facts) -> Iterator[str]:
    """Yield the members that at least one entry is asked, in the order of the form."""
    opened = [_opened(group, entry, facts) for entry in kept.get(group.code, ())]
    for member in group.questions:
        if any(member in each for each in opened):
            yield f"{group.code}.{member.code}"


def _opened(group: Question, entry: Answers, facts: Facts) -> list[Question]:
    """Return the members that an entry is asked; they may hang on its own answers before them."""
    known, found = facts.beside(), list[Question]()
    for member in group.questions:
        if known.holds(member.when):
            found.append(member)
            if member.code in entry:
                known.add(member.code, member.kind, entry[member.code])
    return found


def _missing(asked: list[Question], kept: Mapping[str, Any], facts: Facts) -> Iterator[str]:
    for question in asked:
        answer = kept.get(question.code)
        if question.kind == "group":
            yield from _missing_in(question, answer or [], facts)
        elif question.required and answer in NOTHING:
            yield question.code


def _missing_in(group: Question, entries: list[Answers], facts: Facts) -> Iterator[str]:
    if len(entries) < max(group.least, 1 if group.required else 0):
        yield group.code
    for entry in entries:
        for member in _opened(group, entry, facts):
            if member.required and entry.get(member.code) in NOTHING:
                yield f"{group.code}.{member.code}"


def _unasked(answers: Answers, kept: Mapping[str, Any]) -> Iterator[str]:
    for code, answer in answers.items():
        if code not in kept:
            yield code
        elif isinstance(answer, list):
            yield from _unasked_in(code, answer, kept[code])


def _unasked_in(code: str, entries: list[Any], kept: list[Any]) -> Iterator[str]:
    given = {member for entry in entries if isinstance(entry, Mapping) for member in entry}
    counting = {member for entry in kept if isinstance(entry, Mapping) for member in entry}
    yield from (f"{code}.{member}" for member in sorted(given - counting))
