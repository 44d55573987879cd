"""Which questions and steps are open, what is still missing, and how an answer reads."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.applications.steps import dates, kinds
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Definition, Question, Step, holds, relevant_answers
from portal.shared import clock
from portal.shared.language import pick

Answers = Mapping[str, Any]
Problems = dict[str, str | Promise]


@dataclass(frozen=True)
class Typed:
    """One step as typed: `values` could be read, `raw` could not (yet) and is kept as it is, `problems` says why."""

    values: dict[str, Any]
    raw: dict[str, str]
    problems: Problems


def read_step(step: Step, fields: Mapping[str, object]) -> Typed:
    """Read what was typed into a step; fields that are no questions of it are left aside."""
    found = Typed({}, {}, {})
    for question in step.questions:
        if question.code in fields:
            _read_into(found, question, fields[question.code])
    return found


def _read_into(found: Typed, question: Question, raw: object) -> None:
    try:
        value = kinds.read(question, raw)
    except kinds.UnreadableError as error:
        found.raw[question.code] = kinds.cleaned(raw)
        found.problems[question.code] = error.sentence
    else:
        found.values[question.code] = value


def relevant(definition: Definition, answers: Answers) -> dict[str, Any]:
    """Return the answers that count: to questions that are asked at all."""
    return relevant_answers(definition, answers, clock.today())


def open_questions(definition: Definition, step: Step, answers: Answers) -> list[Question]:
    """Return the questions of a step that the answers so far lead to."""
    kept, today = relevant(definition, answers), clock.today()
    return [question for question in step.questions if holds(question.when, kept, today)]


def opened(definition: Definition, answers: Answers) -> list[tuple[Step, list[Question]]]:
    """Return the steps with at least one open question, in order, with these questions: all weighed at once."""
    kept, today = relevant(definition, answers), clock.today()
    found = [(step, [each for each in step.questions if holds(each.when, kept, today)]) for step in definition.steps]
    return [(step, questions) for step, questions in found if questions]


def problems_of(definition: Definition, step: Step, answers: Answers) -> Problems:
    """Return what is missing or cannot be taken in a step, by question: asked again at every entry and at submit."""
    return _problems(open_questions(definition, step, answers), answers)


def _problems(questions: Iterable[Question], answers: Answers) -> Problems:
    found: Problems = {}
    for question in questions:
        found |= _problem(question, answers.get(question.code))
    return found


def _problem(question: Question, value: object) -> Problems:
    if value in (None, ""):
        return {question.code: kinds.EXAMPLES[question.kind]} if question.required else {}
    try:
        kinds.read(question, value)
    except kinds.UnreadableError as error:
        return {question.code: error.sentence}
    return {}


def lacks(questions: Iterable[Question], answers: Answers, unread: Collection[str] = ()) -> bool:
    """Say whether open questions need something; `unread` are those with text that is no answer yet."""
    questions = list(questions)
    return any(each.code in unread for each in questions) or bool(_problems(questions, answers))


def neighbour(definition: Definition, answers: Answers, step: Step, offset: int) -> Step | None:
    """Return the open step before (-1) or after (1) this one."""
    steps = [found for found, _questions in opened(definition, answers)]
    place = next((index for index, each in enumerate(steps) if each.code == step.code), 0) + offset
    return steps[place] if 0 <= place < len(steps) else None


def shown(question: Question, value: Any, language: str) -> str:
    """Return an answer as a reader of the language understands it."""
    if value in (None, ""):
        return ""
    with override(language):
        return _shown(question, value, language)


def _shown(question: Question, value: Any, language: str) -> str:
    if question.kind in {"date", "partial_date"}:
        return dates.write(value)
    if question.kind in {"country", "nationality"}:
        return catalogue.place_name(value, language)
    if question.kind == "choice":
        return next((str(pick(each.label)) for each in question.choices if each.code == value), value)
    if question.kind == "yes_no":
        return _("Yes") if value == "yes" else _("No")
    return _euros(value) if question.kind == "money" else str(value)


def _euros(value: str) -> str:
    """Write an amount with the comma or point of the language."""
    return f"{number_format(Decimal(value), 2, force_grouping=True)}\xa0€"
