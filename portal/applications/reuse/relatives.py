"""Answers that somebody of the family has given since, for a page of the form that is open now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portal.applications import family
from portal.applications.reuse.answers import fitting
from portal.applications.steps import standing
from portal.applications.steps.progress import Content
from portal.applications.steps.standing import Standing
from portal.catalogue.definition import Question, Step
from portal.shared.language import Text, pick


@dataclass(frozen=True)
class SaidBefore:
    """An answer of somebody of the family that stands in the page, to be looked at and saved with it."""

    question: Question
    value: Any
    name: str

    @property
    def label(self) -> Text:
        """Return the question as its reader sees it."""
        return pick(self.question.label)


def said_before(stands: Standing, step: Step) -> list[SaidBefore]:
    """Return what others of the family have said that fits questions of this page without an answer.

    When somebody was added, the others may not have typed it yet. No query for those who apply alone, nor when the
    page has no such question left.
    """
    if stands.application.bundle_id is None:
        return []
    empty = [each for each in stands.questions_of(step) if _is_empty(each, stands.content_of(step))]
    open_ones = [each for each in empty if family.may_be_said(each) and not each.must_agree]
    said = family.said_by(family.mates_of(stands.application)) if open_ones else {}
    fitted = ((each, fitting(step, each, said[each.code].value)) for each in open_ones if each.code in said)
    return [SaidBefore(each, value, said[each.code].name) for each, value in fitted if value is not None]


def filled(stands: Standing, step: Step, said: Iterable[SaidBefore]) -> Standing:
    """Return the draft as if these answers stood in it; they are kept when the person saves the page."""
    content = {name: dict(found) for name, found in stands.content_of(step).items()}
    content["values"] |= {each.question.code: each.value for each in said}
    return standing.standing_with(stands.application, {**stands.contents, step.code: content})


def _is_empty(question: Question, content: Content) -> bool:
    typed, values = {name.split("-")[0] for name in content["raw"]}, content["values"]
    # Who has seen a question that nobody has to answer, and left it empty, means it.
    is_left = question.code in values and not question.required
    return question.code not in typed and not is_left and values.get(question.code) in (None, "", [])
