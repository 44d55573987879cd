"""How uploads stand."""

from uuid import UUID

from django.db.models import Sum

from portal.accounts.models import Person
from portal.uploads.errors import ExpiredUploadError, UnknownUploadError
from portal.uploads.models import Upload
from portal.vault import actions as vault


def upload_of(
    owner: Person, subject: UUID, requirement: str, upload_id: UUID, *, permit: UUID | None = None
) -> Upload:
    """Return a person's upload, or the one that came by a pass of theirs: neither is found in the other's place.

    UnknownUploadError when there is none, ExpiredUploadError when it is too late.
    """
    rows = Upload.objects.of(owner).filter(subject=subject, requirement=requirement, permit=permit)
    found = rows.filter(pk=upload_id).first()
    if found is None:
        raise UnknownUploadError(asked=str(upload_id))
    if found.is_expired:
        raise ExpiredUploadError
    return found


def bytes_announced(owner: Person) -> int:
    """Return how many bytes this person's uploads under way will have when all are here."""
    return Upload.objects.of(owner).under_way().aggregate(sum=Sum("length"))["sum"] or 0


def live_count(owner: Person, subject: UUID, requirement: str) -> int:
    """Return how many of a person's files for a requirement seem to be on their way just now."""
    return Upload.objects.of(owner).live().filter(subject=subject, requirement=requirement).count()


def is_on_its_way_by(permit: UUID) -> bool:
    """Say whether a file seems to come by a pass just now."""
    return Upload.objects.live().filter(permit=permit).exists()


def key_of(upload: Upload) -> bytes:
    """Return the key of the staged file."""
    return vault.unseal(upload.subject, upload.sealed_key, f"uploads.key.{upload.pk}")


def name_and_type(upload: Upload) -> tuple[str, str]:
    """Return what the browser called the file, and the type it declared."""
    name, declared = vault.unseal_json(upload.subject, upload.sealed_name, f"uploads.name.{upload.pk}")
    return str(name), str(declared)


def is_known(file: str) -> bool:
    """Say whether a row knows this staged file."""
    return Upload.objects.filter(file=file).exists()
