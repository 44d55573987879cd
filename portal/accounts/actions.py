"""What happens to people: limits are spent, roles granted, sessions ended."""

import math
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import override
from django_otp import devices_for_user
from django_otp.models import Device

from portal.accounts import policies
from portal.accounts.errors import NotForStaffError
from portal.accounts.models import AuthenticatorApp, Limit, MailedCode, Person, RecoveryCodes, Role, digest_of
from portal.journal import actions as journal
from portal.offices.models import Office
from portal.shared import clock
from portal.shared.errors import TooManyError
from portal.vault import actions as vault

# How windows in settings.LIMITS_GROWING grow when they were used up, and up to which length.
GROWTH, LONGEST = 1.1, timedelta(days=30)
CODE_LIFETIME = timedelta(minutes=10)
# Without letters and digits that look alike on paper.
RECOVERY_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def spend(limit: str, *keys: object, times: int = 1) -> None:
    """Use up turns of a limit for these keys together; TooManyError tells how long to wait when none is left.

    `limit` names windows of settings.LIMITS. Keys are stored as keyed hashes only.
    """
    if settings.LIMITS_ON:
        with transaction.atomic():
            for allowed, seconds in settings.LIMITS[limit]:
                used_up = Limit.key_of("used up", limit, seconds, *keys) if limit in settings.LIMITS_GROWING else ""
                window = _grown(timedelta(seconds=seconds), used_up) if used_up else timedelta(seconds=seconds)
                is_last = _take(Limit.key_of(limit, seconds, *keys), allowed, window, times)
                if used_up and is_last:
                    _note_used_up(used_up)


def _grown(window: timedelta, used_up: str) -> timedelta:
    """Return the window, longer by a tenth for each time that it was used up: guessing on for weeks does not pay."""
    row = Limit.objects.filter(pk=used_up, until__gt=clock.now()).first()
    return min(window * GROWTH ** min(row.spent, 100), max(window, LONGEST)) if row else window


def _note_used_up(key: str) -> None:
    until = clock.now() + LONGEST * 2
    if not Limit.objects.filter(pk=key).update(spent=F("spent") + 1, until=until):
        Limit.objects.create(pk=key, spent=1, until=until)


def _take(key: str, allowed: int, window: timedelta, times: int) -> bool:
    """Use up turns; returns whether these were the last."""
    now = clock.now()
    row, _ = Limit.objects.select_for_update().get_or_create(pk=key, defaults={"until": now + window})
    if row.until <= now:
        row.spent, row.until = 0, now + window
    if row.spent + times > allowed:
        raise TooManyError(math.ceil((row.until - now).total_seconds()))
    row.spent += times
    row.save(update_fields=["spent", "until"])
    return row.spent == allowed


def use_once(*keys: object) -> bool:
    """Say whether this is the first time within a day; two at the same moment cannot both be first."""
    until = clock.now() + timedelta(days=1)
    return Limit.objects.get_or_create(pk=Limit.key_of("once", *keys), defaults={"until": until})[1]


def note(kind: str, person: Person) -> None:
    """Write down what a person did at the front door."""
    journal.write(kind, person.pk, by=person)


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


def add_mail(person: Person) -> MailedCode:
    """Begin to use the person's mailbox, and send the first code there."""
    if not policies.may_use(person, MailedCode):
        raise NotForStaffError
    device, _ = MailedCode.objects.get_or_create(user=person, defaults={"confirmed": False})
    send_code(person)
    return device


def send_code(person: Person) -> None:
    """Mail a new code to the confirmed address; the one before is void."""
    spend("second-factor-mail", person.pk)
    code = get_random_string(6, "0123456789")
    until = clock.now() + CODE_LIFETIME
    if MailedCode.objects.filter(user=person).update(digest=digest_of(person.pk, code), until=until):
        _mail(person, "second_factor_code", code=code)


@transaction.atomic
def make_recovery_codes(person: Person, *, by: Person) -> list[str]:
    """Replace the printed list; the codes are returned once and cannot be read again."""
    codes = [get_random_string(10, RECOVERY_LETTERS) for _ in range(10)]
    digests = [digest_of(person.pk, code) for code in codes]
    device, _ = RecoveryCodes.objects.update_or_create(user=person, defaults={"digests": digests})
    tell_added(device, by=by)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def show_factor(person: Person, code: str) -> Device | None:
    """Take a code of any kind that the person has set up; None when it does not fit. A code counts once."""
    spend("second-factor", person.pk)
    code = "".join(code.split()).replace("-", "")
    with transaction.atomic():
        for device in devices_for_user(person, for_verify=True):
            if device.verify_token(code):
                note_shown(device, by=person)
                return device
    return None


def note_shown(device: Device, *, by: Person) -> None:
    """Write down that a second factor was shown."""
    journal.write("accounts.second_factor_shown", by.pk, by=by, factor=device.model_label())


def confirm_factor(device: Device, code: str, *, by: Person) -> bool:
    """Finish setting up with a first code; False when it does not fit."""
    spend("second-factor", by.pk)
    with transaction.atomic():
        device = type(device).objects.select_for_update().get(pk=device.pk, user=by)
        if not device.verify_token("".join(code.split())):
            return False
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        tell_added(device, by=by)
    return True


@transaction.atomic
def remove_factor(device: Device, *, by: Person) -> None:
    """Take a second factor away; the person is told by mail."""
    person = device.user
    journal.write("accounts.second_factor_removed", person.pk, by=by, factor=device.model_label())
    device.delete()
    _mail(person, "second_factor_removed")


def tell_added(device: Device, *, by: Person) -> None:
    """Write down that a second factor was added, and tell the person by mail."""
    journal.write("accounts.second_factor_added", device.user_id, by=by, factor=device.model_label())
    _mail(device.user, "second_factor_added")


def _mail(person: Person, name: str, **context: object) -> None:
    """Send a plain mail in the person's language, with addresses of the configured host only."""
    with override(person.language):
        address = settings.PORTAL_URL + reverse("account_login")
        context = {**context, "portal_url": settings.PORTAL_URL, "sign_in_url": address}
        subject = render_to_string(f"account/email/{name}_subject.txt", context)
        body = render_to_string(f"account/email/{name}_message.txt", context)
        send_mail(" ".join(subject.split()), body, settings.DEFAULT_FROM_EMAIL, [person.email])
