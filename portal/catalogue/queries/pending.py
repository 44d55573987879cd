"""What cannot be said yet: conditions that hang on questions which are still to be answered."""

from collections.abc import Iterator

from portal.catalogue.conditions import Condition
from portal.catalogue.definition import Definition, Facts, Question


def pending_questions(definition: Definition, facts: Facts) -> list[Question]:
    """Return the questions that must still be answered, or perhaps: whether they are asked may be open itself.

    Optional ones are none of them: left out they stay unanswered, and a form can be sent like that. So nothing is
    pending in a form that is filled in.
    """
    found: dict[str, Question] = {}
    for question in definition.questions():
        may_be_asked = facts.holds(question.when) or hangs_on(question.when, facts, found)
        if question.required and may_be_asked and not facts.knows(question.code):
            found[question.code] = question
    return list(found.values())


def hangs_on(condition: Condition | None, facts: Facts, pending: dict[str, Question]) -> list[Question]:
    """Return the pending questions (by code) that keep anybody from saying whether a condition holds."""
    if condition is None or facts.verdict(condition) is not None:
        return []
    return list(_asked_by(condition, pending))


def _asked_by(condition: Condition, pending: dict[str, Question]) -> Iterator[Question]:
    return (question for code, question in pending.items() if code in condition.names)
