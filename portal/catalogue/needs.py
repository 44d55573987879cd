"""The needs check: few questions to somebody who does not know yet what to apply for, and rules for the advice.

It is a pack like the services (`packs/needs.yaml`). Its questions and conditions are those of the forms, so that an
answer can be carried into the form of the service that it led to.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from portal.catalogue.conditions import Condition, Facts, condition_from
from portal.catalogue.definition import Definition, Guide, GuideStep, Question, Step, Texts, question_from

# What is carried into the form of every service that asks the same question.
EVERYWHERE = "everywhere"


@dataclass(frozen=True)
class Rule:
    """When a service may be right. Several rules may speak for one service; their weights are added up."""

    service: str
    when: Condition
    # Between 1 and 100: what fits best stands first.
    weight: int
    why: Texts


@dataclass(frozen=True)
class Information:
    """What to know and do where no form helps, or before one does. `alone`: nothing needs to be applied for."""

    code: str
    when: Condition
    title: Texts
    text: Texts
    steps: tuple[GuideStep, ...] = ()
    alone: bool = False
    law: str = ""


@dataclass(frozen=True)
class RunsOn:
    """Permits that the law prolongs by itself: whatever day is printed on them, from `valid_on` up to `until`.

    Where one rule follows the other without a gap, `valid_on` is the first one's day and `until` the last one's end.
    """

    when: Condition
    valid_on: date
    until: date
    text: Texts
    law: str


@dataclass(frozen=True)
class Follow:
    """An answer of a service's form that the check does not ask for, but that follows from its answers."""

    service: str
    question: str
    value: str
    when: Condition


@dataclass(frozen=True)
class NeedsCheck:
    """Questions one by one, and what follows from the answers."""

    questions: tuple[Question, ...]
    information: tuple[Information, ...]
    rules: tuple[Rule, ...]
    runs_on: tuple[RunsOn, ...]
    # {service or EVERYWHERE: {question of its form: question of the check}}
    fills: Mapping[str, Mapping[str, str]]
    origins: Mapping[str, str]
    follows: tuple[Follow, ...] = ()

    def question(self, code: str) -> Question | None:
        """Return a question by its code."""
        return next((each for each in self.questions if each.code == code), None)

    @cached_property
    def definition(self) -> Definition:
        """Return the questions in the shape of a form of one question a page: checks and conditions read that."""
        steps = tuple(Step(each.code, each.label, {}, (each,)) for each in self.questions)
        guide = Guide({}, {}, {}, (), {})
        return Definition("needs", "", {}, {}, "", steps, (), (), guide, self.origins)

    def weighed(self, facts: Facts) -> dict[str, list[Rule]]:
        """Return the rules that hold by service, the service that fits best first."""
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            if facts.holds(rule.when):
                found.setdefault(rule.service, []).append(rule)
        return dict(sorted(found.items(), key=lambda pair: -sum(each.weight for each in pair[1])))

    def told(self, facts: Facts) -> list[Information]:
        """Return the information that holds; one that stands alone drives out the rest."""
        found = [each for each in self.information if facts.holds(each.when)]
        return [each for each in found if each.alone] or found

    def fills_of(self, service: str) -> dict[str, str]:
        """Return {question of the service's form: question of the check that answers it}."""
        return {**self.fills.get(EVERYWHERE, {}), **self.fills.get(service, {})}

    def following(self, service: str, facts: Facts) -> dict[str, str]:
        """Return {question of the service's form: answer} for all that follows from the answers."""
        found = [each for each in self.follows if each.service == service]
        return {each.question: each.value for each in found if facts.holds(each.when)}


def needs_from(data: Mapping[str, Any]) -> NeedsCheck:
    """Build a needs check from its pack; raises ConditionError, KeyError or TypeError for what is none."""
    return NeedsCheck(
        questions=tuple(question_from(each) for each in data["questions"]),
        information=tuple(_information(each) for each in data["information"]),
        rules=tuple(Rule(**_with_condition(each)) for each in data["results"]),
        runs_on=tuple(_runs_on(each) for each in data["runs_on"]),
        fills=data["fills"],
        origins=data["origins"],
        follows=tuple(Follow(**_with_condition(each)) for each in data.get("follows", ())),
    )


def conditions_of(check: NeedsCheck) -> Iterator[tuple[str, Condition]]:
    """Yield every condition about the answers with the place it stands at."""
    yield from ((f"results.{each.service}", each.when) for each in check.rules)
    yield from ((f"information.{each.code}", each.when) for each in check.information)
    yield from ((f"runs_on.{each.until}", each.when) for each in check.runs_on)
    yield from ((f"follows.{each.service}.{each.question}", each.when) for each in check.follows)


def _with_condition(data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "when": condition_from(data["when"])}


def _information(data: Mapping[str, Any]) -> Information:
    steps = tuple(GuideStep(**each) for each in data.get("steps", ()))
    return Information(**{**_with_condition(data), "steps": steps})


def _runs_on(data: Mapping[str, Any]) -> RunsOn:
    days = {name: date.fromisoformat(str(data[name])) for name in ("valid_on", "until")}
    return RunsOn(**{**_with_condition(data), **days})
