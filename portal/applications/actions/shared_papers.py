"""A paper for the whole family is uploaded once. When the application it lies with goes its own way, it stays there.

While all are drafts, one copy counts for all. At the office every application must lead to the paper: to one that
is there already the package refers; one that lies in a draft goes along as a copy.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from portal.accounts.models import Person
from portal.applications import family, queries
from portal.applications.models import Application
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Requirement
from portal.documents import actions as documents
from portal.documents import queries as document_queries
from portal.documents.models import Document
from portal.shared.errors import RefusedError, UnavailableError
from portal.vault.errors import ErasedError, TamperedError


def bring_along(application: Application, answers: Mapping[str, Any], *, by: Person) -> None:
    """Before sending: copy the family's papers that lie in drafts only, because a draft may never be sent."""
    if application.bundle_id is None:
        return
    own = _own_papers(application)
    elsewhere = family.papers_elsewhere(application)
    for each in catalogue.open_requirements(queries.definition_of(application), answers):
        papers = elsewhere.get(each.code, [])
        if each.code not in own and papers and all(paper.application.is_draft for paper in papers):
            _copy(papers[0].files, application, each, by)


def hand_on(application: Application, *, by: Person) -> None:
    """Before a draft is deleted: leave the family's papers with the next draft that asks for them."""
    drafts = [each for each in family.mates_of(application) if each.is_draft]
    files = list(document_queries.documents_of(application.pk).present()) if drafts else []
    requirements = {each.code: each for each in queries.definition_of(application).requirements}
    for draft in drafts:
        files = list(_left_after(draft, files, requirements, by))


def _left_after(
    draft: Application, files: list[Document], requirements: Mapping[str, Requirement], by: Person
) -> Iterable[Document]:
    """Copy into one draft what it asks for; yield what it does not ask for."""
    asked = catalogue.open_requirements(queries.definition_of(draft), family.answers_of(draft))
    for file in files:
        before = requirements.get(file.requirement)
        same = [each for each in asked if before is not None and family.is_same_paper(before, each)]
        if same:
            _copy([file], draft, same[0], by)
        else:
            yield file


def _own_papers(application: Application) -> set[str]:
    return set(document_queries.documents_of(application.pk).present().values_list("requirement", flat=True))


def _copy(files: Iterable[Document], application: Application, requirement: Requirement, by: Person) -> None:
    slot = documents.Slot(application.pk, requirement.code, requirement.document_type)
    for file in files:
        # No room, no space left, gone, there already: a missing paper never keeps anybody from sending or deleting.
        with suppress(RefusedError, UnavailableError, ErasedError, TamperedError):
            documents.reuse(file, slot, by=by)
