"""Files that arrive piece by piece: the same rules and the same end as with an ordinary form, checked at the start."""

from django.db import transaction

from portal.accounts import actions as accounts
from portal.accounts.models import Person
from portal.applications import policies
from portal.applications.actions.papers import FULL, take_files
from portal.applications.models import Application
from portal.applications.steps import requirements
from portal.catalogue.definition import Requirement
from portal.documents import actions as documents
from portal.documents import queries as document_queries
from portal.documents.errors import DocumentRefusedError
from portal.uploads import actions as uploads
from portal.uploads import queries as upload_queries
from portal.uploads.models import Upload
from portal.vault.uploads import SealedUpload


def begin_upload(application: Application, requirement: Requirement, file: uploads.Announced, *, by: Person) -> Upload:
    """Make room for a file; DocumentRefusedError when it could not be taken anyway."""
    policies.check_may_add(by, application)
    accounts.spend("upload-begin", by.pk)
    with transaction.atomic():
        check_announced(application, requirement, file, by=by)
        return uploads.begin(application.pk, requirement.code, file, by=by)


def check_announced(
    application: Application, requirement: Requirement, file: uploads.Announced, *, by: Person
) -> None:
    """DocumentRefusedError when a file could not be taken anyway: number, name, type, size, space.

    Holds the person's row until the caller's transaction ends: of many at once, none slips past the limits.
    """
    policies.check_may_add(by, application)
    owner = Person.objects.select_for_update(of=("self",)).get(pk=by.pk)
    there = document_queries.documents_of(application.pk).waiting().filter(requirement=requirement.code).count()
    if there + upload_queries.live_count(owner, application.pk, requirement.code) >= requirement.max_files:
        raise DocumentRefusedError(FULL)
    documents.check_announced(file.name, file.declared, file.length)
    documents.check_space(application.pk, file.length + upload_queries.bytes_announced(owner), by=owner)


def add_to_upload(application: Application, upload: Upload, piece: bytes, *, at: int, by: Person) -> None:
    """Add the next bytes; with the last one the file becomes a document, by the same action as from a form."""
    policies.check_may_add(by, application)

    def take(sealed: SealedUpload) -> None:
        wanted = requirements.requirement_of(application, upload.requirement)
        for refused in take_files(application, wanted, [sealed], by=by):
            raise DocumentRefusedError(refused.sentence)

    uploads.append(upload, piece, at=at, take=take)


def cancel_upload(application: Application, upload: Upload, *, by: Person) -> None:
    """Let go of what has arrived."""
    policies.check_own(by, application)
    uploads.cancel(upload)
