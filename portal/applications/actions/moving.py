"""Drafts whose version of the form has been withdrawn go on with the newest one; nothing that was typed is lost.

A draft stays on its version until an editor's cut-off for that version has passed. What was sent never moves.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from portal.applications import queries
from portal.applications.models import Application, StepAnswers
from portal.applications.queries import StepContent
from portal.applications.steps import groups, kinds, progress, showing
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Definition, Question, Step
from portal.journal import actions as journal
from portal.shared import clock
from portal.vault import actions as vault

# How a question differs from what the person answered.
CHANGED, NEW = "changed", "new"


def brought_up_to_date(application: Application) -> Application:
    """Return the draft as it is to be opened: moved to the newest version if its own has been withdrawn."""
    if not _is_due(application):
        return application
    with transaction.atomic():
        fresh = queries.own(application.person, application.pk, Application.objects.with_form().locked())
        move_if_due(fresh, vault.box(fresh.pk))
    return fresh


def move_if_due(application: Application, box: vault.Box) -> bool:
    """Move a locked draft in the caller's transaction; says whether it has moved."""
    if not _is_due(application):
        return False
    old, newest = application.version, catalogue.current_version(application.service.slug)
    if newest.pk == old.pk:
        return False
    before, contents = queries.definition_of(application), queries.contents_of(application, box)
    application.version, application.moved_from, application.moved_at = newest, old, clock.now()
    application.save(update_fields=["version", "moved_from", "moved_at"])
    _keep(application, _moved(contents, before, queries.definition_of(application), application.language), box)
    journal.write(
        "application.move", application.pk, office=application.office_id, version=newest.number, before=old.number
    )
    return True


def _is_due(application: Application) -> bool:
    cutoff = getattr(application.version, "cutoff", None)
    return application.is_draft and cutoff is not None and cutoff.at <= clock.now()


def _keep(application: Application, contents: Mapping[str, StepContent], box: vault.Box) -> None:
    application.steps.exclude(step__in=contents).delete()
    now = clock.now()
    StepAnswers.objects.bulk_create(
        [
            StepAnswers(
                application=application,
                step=step,
                sealed_answers=box.seal_json(content, queries.ANSWERS),
                saved_at=now,
            )
            for step, content in contents.items()
        ],
        update_conflicts=True,
        unique_fields=["application", "step"],
        update_fields=["sealed_answers", "saved_at"],
    )


# -- answers, taken along by the codes of their questions ------------------------------


def _moved(
    contents: Mapping[str, StepContent], old: Definition, new: Definition, language: str
) -> dict[str, StepContent]:
    """Return the contents of the new version's steps, each with marks for what differs: `changed`, by question."""
    answered = {each.code: each for each in old.questions()}
    marks = _marks(contents, old, new, language)
    typed = _typed(contents, answered, language)
    found: dict[str, StepContent] = {}
    for step in new.steps:
        fields = {each.code: _as_typed(each, *typed[each.code]) for each in step.questions if each.code in typed}
        if fields or step.code in contents:
            read = progress.read_step(step, fields)
            marked = _of_step(step, marks)
            found[step.code] = {"values": read.values, "raw": read.raw, **({"changed": marked} if marked else {})}
    return found


def _typed(
    contents: Mapping[str, StepContent], answered: Mapping[str, Question], language: str
) -> dict[str, tuple[Question, Any, str]]:
    """Return by code the question as it was, its answer, and how that reads as text."""
    found: dict[str, tuple[Question, Any, str]] = {}
    for content in contents.values():
        for code, question in answered.items():
            value = _answer(question, content)
            if value not in (None, [], ""):
                is_text = question.kind != "group" and code in content["raw"]
                found[code] = question, value, str(value) if is_text else showing.shown(question, value, language)
    return found


def _answer(question: Question, content: StepContent) -> Any:
    if question.kind == "group":
        return [each.shown for each in groups.stored(question, content["values"], content["raw"])]
    return content["raw"].get(question.code, content["values"].get(question.code))


def _as_typed(question: Question, old: Question, value: Any, text: str) -> Any:
    """Return an answer for the question as it is now: as it stands where it fits, else its text, to be asked again."""
    if question.kind == old.kind == "group":
        before = {each.code: each for each in old.questions}
        return [_entry_as_typed(question, before, row) for row in value]
    if question.kind != old.kind:
        return text
    try:
        kinds.read(question, value)
    except kinds.UnreadableError:
        return text
    return value


def _entry_as_typed(group: Question, before: Mapping[str, Question], row: Mapping[str, Any]) -> dict[str, Any]:
    asked = [each for each in group.questions if each.code in row and each.code in before]
    return {
        each.code: _as_typed(each, before[each.code], row[each.code], _text(before[each.code], row[each.code]))
        for each in asked
    }


def _text(question: Question, value: Any) -> str:
    try:
        kinds.read(question, value)
    except kinds.UnreadableError:
        return str(value)
    return showing.shown(question, value, "de")


def _marks(contents: Mapping[str, StepContent], old: Definition, new: Definition, language: str) -> dict[str, str]:
    """Return what is to be marked, also from an earlier move that was not looked at yet."""
    known = {code for each in old.questions() for code in _codes(each)}
    earlier: dict[str, str] = {}
    for content in contents.values():
        earlier |= content.get("changed", {})
    added = {code: NEW for each in new.questions() for code in _codes(each) if code not in known}
    return earlier | added | dict.fromkeys(catalogue.changed_questions(old, new, language), CHANGED)


def _codes(question: Question) -> list[str]:
    return [question.code, *(each.code for each in question.questions)]


def _of_step(step: Step, marks: Mapping[str, str]) -> dict[str, str]:
    codes = [code for each in step.questions for code in _codes(each)]
    return {code: marks[code] for code in codes if code in marks}
