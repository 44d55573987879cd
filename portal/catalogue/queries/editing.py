"""What editors need to know of a draft: how complete it is, and what a condition may ask about at its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.catalogue import places
from portal.catalogue.checks.conditions import KINDS, known_to_all
from portal.catalogue.checks.texts import texts_in
from portal.catalogue.conditions import Condition, Kind, Variable, problems_of
from portal.catalogue.fim import is_fim_field_id, is_leika_key
from portal.catalogue.models import Question, Service, ServiceVersion, Step
from portal.catalogue.queries.forms import definition_of, services
from portal.catalogue.queries.law import law_on
from portal.shared.language import CODES

__all__ = [
    "Complete",
    "Spot",
    "askable",
    "completeness",
    "is_fim_field_id",
    "is_leika_key",
    "problem_of_rule",
    "problems_of_when",
    "published_choices",
    "published_codes",
]


@dataclass(frozen=True)
class Complete:
    """How many of a service's texts are written in a language; `wanted` are those written in any."""

    language: str
    written: int
    wanted: int

    @property
    def missing(self) -> int:
        return self.wanted - self.written


def completeness(data: Mapping[str, Any]) -> list[Complete]:
    """Return for each language how complete a service is, as data."""
    texts = [each for _place, each in texts_in(data) if any(each.values())]
    return [Complete(code, sum(bool(each.get(code, "").strip()) for each in texts), len(texts)) for code in CODES]


@dataclass(frozen=True)
class Spot:
    """Where a condition stands: at a question, or (`step` None) at something that may ask about all of them.

    `question` is None while the question is being added, at the end of its page or group.
    """

    service: Service
    step: Step | None = None
    group: Question | None = None
    question: Question | None = None
    # The repeating group of a fee that is due for each entry: its own questions may be asked about, too.
    per: Question | None = None


def problems_of_when(source: str, spot: Spot) -> list[str]:
    """Return what is wrong with a condition at its spot, each as a sentence; empty when it may stand there."""
    return problems_of(Condition(source), askable(spot), law_on().threshold_keys)


def problem_of_rule(source: str) -> str:
    """Return what is wrong with the condition of a rule of the law, or "".

    Such a rule belongs to no form: it may ask about any question of any published service.
    """
    return "; ".join(problems_of(Condition(source), _asked_anywhere(), law_on().threshold_keys))


def _asked_anywhere() -> dict[str, Variable]:
    found: dict[str, Variable] = {}
    for service in services():
        version = ServiceVersion.objects.current(service.slug).defer("definition").first()
        for code, variable in known_to_all(definition_of(version)).items() if version else ():
            known = found.get(code, variable)
            # Free text in one service and choices in another: anything may be compared.
            choices = known.choices | variable.choices if known.choices and variable.choices else frozenset[str]()
            found[code] = Variable(variable.kind, choices, {**known.members, **variable.members})
    return found


def askable(spot: Spot) -> dict[str, Variable]:
    """Return the questions that a condition at this spot may ask about, in the order of the form."""
    rows = Question.objects.filter(step__service=spot.service).select_related("step").prefetch_related("choices")
    ordered = sorted(rows, key=lambda each: (each.step.position, each.step_id, each.position, each.pk))
    if spot.per is not None:
        return {each.code: _variable(each, ordered) for each in ordered if each.group_id in {None, spot.per.pk}}
    return {each.code: _variable(each, ordered) for each in _before(ordered, spot)}


def _before(rows: list[Question], spot: Spot) -> Iterator[Question]:
    end = spot.group or spot.question
    for row in rows:
        if row.group_id is None:
            if (end is not None and row.pk == end.pk) or (spot.step is not None and _is_after(row.step, spot.step)):
                break
            yield row
    if spot.group is None:
        return
    for row in rows:
        if row.group_id == spot.group.pk:
            if spot.question is not None and row.pk == spot.question.pk:
                return
            yield row


def _is_after(step: Step, other: Step) -> bool:
    return (step.position, step.pk) > (other.position, other.pk)


def _variable(row: Question, rows: list[Question]) -> Variable:
    kind = KINDS.get(row.kind, Kind.TEXT)
    choices = places.codes() if kind == Kind.NATION else frozenset(each.code for each in row.choices.all())
    members = {each.code: _variable(each, rows) for each in rows if each.group_id == row.pk}
    return Variable(kind, choices, members)


# -- what was published keeps its code ---------------------------------------------


def published_codes(service: Service) -> frozenset[str]:
    """Return the codes that the newest version names: of the service, its pages, questions, documents and remarks."""
    data = _newest(service)
    lists = ("steps", "requirements", "hints", "notes")
    named = {each["code"] for name in lists for each in data.get(name, ())}
    own = {data[name] for name in ("slug", "code") if name in data}
    return frozenset(named | own | {each["code"] for each in _questions(data)})


def published_choices(question: Question) -> frozenset[str]:
    """Return the codes of the choices that the newest version offers for a question."""
    data = _newest(question.step.service)
    found = [each for each in _questions(data) if each["code"] == question.code]
    return frozenset(choice["code"] for each in found for choice in each.get("choices", ()))


def _newest(service: Service) -> Mapping[str, Any]:
    version = ServiceVersion.objects.current(service.slug).first()
    return version.definition if version else {}


def _questions(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for step in data.get("steps", ()):
        for question in step["questions"]:
            yield question
            yield from question.get("questions", ())
