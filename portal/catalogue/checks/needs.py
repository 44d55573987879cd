"""The needs check before it is used: conditions, languages, and whether every fill finds its question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.catalogue.checks.conditions import known_before, known_to_all, problems_of_condition
from portal.catalogue.checks.service import Surroundings
from portal.catalogue.checks.texts import problems_of_texts
from portal.catalogue.conditions import Facts
from portal.catalogue.conditions.groups import GROUPS
from portal.catalogue.definition import Definition, Question, definition_from
from portal.catalogue.errors import ConditionError
from portal.catalogue.needs import EVERYWHERE, NeedsCheck, conditions_of, needs_from

# Nobody is asked more.
MOST_QUESTIONS = 8
TODAY = date(2026, 7, 1)


def problems_of_needs(
    data: Mapping[str, Any], services: Mapping[str, Mapping[str, Any]], around: Surroundings
) -> list[str]:
    """Return all that is wrong with the needs check, given the services as plain data by slug."""
    try:
        check = needs_from(data)
    except (ConditionError, KeyError, TypeError, ValueError) as error:
        return [f"{type(error).__name__}: {error}"]
    return [
        *_problems_of_questions(check, around),
        *_problems_of_rules(check, services, around),
        *_problems_of_fills(check, services),
        *_problems_of_follows(check, services),
        *_problems_of_paths(check),
        *problems_of_texts(data, around.languages, around.fees.keys(), around.thresholds),
    ]


def _problems_of_questions(check: NeedsCheck, around: Surroundings) -> Iterator[str]:
    for question, known in known_before(check.definition):
        yield from problems_of_condition(question.code, question.when, known, around.thresholds)
        if question.when is not None and not any(question.because.values()):
            yield _("%(code)s: say why it is asked") % {"code": question.code}


def _problems_of_rules(check: NeedsCheck, services: Mapping[str, Any], around: Surroundings) -> Iterator[str]:
    known = known_to_all(check.definition)
    for place, condition in conditions_of(check):
        yield from problems_of_condition(place, condition, known, around.thresholds)
    for slug in sorted({each.service for each in check.rules} ^ services.keys()):
        yield _("%(slug)s: a service of the catalogue that no answer leads to, or no service") % {"slug": slug}


def _problems_of_fills(check: NeedsCheck, services: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for slug, fills in check.fills.items():
        for code, source in fills.items():
            if check.question(source) is None:
                yield f"fills.{slug}.{code}: " + _("no question is called %(code)s") % {"code": source}
            elif slug != EVERYWHERE and slug in services and not _asks(definition_from(services[slug]), code):
                yield f"fills.{slug}.{code}: " + _("no question is called %(code)s") % {"code": code}


def _problems_of_follows(check: NeedsCheck, services: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for each in check.follows:
        question = (
            definition_from(services[each.service]).question(each.question) if each.service in services else None
        )
        if question is None or each.value not in {choice.code for choice in question.choices}:
            place = f"follows.{each.service}.{each.question}: "
            yield place + _("no answer is called %(code)s") % {"code": each.value}


def _asks(definition: Definition, code: str) -> bool:
    return definition.question(code) is not None


# -- every way through the questions ----------------------------------------------


@dataclass(frozen=True)
class Path:
    """One way through the check: the answers in order, and what is then known."""

    answers: Mapping[str, str]
    facts: Facts


def paths_of(check: NeedsCheck, today: date = TODAY) -> Iterator[Path]:
    """Yield every way through the questions; of nationalities one for each group, one of none, Switzerland."""
    return _paths(check.questions, Path({}, Facts(today, lambda _key, _year: Decimal(40_000))))


def _paths(questions: tuple[Question, ...], path: Path) -> Iterator[Path]:
    place = next((number for number, each in enumerate(questions) if path.facts.holds(each.when)), None)
    if place is None:
        yield path
        return
    question, rest = questions[place], questions[place + 1 :]
    for answer in _possible(question):
        facts = path.facts.beside()
        facts.add(question.code, question.kind, answer)
        yield from _paths(rest, Path({**path.answers, question.code: answer}, facts))


def _possible(question: Question) -> list[str]:
    others = {"nationality": [*(min(each) for each in GROUPS.values()), "CH", "UA"], "yes_no": ["yes", "no"]}
    return [each.code for each in question.choices] or others.get(question.kind, [TODAY.isoformat()])


def _problems_of_paths(check: NeedsCheck) -> Iterator[str]:
    asked: set[str] = set()
    for path in paths_of(check):
        asked |= path.answers.keys()
        if len(path.answers) > MOST_QUESTIONS:
            yield _("more than 8 questions: %(answers)s") % {"answers": ", ".join(path.answers.values())}
        if not check.told(path.facts) and not check.weighed(path.facts):
            yield _("leads to nothing: %(answers)s") % {"answers": ", ".join(path.answers.values())}
    for question in check.questions:
        if question.code not in asked:
            yield _("%(code)s: nobody can ever be asked this; look at its condition") % {"code": question.code}
