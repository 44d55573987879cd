"""What happens to people: limits are spent, roles granted, sessions ended."""

import math
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.db.models import F

from portal.accounts.models import AuthenticatorApp, Limit, Person, Role
from portal.journal import actions as journal
from portal.offices.models import Office
from portal.shared import clock
from portal.shared.errors import TooManyError
from portal.vault import actions as vault


def spend(limit: str, *keys: object, times: int = 1) -> None:
    """Use up turns of a limit for these keys together; TooManyError tells how long to wait when none is left.

    `limit` names windows of settings.LIMITS. Keys are stored as keyed hashes only.
    """
    if settings.LIMITS_ON:
        with transaction.atomic():
            for allowed, seconds in settings.LIMITS[limit]:
                _take(Limit.key_of(limit, seconds, *keys), allowed, timedelta(seconds=seconds), times)


def _take(key: str, allowed: int, window: timedelta, times: int) -> None:
    now = clock.now()
    row, _ = Limit.objects.select_for_update().get_or_create(pk=key, defaults={"until": now + window})
    if row.until <= now:
        row.spent, row.until = 0, now + window
    if row.spent + times > allowed:
        raise TooManyError(math.ceil((row.until - now).total_seconds()))
    row.spent += times
    row.save(update_fields=["spent", "until"])


def use_once(*keys: object) -> bool:
    """Say whether this is the first time within a day; two at the same moment cannot both be first."""
    until = clock.now() + timedelta(days=1)
    return Limit.objects.get_or_create(pk=Limit.key_of("once", *keys), defaults={"until": until})[1]


def forget_old_limits() -> int:
    """Delete the counters whose window is over."""
    return Limit.objects.filter(until__lte=clock.now()).delete()[0]


def forget_old_sessions() -> None:
    """Delete the sessions that are over."""
    SessionStore.clear_expired()


@transaction.atomic
def grant_role(person: Person, office: Office, kind: str, *, by: Person | None) -> Role:
    """Make the person a member of an office's staff."""
    role, created = Role.objects.get_or_create(person=person, office=office, kind=Role.Kind(kind))
    if created:
        Person.objects.filter(pk=person.pk).update(is_staff=True)
        person.is_staff = True
        journal.write("accounts.role_granted", person.pk, by=by, office=office, role=role.kind)
    return role


@transaction.atomic
def end_sessions(person: Person, *, by: Person | None) -> None:
    """Sign the person out everywhere; the caller keeps the own session alive if it should stay."""
    Person.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    person.refresh_from_db(fields=["session_epoch"])
    journal.write("accounts.sessions_ended", person.pk, by=by)


@transaction.atomic
def add_app(person: Person, secret: bytes, *, confirmed: bool = False) -> AuthenticatorApp:
    """Keep the secret of an authenticator app; unconfirmed until the person has shown a first code."""
    AuthenticatorApp.objects.filter(user=person, confirmed=False).delete()
    sealed = vault.seal(person.pk, secret, AuthenticatorApp.CONTEXT)
    return AuthenticatorApp.objects.create(user=person, confirmed=confirmed, sealed_secret=sealed)
