"""The editable shape of a service as plain data."""

from typing import Any

from portal.catalogue.models import Question, Service, ServiceGuide, StandardText, Step
from portal.catalogue.shape import data_of, normal, texts_of

GUIDE_ONLY = ("privacy", "contact")


def draft_of(service: Service) -> dict[str, Any]:
    """Return what a service's rows say: the same shape as a pack."""
    guide = ServiceGuide.objects.filter(service=service).first() or ServiceGuide(service=service)
    texts = data_of(guide)
    return normal({
        **data_of(service),
        **{name: texts.pop(name) for name in GUIDE_ONLY},
        "guide": {**texts, "steps": [data_of(each) for each in service.guide_steps.all()]},
        "steps": _steps(service),
        "requirements": [data_of(each) for each in service.document_requirements.all()],
        "fees": [{**data_of(each), "fee_key": each.fee_key or None} for each in service.fee_rules.all()],
        "hints": [data_of(each) for each in service.hints.all()],
        "notes": [data_of(each) for each in service.notes.all()],
        "status": {each.state: texts_of(each, "text") for each in service.status_texts.all()},
    })  # fmt: skip


def _steps(service: Service) -> list[dict[str, Any]]:
    steps = list(Step.objects.filter(service=service))
    rows = list(Question.objects.filter(step__service=service).prefetch_related("choices"))
    return [
        {
            **data_of(step),
            "questions": [_question(row, rows) for row in rows if row.step_id == step.pk and not row.group_id],
        }
        for step in steps
    ]


def _question(row: Question, rows: list[Question]) -> dict[str, Any]:
    found = data_of(row)
    if choices := [data_of(each) for each in row.choices.all()]:
        found["choices"] = choices
    if row.kind == "group":
        found["questions"] = [_question(each, rows) for each in rows if each.group_id == row.pk]
    return found


def standard_texts() -> dict[str, dict[str, str]]:
    """Return the texts that all services share, by key."""
    return {row.key: texts_of(row, "text") for row in StandardText.objects.all()}
