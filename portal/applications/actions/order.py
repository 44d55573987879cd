"""Putting one's own files in order, before the office has them."""

from portal.accounts.models import Person
from portal.applications import policies, queries
from portal.applications.actions.papers import FULL
from portal.applications.errors import UnknownApplicationError
from portal.applications.models import Application
from portal.catalogue.definition import Requirement
from portal.documents import actions as documents
from portal.documents.errors import DocumentRefusedError
from portal.documents.models import Document


def turn_page(application: Application, document: Document, number: int, *, by: Person) -> None:
    """Turn a page by a quarter, clockwise; UnknownApplicationError when there is none with this number (from 1)."""
    policies.check_may_take_back(by, application, document)
    if not 1 <= number <= document.page_count:
        raise UnknownApplicationError
    documents.turn_page(document, number, by=by)


def move_file(application: Application, document: Document, step: int, *, by: Person) -> None:
    """Move a file one place earlier (-1) or later (+1) among those of its requirement."""
    policies.check_may_take_back(by, application, document)
    documents.move(document, step, by=by)


def restore_file(application: Application, requirement: Requirement, document: Document, *, by: Person) -> None:
    """Undo a removal within its ten minutes; DocumentRefusedError when its place is taken meanwhile."""
    policies.check_may_take_back(by, application, document)
    if queries.files_for(application.pk, requirement.code).count() >= requirement.max_files:
        raise DocumentRefusedError(FULL)
    documents.restore(document, by=by)
