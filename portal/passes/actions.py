"""What may be done with passes: make, open, send by it, finish, revoke."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from portal.accounts import actions as accounts
from portal.accounts.models import Person
from portal.documents.models import Document
from portal.journal import actions as journal
from portal.passes import policies, queries, states
from portal.passes.errors import TooManyPassesError
from portal.passes.models import Pass, PassFile, PassQuerySet
from portal.passes.ports import NotTaken
from portal.shared import clock
from portal.shared.errors import RefusedError
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


def send(permit: Pass, uploads: Sequence[SealedUpload]) -> Sequence[NotTaken]:
    """Take files by a pass, for its maker; returns those not taken. What is not taken is not kept."""
    try:
        with transaction.atomic():
            fresh = _locked(permit)
            policies.check_can_send(fresh)
            taker = queries.taker_of(fresh)
            refused = taker.take(fresh.subject, fresh.requirement, uploads, by=fresh.maker)
            _note_files(fresh, uploads)
    except RefusedError:
        for each in uploads:
            each.discard()
        raise
    return refused


def finish(permit: Pass) -> None:
    """End a pass from the device that opened it."""
    with transaction.atomic():
        fresh = _locked(permit)
        if fresh.state == states.OPENED:
            fresh._advance("finish")


def revoke(permit: Pass, *, by: Person) -> None:
    """End a pass from the device that made it; again, or after its end, nothing happens."""
    with transaction.atomic():
        fresh = _locked(permit)
        if fresh.state in states.LIVE:
            fresh._advance("revoke", by)


def revoke_all(subject: UUID, *, purpose: str, by: Person | None) -> None:
    """End all passes of an application: it is sent or gone. Files on their way are in before, or not taken."""
    _revoke(Pass.objects.about(subject).filter(purpose=purpose, state__in=states.LIVE), by)


def revoke_all_of(person: Person) -> None:
    """End all passes that a person has made: signed out, nobody watches over them."""
    _revoke(Pass.objects.filter(maker=person).live(clock.now()), person)


def _revoke(rows: PassQuerySet, by: Person | None) -> None:
    with transaction.atomic():
        for each in rows.locked():
            each._advance("revoke", by)


def _locked(permit: Pass) -> Pass:
    return Pass.objects.locked().select_related("maker").get(pk=permit.pk)


def _note_files(permit: Pass, uploads: Sequence[SealedUpload]) -> None:
    for document in Document.objects.filter(subject=permit.subject, file__in=[each.sealed_name for each in uploads]):
        PassFile.objects.create(permit=permit, document=document)
        journal.write("pass.file", permit.subject, by=permit.maker, document=str(document.pk), **permit.detail())
