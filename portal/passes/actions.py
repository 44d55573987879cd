"""What may be done with passes: make, open, send by it, finish, revoke."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from portal.accounts import actions as accounts
from portal.accounts.models import Person
from portal.documents.errors import DocumentRefusedError
from portal.documents.models import Document
from portal.journal import actions as journal
from portal.passes import policies, queries, states
from portal.passes.errors import TooManyPassesError
from portal.passes.models import Pass, PassFile, PassQuerySet
from portal.passes.ports import NotTaken
from portal.shared import clock
from portal.shared.errors import RefusedError
from portal.uploads import actions as uploads
from portal.uploads.models import Upload
from portal.vault.uploads import SealedUpload

LIFETIME = timedelta(minutes=15)
MOST = 3
# Typed from a screen if need be: no letters and digits that look alike. 26 of these 31 are 128 bits.
LETTERS, LENGTH = "23456789abcdefghjkmnpqrstuvwxyz", 26


def make(subject: UUID, requirement: str, *, purpose: str, by: Person) -> tuple[Pass, str]:
    """Make a pass; returns it with its code, which nobody can read again. One that waits for the same paper is void.

    Whether this person may hand in papers, the caller has asked. TooManyPassesError beyond three per application.
    """
    accounts.spend("pass", by.pk)
    token = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    with transaction.atomic():
        # The row of the person is the turnstile: two clicks at once come one after the other.
        maker = Person.objects.select_for_update(of=("self",)).get(pk=by.pk)
        for each in Pass.objects.about(subject).filter(requirement=requirement, maker=maker, state=states.WAITING):
            each._advance("revoke", by)
        now = clock.now()
        if Pass.objects.about(subject).filter(purpose=purpose).live(now).count() >= MOST:
            raise TooManyPassesError
        permit = Pass(purpose=purpose, subject=subject, requirement=requirement, maker=maker)
        permit.made_at, permit.ends_at = now, now + LIFETIME
        permit.token_hash, permit.sessions_hash = queries.hash_of(token), queries.sessions_hash(maker)
        permit.save(force_insert=True)
        journal.write("pass.make", subject, by=by, **permit.detail())
    return permit, token


def remember(session: SessionBase, permit: Pass, token: str) -> None:
    """Keep a code for showing it again, in the session (sealed at rest) of the browser that made it, nowhere else."""
    codes = {**session.get(queries.CODES, {}), str(permit.pk): token}
    session[queries.CODES] = dict(list(codes.items())[-MOST:])


def find(token: str) -> Pass:
    """Return the pass of a code that can still be opened; UnknownPassError, PassUsedError, PassOverError."""
    found = queries.by_token(token)
    policies.check_can_open(found)
    return found


def open_with(token: str) -> str:
    """Bind the pass of a code to the browser that asks; returns the browser's key. Only the first one gets it.

    UnknownPassError, PassUsedError, PassOverError.
    """
    key = secrets.token_urlsafe(32)
    with transaction.atomic():
        found = _locked(queries.by_token(token))
        policies.check_can_open(found)
        found._advance("open", browser_hash=queries.hash_of(key), ends_at=clock.now() + LIFETIME)
    return key


def send(permit: Pass, files: Sequence[SealedUpload]) -> Sequence[NotTaken]:
    """Take files by a pass, for its maker; returns those not taken. What is not taken is not kept."""
    try:
        with transaction.atomic():
            return _take(permit, files)
    except RefusedError:
        for each in files:
            each.discard()
        raise


def _take(permit: Pass, files: Sequence[SealedUpload]) -> Sequence[NotTaken]:
    fresh = _locked(permit)
    policies.check_can_send(fresh)
    refused = queries.taker_of(fresh).take(fresh.subject, fresh.requirement, files, by=fresh.maker)
    _note_files(fresh, files)
    return refused


def begin_upload(permit: Pass, file: uploads.Announced) -> Upload:
    """Make room for a file that comes piece by piece, counted for the pass's maker; it ends with the pass.

    A RefusedError when it could not be taken anyway.
    """
    policies.check_can_begin(permit)
    accounts.spend("upload-begin", permit.maker_id)
    with transaction.atomic():
        fresh = _locked(permit)
        policies.check_can_begin(fresh)
        queries.taker_of(fresh).announce(fresh.subject, fresh.requirement, file, by=fresh.maker)
        maker = Person.objects.select_for_update(of=("self",)).get(pk=fresh.maker_id)
        brought = uploads.Permit(fresh.pk, policies.last_bytes_until(fresh))
        return uploads.begin(fresh.subject, fresh.requirement, file, by=maker, permit=brought)


def add_to_upload(permit: Pass, upload: Upload, piece: bytes, *, at: int) -> None:
    """Add the next bytes; with the last one the file is taken as from a form. A RefusedError when it is not."""

    def take(sealed: SealedUpload) -> None:
        for refused in _take(permit, [sealed]):
            raise DocumentRefusedError(refused.sentence)

    policies.check_can_send(queries.renewed(permit))
    uploads.append(upload, piece, at=at, take=take)


def finish(permit: Pass) -> None:
    """End a pass from the device that opened it."""
    with transaction.atomic():
        fresh = _locked(permit)
        if fresh.state == states.OPENED:
            _end(fresh, "finish")


def revoke(permit: Pass, *, by: Person) -> None:
    """End a pass from the device that made it; again, or after its end, nothing happens."""
    with transaction.atomic():
        fresh = _locked(permit)
        if fresh.state in states.LIVE:
            _end(fresh, "revoke", by)


def revoke_all(subject: UUID, *, purpose: str, by: Person | None) -> None:
    """End all passes of an application: it is sent or gone. Files on their way are in before, or not taken."""
    _revoke(Pass.objects.about(subject).filter(purpose=purpose, state__in=states.LIVE), by)


def revoke_all_of(person: Person) -> None:
    """End all passes that a person has made: signed out, nobody watches over them."""
    _revoke(Pass.objects.filter(maker=person).live(clock.now() - policies.LAST_BYTES), person)


def _revoke(rows: PassQuerySet, by: Person | None) -> None:
    with transaction.atomic():
        for each in rows.locked():
            _end(each, "revoke", by)


def _end(permit: Pass, move: str, by: Person | None = None) -> None:
    # What is on its way goes after the commit only: its last piece may be waiting for this row, which we hold.
    permit._advance(move, by)
    transaction.on_commit(partial(uploads.drop_of, permit.pk))


def _locked(permit: Pass) -> Pass:
    return Pass.objects.locked().select_related("maker").get(pk=permit.pk)


def _note_files(permit: Pass, files: Sequence[SealedUpload]) -> None:
    for document in Document.objects.filter(subject=permit.subject, file__in=[each.sealed_name for each in files]):
        PassFile.objects.create(permit=permit, document=document)
        journal.write("pass.file", permit.subject, by=permit.maker, document=str(document.pk), **permit.detail())
