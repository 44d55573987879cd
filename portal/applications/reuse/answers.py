"""Answers of earlier applications that fit questions of this one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.applications import queries
from portal.applications.models import Application
from portal.applications.reuse.sources import Source
from portal.applications.steps import progress, showing
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Definition, Question, Step
from portal.shared import clock, language
from portal.shared.language import Text, pick

# What hardly ever changes. Of everything else nobody knows, and so people look at it closely.
STEADY = frozenset(
    (
        *("family_name", "given_names", "birth_name", "date_of_birth", "place_of_birth", "country_of_birth"),
        *("nationality", "other_nationalities", "sex", "eye_colour", "height_cm", "first_entry"),
        *("passport_kind", "passport_number", "passport_country", "passport_issued_on", "passport_valid_until"),
        *("marriage_date", "marriage_place"),
    )
)
END = "_valid_until"


@dataclass(frozen=True)
class Offered:
    """An answer that could go into the form: to which question, from which application, and whether to look twice."""

    step: Step
    question: Question
    value: Any
    source: Source
    # It is a last day, and that has passed.
    is_over: bool
    # It changes easily, or hangs on something that is over.
    changes: bool

    @property
    def key(self) -> str:
        """Return what a form sends for it: a tick counts only for the value that was shown with it."""
        return f"{self.source.application.pk}:{self.question.code}"

    @property
    def title(self) -> Text:
        """Return the page of the form that asks it."""
        return pick(self.step.title)

    @property
    def label(self) -> Text:
        """Return the question as its reader sees it."""
        return pick(self.question.label)

    @property
    def shown(self) -> str:
        """Return the answer as its reader understands it."""
        return showing.shown(self.question, self.value, language.current())


def offered_answers(
    application: Application, contents: Mapping[str, queries.StepContent], sources: Iterable[Source]
) -> list[Offered]:
    """Return what fits questions that this form asks and that nobody has answered yet, in the form's order.

    Fits: the same code and kind, and readable by the rules of today's question. Declarations are made anew each time.
    """
    definition, sources = queries.definition_of(application), list(sources)
    touched = {code for each in contents.values() for code, value in _typed(each) if value not in (None, "", [])}
    found = [each for each in _fitting(definition, sources) if each.question.code not in touched]
    together = queries.merged(contents) | {each.question.code: each.value for each in found}
    asked = catalogue.relevant_answers(definition, together)
    return [each for each in found if each.question.code in asked]


def _typed(content: queries.StepContent) -> Iterator[tuple[str, Any]]:
    yield from (*content["values"].items(), *content["raw"].items())


def _fitting(definition: Definition, sources: list[Source]) -> Iterator[Offered]:
    for step in definition.steps:
        for question in step.questions:
            offers = (_offer(step, question, each) for each in sources if not question.must_agree)
            newest = next((each for each in offers if each is not None), None)
            if newest is not None:
                yield newest


def _offer(step: Step, question: Question, source: Source) -> Offered | None:
    before = source.definition.question(question.code)
    if before is None or before.kind != question.kind or question.code not in source.answers:
        return None
    value = fitting(step, question, source.answers[question.code])
    if value is None:
        return None
    is_over = _is_over(question, value)
    return Offered(step, question, value, source, is_over, is_over or _changes(question, source.answers))


def fitting(step: Step, question: Question, value: Any) -> Any:
    """Return a value as today's question takes it; None when it does not."""
    typed = progress.read_step(step, {question.code: value})
    return None if typed.raw else typed.values.get(question.code)


def _is_over(question: Question, value: Any) -> bool:
    is_end = question.kind == "date" and not {"until", "expiry", "end"}.isdisjoint(question.code.split("_"))
    return is_end and str(value) < clock.today().isoformat()


def _changes(question: Question, answers: Mapping[str, Any]) -> bool:
    # With a passport that is over, its number and all the rest of it is another one by now.
    end = queries.day(answers.get(question.code.partition("_")[0] + END))
    return question.code not in STEADY or (end is not None and end < clock.today())
