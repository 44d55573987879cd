"""Who may do what with an application; asked by actions, never by views."""

from portal.accounts.models import Person
from portal.applications.errors import NotADraftError
from portal.applications.models import Application
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
