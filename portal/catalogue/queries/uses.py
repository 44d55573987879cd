"""What depends on a row that an editor is about to delete."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Q

from portal.catalogue.conditions import Condition
from portal.catalogue.errors import ConditionError
from portal.catalogue.models import (
    DocumentRequirement,
    DocumentType,
    Fee,
    FeeReduction,
    FeeRule,
    Hint,
    Note,
    Question,
    Service,
    Step,
    Threshold,
)

WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Use:
    """A row that needs another one: in its condition, once for each entry of it, on its page, as its fee or paper."""

    row: Any
    way: Literal["when", "per", "step", "fee", "paper"]


def uses_of(row: Any) -> list[Use]:
    """Return what would no longer work as it stands without a row; what is deleted with it does not count."""
    match row:
        case Question():
            return list(_of_questions(row.step.service, [row, *Question.objects.filter(group=row)]))
        case Step():
            hints = (Use(each, "step") for each in Hint.objects.filter(service=row.service, step=row.code))
            return [*_of_questions(row.service, list(row.questions.all())), *hints]
        case Fee():
            return _of_fee(row.key)
        case Threshold():
            return [Use(each, "when") for each in _ruled(None) if f'"{row.key}"' in each.when.replace("'", '"')]
        case DocumentType():
            rows = DocumentRequirement.objects.select_related("service")
            return [Use(each, "paper") for each in rows if row.code in (each.document_type, *each.alternatives)]
    return []


def _of_questions(service: Service, rows: list[Question]) -> Iterator[Use]:
    codes, gone = {each.code for each in rows}, {each.pk for each in rows}
    for each in _ruled(service):
        if not (isinstance(each, Question) and each.pk in gone) and codes & _names(each.when):
            yield Use(each, "when")
    yield from (Use(each, "per") for each in FeeRule.objects.filter(service=service, per__in=codes))


def _of_fee(key: str) -> list[Use]:
    rules = FeeRule.objects.filter(fee_key=key).select_related("service")
    reductions = FeeReduction.objects.all()
    touched = (each for each in reductions if key == each.price_key or key in each.applies_to)
    return [Use(each, "fee") for each in (*rules, *touched)]


def _ruled(service: Service | None) -> Iterable[Any]:
    """Yield the rows with a condition, of one service or of all; reductions may ask about any service."""
    own = Q() if service is None else Q(service=service)
    questions = Q() if service is None else Q(step__service=service)
    yield from Question.objects.filter(questions).exclude(when="").select_related("step__service")
    for model in (DocumentRequirement, FeeRule, Hint, Note):
        yield from model.objects.filter(own).exclude(when="").select_related("service")
    yield from FeeReduction.objects.all()


def _names(source: str) -> frozenset[str]:
    try:
        return Condition(source).names
    except ConditionError:
        # A condition that cannot be read still means what it names.
        return frozenset(WORD.findall(source))
