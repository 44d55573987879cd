"""The needs check of one visitor: which question comes next, which answers count, what goes into a form."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Definition, Facts, Question
from portal.catalogue.needs import NeedsCheck, needs_from
from portal.catalogue.pack import read_needs
from portal.catalogue.wording import filled
from portal.needs import memory
from portal.shared import language

Answers = Mapping[str, Any]


# -- for the form that is started ------------------------------------------------


def carried(session: SessionBase, definition: Definition) -> dict[str, Any]:
    """Return {question code: value} of the needs check for a service's form, ready to be stored as its answers.

    Only answers that count, to questions of the same kind, and choices that the form has, too; and what follows from
    them. Empty without answers or after a day. The person still confirms them page by page.
    """
    facts, answers = counting(session)
    found: dict[str, Any] = dict(needs_check().following(definition.slug, facts))
    for code, source in needs_check().fills_of(definition.slug).items():
        question, asked = definition.question(code), needs_check().question(source)
        if question and asked and _fits(question, asked, answers.get(source)):
            found[code] = answers[source]
    return found


def marks(session: SessionBase, slug: str) -> dict[str, str]:
    """Return {requirement code: "have" or "need"} as marked on a service's checklist before the form was started."""
    found = memory.recalled(session, "marks").get(slug)
    return dict(found) if isinstance(found, dict) else {}


def _fits(question: Question, asked: Question, value: Any) -> bool:
    if value is None or question.kind != asked.kind:
        return False
    return not question.choices or value in {each.code for each in question.choices}


# -- the check itself -------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """Where a visitor stands: a question, its number from 1, and the one before it."""

    question: Question
    number: int
    before: Question | None


def needs_check() -> NeedsCheck:
    """Return the needs check, read once per process and state of the law."""
    return _parsed(catalogue.law_on().stamp)


@lru_cache(maxsize=4)
def _parsed(_stamp: str) -> NeedsCheck:
    return needs_from(filled(read_needs(), catalogue.law_on().placeholders))


def counting(session: SessionBase) -> tuple[Facts, dict[str, Any]]:
    """Return what conditions know, and the answers that count: to questions that are still asked."""
    return catalogue.known_of(needs_check().definition, memory.recalled(session, "answers"))


def offered_before(session: SessionBase, question: Question) -> Any:
    """Return the answer of an earlier round to a question that is still open in this one; None when there is none."""
    is_open = question.code not in memory.recalled(session, "answers")
    return memory.recalled(session, "before").get(question.code) if is_open else None


def next_question(session: SessionBase) -> Question | None:
    """Return the first question that is asked and not answered yet; None when all are."""
    facts, answers = counting(session)
    return next((each for each in _asked(facts) if each.code not in answers), None)


def place_of(session: SessionBase, code: str) -> Place | None:
    """Return the place of a question; None while it is not asked, or one before it is still open."""
    facts, answers = counting(session)
    before: Question | None = None
    for number, question in enumerate(_asked(facts), start=1):
        if question.code == code:
            return Place(question, number, before)
        if question.code not in answers:
            return None
        before = question
    return None


def _asked(facts: Facts) -> list[Question]:
    return [each for each in needs_check().questions if facts.holds(each.when)]


def is_by_machine(origins: Mapping[str, str]) -> bool:
    """Say whether the reader's language was translated by machine."""
    return origins.get(language.current()) == "machine"
