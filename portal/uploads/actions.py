"""Begin an upload, add to it, hand it over when it is whole, or let it go."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from portal.accounts.models import Person
from portal.shared import clock
from portal.shared.errors import RefusedError, TooManyError
from portal.uploads import policies, queries
from portal.uploads.errors import LockedUploadError, OffsetError, TooManyUploadsError, UnknownUploadError
from portal.uploads.models import Upload
from portal.vault import actions as vault
from portal.vault import files
from portal.vault.errors import BusyError, ErasedError, NoRoomError, TamperedError
from portal.vault.uploads import SealedUpload, seal_anew

LIFETIME = timedelta(hours=24)
# In front of the names of staged files; not a hex digit, so that no other sealed file looks like one.
MARK = "t"
# Takes a whole file over, inside the transaction that closes its upload; RefusedError when it is not one for us.
Takes = Callable[[SealedUpload], object]


@dataclass(frozen=True)
class Announced:
    """What the browser says of a file before it sends it; the content decides later. `length` in bytes."""

    name: str
    declared: str
    length: int


@dataclass(frozen=True)
class Permit:
    """The upload pass that a file comes by, and until when it may."""

    id: UUID
    until: datetime


def begin(subject: UUID, requirement: str, file: Announced, *, by: Person, permit: Permit | None = None) -> Upload:
    """Make room for a file. Called with the person's row locked, so that the count is exact."""
    try:
        policies.check_count(by)
    except TooManyUploadsError:
        drop_silent(by)
        policies.check_count(by)
    upload = Upload(subject=subject, requirement=requirement, owner=by, length=file.length)
    upload.sealed_key = vault.seal(subject, secrets.token_bytes(32), f"uploads.key.{upload.pk}")
    upload.sealed_name = vault.seal_json(subject, [file.name, file.declared], f"uploads.name.{upload.pk}")
    upload.expires_at = clock.now() + LIFETIME
    if permit is not None:
        upload.permit, upload.expires_at = permit.id, permit.until
    try:
        upload.file = files.stage(MARK)
    except OSError as error:
        raise NoRoomError from error
    upload.save(force_insert=True)
    return upload


def append(upload: Upload, piece: bytes, *, at: int, take: Takes) -> None:
    """Seal the next piece and note that it is here; with the last byte the whole file is taken over, or refused.

    Either all of the piece counts afterwards or nothing. OffsetError, LockedUploadError, NoRoomError: the upload stays
    as it was. A refusal by `take` ends it: nothing of the file is kept.
    """
    try:
        with files.StagedFile(queries.key_of(upload), upload.file) as staged:
            upload.refresh_from_db()
            policies.check_goes_on(upload, at, len(piece))
            _add(upload, staged, piece, take)
    except BusyError as error:
        raise LockedUploadError from error
    except (ErasedError, Upload.DoesNotExist) as error:
        raise (OffsetError if upload.taken_at else UnknownUploadError) from error
    except TamperedError as error:
        # What lies on the disk is not what was written: the person begins anew.
        _forget(upload, upload.file)
        raise UnknownUploadError from error
    except OSError as error:
        raise NoRoomError from error


def _add(upload: Upload, staged: files.StagedFile, piece: bytes, take: Takes) -> None:
    stored = staged.append(piece, at=upload.offset, stored=upload.stored)
    if upload.offset + len(piece) < upload.length:
        _move_on(upload, offset=upload.offset + len(piece), stored=stored)
    else:
        _hand_over(upload, staged.read(stored), take)


def _move_on(upload: Upload, **fields: Any) -> None:
    """Write how far it is, unless somebody else was quicker: the second fence, beside the file's lock."""
    rows = Upload.objects.filter(pk=upload.pk, offset=upload.offset, taken_at=None)
    if not rows.update(**fields, touched=clock.now()):
        raise OffsetError


def _hand_over(upload: Upload, portions: Iterable[bytes], take: Takes) -> None:
    """Seal the whole file anew, under a key of its own, and let it be taken in the same moment as it is complete."""
    name, declared = queries.name_and_type(upload)
    sealed = seal_anew(portions, name=name, content_type=declared, size=upload.length)
    try:
        with transaction.atomic():
            _move_on(upload, offset=upload.length, stored=0, file="", taken_at=clock.now())
            take(sealed)
            transaction.on_commit(partial(files.remove, upload.file))
    except (OffsetError, TooManyError):
        # Somebody else was quicker, or it is too early: the bytes so far stay.
        raise
    except RefusedError:
        _forget(upload, upload.file)
        raise
    finally:
        sealed.close()


def cancel(upload: Upload) -> None:
    """Let go of an upload; a document that was made of it stays. LockedUploadError while bytes are being written."""
    if not upload.file:
        upload.delete()
        return
    try:
        with files.StagedFile(b"", upload.file):
            _forget(upload, upload.file)
    except BusyError as error:
        raise LockedUploadError from error
    except ErasedError:
        upload.delete()


def drop_silent(owner: Person) -> None:
    """Let go of what a person began and seems to have left."""
    for each in Upload.objects.of(owner).silent():
        _cancel_unless_busy(each)


def drop_of(permit: UUID) -> None:
    """Let go of what is still on its way by a pass; what is being written at this moment, the broom takes."""
    for each in Upload.objects.filter(permit=permit, taken_at=None):
        _cancel_unless_busy(each)


def drop_expired() -> int:
    """Let go of what was begun too long ago; returns how many."""
    return sum(_cancel_unless_busy(each) for each in Upload.objects.expired()[:1000])


def erase(subject: UUID) -> None:
    """Delete all uploads of an application, when the caller's transaction is through."""
    rows = Upload.objects.filter(subject=subject)
    for name in rows.exclude(file="").values_list("file", flat=True):
        transaction.on_commit(partial(files.remove, name))
    rows.delete()


def _cancel_unless_busy(upload: Upload) -> bool:
    try:
        cancel(upload)
    except LockedUploadError:
        return False
    return True


def _forget(upload: Upload, file: str) -> None:
    Upload.objects.filter(pk=upload.pk).delete()
    files.remove(file)
