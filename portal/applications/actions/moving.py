"""Drafts whose version of the form has been withdrawn go on with the newest one; nothing that was typed is lost.

A draft stays on its version until an editor's cut-off for that version has passed. What was sent never moves.
"""

from collections.abc import Mapping

from django.db import transaction

from portal.applications import queries
from portal.applications.models import Application, StepAnswers
from portal.applications.queries import StepContent
from portal.applications.steps import carrying
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Definition, Step
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


# -- what the person is to look at --------------------------------------------------


def _moved(
    contents: Mapping[str, StepContent], old: Definition, new: Definition, language: str
) -> dict[str, StepContent]:
    """Return the contents of the new version's steps, each with marks for what differs: `changed`, by question."""
    marks, found = _marks(contents, old, new, language), carrying.carried(contents, old, new, language)
    for step in new.steps:
        if step.code in found and (marked := _of_step(step, marks)):
            found[step.code]["changed"] = marked
    return found


def _marks(contents: Mapping[str, StepContent], old: Definition, new: Definition, language: str) -> dict[str, str]:
    """Return what is to be marked, also from an earlier move that was not looked at yet."""
    known = {code for each in old.questions() for code in carrying.codes_of(each)}
    earlier: dict[str, str] = {}
    for content in contents.values():
        earlier |= content.get("changed", {})
    added = {code: NEW for each in new.questions() for code in carrying.codes_of(each) if code not in known}
    return earlier | added | dict.fromkeys(catalogue.changed_questions(old, new, language), CHANGED)


def _of_step(step: Step, marks: Mapping[str, str]) -> dict[str, str]:
    codes = [code for each in step.questions for code in carrying.codes_of(each)]
    return {code: marks[code] for code in codes if code in marks}
