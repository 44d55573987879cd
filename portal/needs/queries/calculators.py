"""The calculators of the forms as pages of their own: the same questions, the same result, nothing kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Definition, Question, Step
from portal.catalogue.queries.panels import Panel, panel_of
from portal.needs.errors import NotOfferedError
from portal.needs.queries.offered import offered


@dataclass(frozen=True)
class Calculator:
    """Which service's panel is shown, the questions it reads in order, and answers that are taken for granted."""

    service: str
    panel: str
    reads: tuple[str, ...]
    taken: Mapping[str, str] = field(default_factory=dict)


# By the name in the address.
CALCULATORS = {
    "points": Calculator(
        "opportunity-card",
        "opportunity_points",
        (
            "qualification_recognised",
            "state_recognised",
            "german_level",
            "english_level",
            "experience_years_5",
            "experience_years_7",
            "shortage_job",
            "date_of_birth",
            "earlier_stay_months",
            "spouse_applies",
        ),
        {"card_kind": "search"},
    ),
    "settlement": Calculator(
        "settlement-permit",
        "settlement_date",
        (
            "settlement_route",
            "since_title",
            "asylum_applied",
            "study_months",
            "pension_months",
            "german_level",
            "lid_passed",
        ),
    ),
    "work-days": Calculator("study-extension", "work_days", ("days_worked_this_year",)),
    "salary": Calculator("blue-card", "bluecard_salary", ("blue_card_route", "gross_year")),
}


def calculator_questions(name: str, typed: Mapping[str, Any]) -> list[Question]:
    """Return what a calculator asks: all that was not ruled out by what was typed; raises NotOfferedError."""
    definition, _step = _place(name)
    facts, _kept = catalogue.known_of(definition, {**CALCULATORS[name].taken, **typed})
    found = [question for code in CALCULATORS[name].reads if (question := definition.question(code)) is not None]
    return [each for each in found if each.when is None or facts.verdict(each.when) is not False]


def calculator_panel(name: str, answers: Mapping[str, Any]) -> Panel | None:
    """Return the result, which also names what is still missing."""
    definition, step = _place(name)
    return panel_of(definition, step, {**CALCULATORS[name].taken, **answers})


def _place(name: str) -> tuple[Definition, Step]:
    definition = offered(CALCULATORS[name].service)
    step = next((each for each in definition.steps if each.panel == CALCULATORS[name].panel), None)
    if step is None:
        raise NotOfferedError
    return definition, step


def calculator_of(definition: Definition) -> str:
    """Return the name of the calculator whose panel a service's form has, "" for none."""
    panels = {each.panel for each in definition.steps}
    return next((name for name, each in CALCULATORS.items() if each.panel in panels), "")
