"""Who may do what with an application; asked by actions, never by views."""

from portal.accounts.models import Person
from portal.applications import states
from portal.applications.errors import AlreadySentError, DecidedError, NotADraftError
from portal.applications.models import Application
from portal.documents.models import Document
from portal.shared.errors import NotAllowedError


def check_own(person: Person, application: Application) -> None:
    """NotAllowedError unless the application is this person's."""
    if application.person_id != person.pk:
        raise NotAllowedError


def check_editable(person: Person, application: Application) -> None:
    """Also NotADraftError when answers and documents are fixed."""
    check_own(person, application)
    if not application.is_draft:
        raise NotADraftError


def may_add_papers(application: Application) -> bool:
    """Say whether documents can be handed in: before sending, and until the office has decided (§ 82(1) AufenthG)."""
    return application.state in (states.DRAFT, *states.OPEN)


def check_may_add(person: Person, application: Application) -> None:
    """DecidedError when the office has finished."""
    check_own(person, application)
    if not may_add_papers(application):
        raise DecidedError


def check_may_take_back(person: Person, application: Application, document: Document) -> None:
    """Also AlreadySentError for a file that the office has."""
    check_may_add(person, application)
    if document.handed_over_at is not None:
        raise AlreadySentError
