"""What other devices bring for an application: files by an upload pass count as its owner's own."""

from collections.abc import Sequence
from uuid import UUID

from portal.accounts.models import Person
from portal.applications import actions, policies, queries
from portal.applications.actions import Refused
from portal.applications.errors import UnknownApplicationError
from portal.applications.models import Application
from portal.applications.steps import requirements
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Requirement
from portal.documents.models import Origin
from portal.passes.errors import PassOverError
from portal.passes.ports import Wanted
from portal.uploads.actions import Announced
from portal.vault.uploads import SealedUpload


class ApplicantsPhone:
    """Takes files for one requirement of an application (passes.ports.Taker)."""

    def wanted(self, subject: UUID, requirement: str, *, by: Person) -> Wanted:
        """Describe the paper; PassOverError when the application does not ask for it any more."""
        _application, found = _asked(subject, requirement, by)
        item, taken = catalogue.checklist_item(found), queries.files_for(subject, found.code).count()
        return Wanted(item.title, item.why, item.explanation, has_room=taken < found.max_files)

    def announce(self, subject: UUID, requirement: str, file: Announced, *, by: Person) -> None:
        """Ask what is asked of the owner's own uploads; PassOverError, DocumentRefusedError."""
        application, found = _asked(subject, requirement, by)
        actions.check_announced(application, found, file, by=by)

    def take(
        self, subject: UUID, requirement: str, uploads: Sequence[SealedUpload], *, by: Person
    ) -> Sequence[Refused]:
        """Take files in, each for itself; PassOverError when the application does not ask for them any more."""
        application, found = _asked(subject, requirement, by)
        return actions.take_files(application, found, uploads, by=by, origin=Origin.PHONE)


def _asked(subject: UUID, requirement: str, owner: Person) -> tuple[Application, Requirement]:
    application = Application.objects.of(owner).with_form().filter(pk=subject).first()
    if application is None or not policies.may_add_papers(application):
        raise PassOverError
    try:
        return application, requirements.requirement_of(application, requirement)
    except UnknownApplicationError as error:
        raise PassOverError from error
