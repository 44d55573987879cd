"""Change the editable shape of a service."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction

from portal.catalogue.models import (
    Choice,
    DocumentRequirement,
    FeeRule,
    GuideStep,
    Hint,
    Note,
    Question,
    Service,
    ServiceGuide,
    StatusText,
    Step,
)
from portal.catalogue.shape import columns_for
from portal.shared.language import CODES, column

BELOW: tuple[type[models.Model], ...] = (GuideStep, Step, DocumentRequirement, FeeRule, Hint, Note, StatusText)


@transaction.atomic
def write_draft(service: Service, data: Mapping[str, Any]) -> None:
    """Put a service's data into its rows, in place of what stands there; nothing is published by this."""
    for name, value in columns_for(Service, data).items():
        setattr(service, name, value)
    service.save()
    guide = {**data["guide"], **{name: data.get(name) for name in ("privacy", "contact")}}
    ServiceGuide.objects.update_or_create(service=service, defaults=columns_for(ServiceGuide, guide))
    for model in BELOW:
        model._default_manager.filter(service=service).delete()  # noqa: SLF001
    _write(GuideStep, service, data["guide"]["steps"])
    _write(DocumentRequirement, service, data["requirements"])
    _write(FeeRule, service, data["fees"])
    _write(Hint, service, data.get("hints", ()))
    _write(Note, service, data.get("notes", ()))
    StatusText.objects.bulk_create(
        StatusText(service=service, state=state, **{column("text", code): texts.get(code, "") for code in CODES})
        for state, texts in data.get("status", {}).items()
    )
    _write_steps(service, data["steps"])


def _write(model: type[Any], service: Service, entries: Iterable[Mapping[str, Any]]) -> None:
    model.objects.bulk_create(
        model(service=service, position=place, **columns_for(model, each)) for place, each in enumerate(entries)
    )


def _write_steps(service: Service, entries: Iterable[Mapping[str, Any]]) -> None:
    for place, entry in enumerate(entries):
        step = Step.objects.create(service=service, position=place, **columns_for(Step, entry))
        _write_questions(step, entry["questions"], None)


def _write_questions(step: Step, entries: Iterable[Mapping[str, Any]], group: Question | None) -> None:
    entries = list(entries)
    rows = [
        Question(step=step, group=group, position=place, **columns_for(Question, each))
        for place, each in enumerate(entries)
    ]
    Question.objects.bulk_create(rows)
    Choice.objects.bulk_create(
        Choice(question=row, position=place, **columns_for(Choice, each))
        for row, entry in zip(rows, entries, strict=True)
        for place, each in enumerate(entry.get("choices", ()))
    )
    for row, entry in zip(rows, entries, strict=True):
        _write_questions(step, entry.get("questions", ()), row)
