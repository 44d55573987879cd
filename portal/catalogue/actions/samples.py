"""What is kept of sent applications, without their people, to try out new versions of a form (decision 0016)."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from portal.catalogue.definition import Answers, Question
from portal.catalogue.models import Sample, ServiceVersion
from portal.catalogue.queries.forms import definition_of
from portal.shared import clock

# Says nothing about a person beside the choice itself.
KEPT = frozenset({"choice", "several", "yes_no", "number", "nationality", "country", "language"})
DATES = frozenset({"date", "partial_date"})
# Stands for any text: only that there was an answer.
ANSWERED = "✓"
HUNDREDS = Decimal(100)
KEPT_FOR = timedelta(days=730)


def keep_sample(version: ServiceVersion, answers: Answers) -> Sample:
    """Keep what rules look at, coarse: years, hundreds of euros, choices; no text, no link to the application."""
    definition = definition_of(version)
    return Sample.objects.create(
        service_id=version.service_id,
        version_number=version.number,
        month=clock.today().replace(day=1),
        answers=_coarse(definition.questions(), answers),
    )


def delete_old_samples() -> int:
    """Delete what is older than 24 months; returns how many."""
    return Sample.objects.filter(month__lt=clock.today() - KEPT_FOR).delete()[0]


def _coarse(questions: Any, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {each.code: _of(each, answers[each.code]) for each in questions if each.code in answers}


def _of(question: Question, value: Any) -> Any:
    if question.kind == "group":
        return [_coarse(question.questions, each) for each in value if isinstance(each, Mapping)]
    if question.kind in KEPT:
        return value
    if question.kind in DATES:
        return str(value)[:4]
    return _rounded(value) if question.kind == "money" else ANSWERED


def _rounded(value: Any) -> str:
    try:
        return f"{(Decimal(str(value)) / HUNDREDS).quantize(Decimal(1)) * HUNDREDS:.2f}"
    except InvalidOperation:
        return ANSWERED
