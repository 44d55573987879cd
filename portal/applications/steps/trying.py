"""An editor tries a draft out: its steps read, judged and weighed as an applicant's, without an application behind."""

import json
from collections.abc import Mapping
from dataclasses import replace

from portal.applications import queries
from portal.applications.models import Application
from portal.applications.steps import groups, progress
from portal.applications.steps.standing import Standing
from portal.catalogue.definition import Definition, Question, Step
from portal.catalogue.models import Service

# Fields as they were typed, by step: read anew every time, because the draft may have changed since.
type Tried = Mapping[str, Mapping[str, object]]
# Characters as JSON: several times the longest form with an answer in every field.
MOST = 100_000


def without_nesting(definition: Definition) -> Definition:
    """Return a draft without groups within groups: no form can show them, and none with them is ever published."""
    return replace(definition, steps=tuple(replace(each, questions=_flat(each)) for each in definition.steps))


def _flat(step: Step) -> tuple[Question, ...]:
    return tuple(
        replace(each, questions=tuple(member for member in each.questions if member.kind != "group"))
        for each in step.questions
    )


def typed_into(step: Step, tried: Tried, fields: Mapping[str, object]) -> dict[str, Mapping[str, object]]:
    """Return what was typed so far with the fields of one step; those not sent, and no fields of it, stay out."""
    codes = progress.read_step(step, fields).codes
    before = {name: typed for name, typed in tried.get(step.code, {}).items() if groups.code_of(name) not in codes}
    now = {name: typed for name, typed in fields.items() if groups.code_of(name) in codes}
    return {**tried, step.code: before | now}


def fits(tried: Tried) -> bool:
    """Say whether it is little enough to be kept."""
    return len(json.dumps(tried)) <= MOST


def standing_of(service: Service, definition: Definition, tried: Tried) -> Standing:
    """Return where somebody would stand who had typed this. The application in it is nobody's and is never saved."""
    contents = {step.code: _content(step, tried[step.code]) for step in definition.steps if step.code in tried}
    answers = queries.merged(contents)
    nobodys = Application(service=service)
    return Standing(nobodys, definition, contents, answers, progress.weigh(definition, answers))


def _content(step: Step, fields: Mapping[str, object]) -> queries.StepContent:
    typed = progress.read_step(step, fields)
    return {"values": typed.values, "raw": typed.raw}
