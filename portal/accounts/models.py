"""People and what they may do in which office."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.crypto import salted_hmac

from portal.offices.models import Office


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


class Person(AbstractBaseUser, PermissionsMixin):
    """An account. `is_staff` opens the CMS and the desk (with a second factor, always)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    # The language of letters and mails.
    language = models.CharField(max_length=10, default="de")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    # One more, and every session of this person is over ("sign out everywhere").
    session_epoch = models.PositiveIntegerField(default=0)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return str(self.pk)

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
