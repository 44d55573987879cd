"""What a visitor may change: answers, marks on the checklist, and forget it all."""

from collections.abc import Mapping

from django.contrib.sessions.backends.base import SessionBase

from portal.catalogue.definition import Definition, Question
from portal.needs import memory, queries
from portal.needs.states import MARKS


def answer(session: SessionBase, question: Question, value: str | None) -> None:
    """Keep an answer; None when the question was left out. Later answers stay and count again if they still fit.

    The first question begins a new round: the answers of the one before are offered page by page and do not count.
    """
    kept = memory.recalled(session, "answers")
    if question.code == queries.needs_check().questions[0].code:
        memory.remember(session, "before", {**memory.recalled(session, "before"), **kept})
        kept = {}
    memory.remember(session, "answers", {**kept, question.code: value})


def mark(session: SessionBase, definition: Definition, marks: Mapping[str, str]) -> None:
    """Keep what was marked beside a service's documents; what is no document or no mark is left aside."""
    codes = {each.code for each in definition.requirements}
    kept = {code: found for code, found in marks.items() if code in codes and found in MARKS}
    memory.remember(session, "marks", {**memory.recalled(session, "marks"), definition.slug: kept})


def start_again(session: SessionBase) -> None:
    """Erase answers and marks."""
    memory.forget(session)
