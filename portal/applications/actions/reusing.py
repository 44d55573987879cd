"""Taking over what the person has ticked of earlier applications: answers into the form, papers as new files."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts import actions as accounts
from portal.accounts.models import Person
from portal.applications import policies, queries, reuse
from portal.applications.actions.drafts import keep_values
from portal.applications.actions.papers import FULL, Refused
from portal.applications.models import Application
from portal.applications.reuse import Offered, OfferedPaper
from portal.catalogue import queries as catalogue
from portal.documents import actions as documents
from portal.documents.errors import DocumentRefusedError, DuplicateError
from portal.journal import actions as journal
from portal.vault.errors import ErasedError, TamperedError

GONE = _("This file is not there any more. Please upload it anew.")


def take_answers(application: Application, keys: Collection[str], *, by: Person) -> int:
    """Put the ticked answers into the draft; returns how many. What is no (longer an) offer is left aside.

    A second click finds nothing left to take: what stands in the draft is never replaced.
    """
    with transaction.atomic():
        draft = application.locked()
        policies.check_editable(by, draft)
        contents = queries.contents_of(draft)
        sources = reuse.sources_of(draft, queries.merged(contents))
        taken = [each for each in reuse.offered_answers(draft, contents, sources) if each.key in keys]
        for step, values in _by_step(taken).items():
            keep_values(draft.pk, step, values, by=by)
        if taken:
            where = sorted({str(each.source.application.pk) for each in taken})
            journal.write("application.answers_reused", draft.pk, by=by, office=draft.office_id, sources=where)
    return len(taken)


def _by_step(taken: list[Offered]) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for each in taken:
        found.setdefault(each.step.code, {})[each.question.code] = each.value
    return found


def take_papers(application: Application, keys: Collection[str], *, by: Person) -> tuple[int, list[Refused]]:
    """Hand the ticked papers in again, each for itself; returns how many are there now, and those refused.

    Only papers on offer that are still valid are taken; what is there already, by a first click, stays as it is.
    """
    policies.check_editable(by, application)
    answers = queries.answers_of(application)
    items = catalogue.checklist_of(queries.definition_of(application), answers)
    found = reuse.offered_papers(application, items, reuse.sources_of(application, answers))
    wanted = [each for each in found if each.key in keys and each.worth.is_valid]
    if wanted:
        accounts.spend("upload", by.pk, times=len(wanted))
    refused = [each for each in (_take(application, paper, by) for paper in wanted) if each is not None]
    return len(wanted) - len(refused), refused


def _take(application: Application, paper: OfferedPaper, by: Person) -> Refused | None:
    requirement, name = paper.requirement, paper.name
    if queries.files_for(application.pk, requirement.code).count() >= requirement.max_files:
        return Refused(name, FULL)
    slot = documents.Slot(application.pk, requirement.code, requirement.document_type)
    try:
        documents.reuse(paper.document, slot, by=by)
    except DuplicateError:
        return None
    except DocumentRefusedError as error:
        return Refused(name, error.message)
    except (ErasedError, TamperedError):
        return Refused(name, GONE)
    return None
