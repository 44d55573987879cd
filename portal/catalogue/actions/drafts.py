"""Change the editable shape of a service."""

import itertools
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

# What tells a row of a draft from its siblings; the steps of a guide have nothing but their place.
NAMED_BY: dict[type[models.Model], tuple[str, ...]] = {
    GuideStep: (),
    Step: ("code",),
    Question: ("code",),
    Choice: ("question_id", "code"),
    DocumentRequirement: ("code",),
    FeeRule: ("fee_key", "per"),
    Hint: ("code",),
    Note: ("code",),
    StatusText: ("state",),
}


@transaction.atomic
def write_draft(service: Service, data: Mapping[str, Any]) -> None:
    """Put a service's data into its rows, in place of what stands there; nothing is published by this.

    What has the same code stays the same row: links to it, and forms that somebody has open, stay good.
    """
    for name, value in columns_for(Service, data).items():
        setattr(service, name, value)
    service.save()
    guide = {**data["guide"], **{name: data.get(name) for name in ("privacy", "contact")}}
    ServiceGuide.objects.update_or_create(service=service, defaults=columns_for(ServiceGuide, guide))
    _write(GuideStep, service, data["guide"]["steps"])
    _write(DocumentRequirement, service, data["requirements"])
    _write(FeeRule, service, data["fees"])
    _write(Hint, service, data.get("hints", ()))
    _write(Note, service, data.get("notes", ()))
    states = data.get("status", {}).items()
    _delete(_put(_known(StatusText, service=service), [_status(service, state, texts) for state, texts in states]))
    _write_steps(service, data["steps"])


def _status(service: Service, state: str, texts: Mapping[str, str]) -> StatusText:
    columns = {column("text", code): texts.get(code, "") for code in CODES}
    return StatusText(service=service, state=state, **columns)


def _write(model: type[Any], service: Service, entries: Iterable[Mapping[str, Any]]) -> None:
    rows = [model(service=service, position=place, **columns_for(model, each)) for place, each in enumerate(entries)]
    _delete(_put(_known(model, service=service), rows))


def _write_steps(service: Service, entries: Iterable[Mapping[str, Any]]) -> None:
    """Write pages and questions. A question that moves to another page has moved before its old page goes."""
    entries = list(entries)
    questions, steps = _known(Question, step__service=service), _known(Step, service=service)
    choices = _known(Choice, question__step__service=service)
    rows = [Step(service=service, position=place, **columns_for(Step, each)) for place, each in enumerate(entries)]
    old_steps = _put(steps, rows)
    tops = [
        pair for row, each in zip(rows, entries, strict=True) for pair in _questions(each["questions"], {"step": row})
    ]
    questions = _put(questions, [row for row, _entry in tops])
    members = [
        pair for row, each in tops for pair in _questions(each.get("questions", ()), {"step": row.step, "group": row})
    ]
    old_questions = _put(questions, [row for row, _entry in members])
    offered = [
        Choice(question=row, position=place, **columns_for(Choice, each))
        for row, entry in (*tops, *members)
        for place, each in enumerate(entry.get("choices", ()))
    ]
    for left in (_put(choices, offered), old_questions, old_steps):
        _delete(left)


def _questions(
    entries: Iterable[Mapping[str, Any]], places: Mapping[str, Any]
) -> list[tuple[Question, Mapping[str, Any]]]:
    return [
        (Question(**places, position=place, **columns_for(Question, each)), each) for place, each in enumerate(entries)
    ]


# -- the same rows as before -----------------------------------------------------------

# From what names a row, and its turn among those of the same name, to the row.
type Rows = dict[tuple[object, ...], models.Model]


def _known(model: type[models.Model], **where: Any) -> Rows:
    return _named(model._default_manager.filter(**where))  # noqa: SLF001 - every Django model has one


def _named(rows: Iterable[models.Model]) -> Rows:
    found: Rows = {}
    for row in rows:
        names = tuple(getattr(row, name) for name in NAMED_BY[type(row)])
        turn = next(number for number in itertools.count() if (*names, number) not in found)
        found[(*names, turn)] = row
    return found


def _put(known: Rows, wanted: Iterable[models.Model]) -> Rows:
    """Store rows, those that are `known` under their old ids; return the known ones that are not wanted."""
    left, fresh = dict(known), []
    for name, row in _named(wanted).items():
        if (old := left.pop(name, None)) is None:
            fresh.append(row)
            continue
        row.pk, row._state = old.pk, old._state  # noqa: SLF001 - it is the same row
        if _columns(row) != _columns(old):
            row.save()
    if fresh:
        type(fresh[0])._default_manager.bulk_create(fresh)  # noqa: SLF001
    return left


def _columns(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}  # noqa: SLF001


def _delete(rows: Rows) -> None:
    for row in rows.values():
        row.delete()
