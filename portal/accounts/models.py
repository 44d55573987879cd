"""People and what they may do in which office."""

import uuid
from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device, DeviceManager
from django_otp.oath import TOTP

from portal.offices.models import Office
from portal.shared import clock
from portal.vault import actions as vault


class PersonManager(BaseUserManager["Person"]):
    """Makes people; the e-mail address is the name to sign in with."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Make an applicant's account."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Make an operator's account."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]
    """An account. `is_staff` opens the CMS and the desk (with a second factor, always)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("E-mail address"), unique=True)
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    # The language of letters and mails.
    language = models.CharField(max_length=10, default="de")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    # One more, and every session of this person is over ("sign out everywhere").
    session_epoch = models.PositiveIntegerField(default=0)

    # Given by django-otp's middleware: whether a second factor was shown in this session.
    is_verified: Callable[[], bool]

    objects = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return str(self.pk)

    def has_desk(self) -> bool:
        """Say whether the person works on cases somewhere."""
        return self.is_staff and self.roles.filter(kind__in=[Role.Kind.CLERK, Role.Kind.LEAD]).exists()

    def looks_at_quality(self) -> bool:
        """Say whether the person may see how well the checks of documents work."""
        return self.is_staff and self.roles.filter(kind__in=Role.LOOK_AT_QUALITY).exists()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django compares this with the session at every request; it changes with the password and with the epoch.
        return salted_hmac(
            "portal.accounts.session", f"{self.password}|{self.session_epoch}", secret=secret, algorithm="sha256"
        ).hexdigest()


class Role(models.Model):
    """What a member of staff is in an office."""

    class Kind(models.TextChoices):
        CLERK = "clerk"
        LEAD = "lead"
        EDITOR = "editor"
        TRANSLATOR = "translator"
        OFFICE_IT = "office_it"
        AUDITOR = "auditor"

    LOOK_AT_QUALITY = (Kind.LEAD, Kind.EDITOR, Kind.AUDITOR, Kind.OFFICE_IT)

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="staff")
    kind = models.CharField(max_length=20, choices=Kind)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "office", "kind"], name="role_once")]

    def __str__(self) -> str:
        return f"{self.kind} in {self.office_id}"


class Limit(models.Model):
    """How often something was done in a window of time. The key is a keyed hash: no address, no name is stored."""

    key = models.CharField(primary_key=True, max_length=64)
    spent = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.spent} until {self.until:%H:%M:%S}"

    @staticmethod
    def key_of(*parts: object) -> str:
        """Return the stored form of limit name, window and keys."""
        text = "\x1f".join(str(part) for part in parts)
        return salted_hmac("portal.accounts.limit", text, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()


class AuthenticatorApp(Device):
    """An app that shows a new code every 30 seconds (RFC 6238). Its secret is sealed in the vault."""

    CONTEXT: ClassVar[str] = "accounts.authenticator_app.secret"
    title = _("App with codes")

    sealed_secret = models.BinaryField()
    # The newest time step that was used: a code counts once.
    last_step = models.BigIntegerField(default=-1)
    created = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["AuthenticatorApp"]] = DeviceManager()

    @property
    def secret(self) -> bytes:
        """Open the shared secret."""
        return vault.unseal(self.user_id, bytes(self.sealed_secret), self.CONTEXT)

    def verify_token(self, token: str) -> bool:
        """Take a code of now, or half a minute off, that was not used before."""
        if not (token.isascii() and token.isdigit()):
            return False
        totp = TOTP(self.secret)
        totp.time = clock.now().timestamp()
        if not totp.verify(int(token), tolerance=1, min_t=self.last_step + 1):
            return False
        self.last_step = totp.t()
        self.save(update_fields=["last_step"])
        return True


class MailedCode(Device):
    """A code sent to the confirmed address. Stored as keyed hash, good once and for a short time."""

    title = _("Code by e-mail")

    digest = models.CharField(max_length=64, blank=True)
    until = models.DateTimeField(null=True)
    created = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["MailedCode"]] = DeviceManager()

    def verify_token(self, token: str) -> bool:
        """Take the newest code while it is good; then it is gone."""
        fresh = self.until is not None and clock.now() < self.until
        if not (fresh and self.digest and constant_time_compare(self.digest, digest_of(self.user_id, token))):
            return False
        self.digest, self.until = "", None
        self.save(update_fields=["digest", "until"])
        return True


class RecoveryCodes(Device):
    """A printed list for the day when phone and mailbox are lost; each code is good once, stored as keyed hash."""

    title = _("Printed codes")

    digests = models.JSONField(default=list)
    created = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["RecoveryCodes"]] = DeviceManager()

    def verify_token(self, token: str) -> bool:
        """Take a code that is still on the list, and cross it out."""
        digest = digest_of(self.user_id, token.replace("-", "").upper())
        if digest not in self.digests:
            return False
        self.digests = [each for each in self.digests if each != digest]
        self.save(update_fields=["digests"])
        return True


def digest_of(person: uuid.UUID, code: str) -> str:
    """Return the stored form of a code of this person."""
    return salted_hmac("portal.accounts.code", f"{person}|{code}", algorithm="sha256").hexdigest()
