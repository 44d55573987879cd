"""What follows from a visitor's answers: what to apply for and why, what to do today, what to know."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.catalogue import queries as catalogue
from portal.catalogue.calculators import expiry
from portal.catalogue.definition import Definition, Facts, Question
from portal.catalogue.models import Service
from portal.catalogue.needs import Information, Rule, RunsOn
from portal.catalogue.queries import FeeLine
from portal.needs.queries.calculators import calculator_of
from portal.needs.queries.check import carried, counting, needs_check
from portal.needs.queries.checklist import Paper, papers_of
from portal.shared import clock, dates, language
from portal.shared.language import Text, pick

# The colour of a notice for each light; the words beside it say the same.
TONES = {"green": "success", "yellow": "warning", "red": "danger", "past": "danger"}
# A settlement permit has no last day: only its card has one.
WITHOUT_END = "settlement_permit"
VISAS = ("national_visa", "schengen_visa")


@dataclass(frozen=True)
class Permit:
    """The last day of the current permit as a light; `runs_on` when the law prolongs it beyond the printed day."""

    last_day: date
    light: expiry.Light
    runs_on: RunsOn | None

    @property
    def tone(self) -> str:
        return TONES[self.light.colour]

    @property
    def is_urgent(self) -> bool:
        return self.light.colour in {"red", "past"}


@dataclass(frozen=True)
class Match:
    """A service that may be right, and what it takes, as far as the answers go."""

    definition: Definition
    rules: tuple[Rule, ...]
    papers: tuple[Paper, ...]
    fees: tuple[FeeLine, ...]
    # The name of the calculator page that goes with it, "" for none.
    calculator: str

    @property
    def certain(self) -> list[Paper]:
        return [each for each in self.papers if each.certain]

    @property
    def perhaps(self) -> list[Paper]:
        return [each for each in self.papers if not each.certain]

    @property
    def calculator_page(self) -> str:
        return f"needs:{self.calculator}"

    @property
    def total(self) -> Decimal:
        return catalogue.total(list(self.fees))


@dataclass(frozen=True)
class Given:
    """An answer as the page repeats it."""

    question: Question
    value: Any

    @property
    def shown(self) -> Text | str | Promise:
        """Return the answer in words; "" when the question was left out."""
        if self.value is None:
            return ""
        if self.question.kind == "yes_no":
            return _("Yes") if self.value == "yes" else _("No")
        if self.question.kind == "nationality":
            return catalogue.place_name(self.value, language.current())
        label = next((each.label for each in self.question.choices if each.code == self.value), None)
        return pick(label) if label else dates.write(self.value)


@dataclass(frozen=True)
class Result:
    """The advice. Information that stands alone leaves no services."""

    permit: Permit | None
    information: tuple[Information, ...]
    matches: tuple[Match, ...]
    given: tuple[Given, ...]


def result_of(session: SessionBase) -> Result:
    """Return the advice for the answers so far."""
    facts, answers = counting(session)
    check, told = needs_check(), needs_check().told(facts)
    is_over = any(each.alone for each in told)
    weighed = {} if is_over else check.weighed(facts)
    rows = {each.slug: each for each in catalogue.services()} if weighed else {}
    matches = [_match(session, rows[slug], rules) for slug, rules in weighed.items() if slug in rows]
    return Result(
        permit=None if is_over else _permit(facts, answers),
        information=tuple(told),
        matches=tuple(matches),
        given=tuple(Given(each, answers[each.code]) for each in check.questions if each.code in answers),
    )


def _match(session: SessionBase, service: Service, rules: list[Rule]) -> Match:
    definition = catalogue.definition_of(catalogue.current_version(service.slug))
    answers = carried(session, definition)
    return Match(
        definition=definition,
        rules=tuple(rules),
        papers=papers_of(definition, answers),
        fees=tuple(catalogue.fees_of(definition, answers, clock.today())),
        calculator=calculator_of(definition),
    )


def _permit(facts: Facts, answers: dict[str, Any]) -> Permit | None:
    printed = answers.get("title_valid_until")
    if not printed or answers.get("title_kind") == WITHOUT_END:
        return None
    day = date.fromisoformat(printed)
    runs_on = next((each for each in needs_check().runs_on if _prolongs(each, facts, day)), None)
    last_day = runs_on.until if runs_on else day
    light = expiry.light_of(last_day, clock.today(), is_visa=answers.get("title_kind") in VISAS)
    return Permit(last_day, light, runs_on)


def _prolongs(rule: RunsOn, facts: Facts, printed: date) -> bool:
    return facts.holds(rule.when) and rule.valid_on <= printed <= rule.until
