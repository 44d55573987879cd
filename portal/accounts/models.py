"""People and what they may do in which office."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

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

    objects = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return str(self.pk)


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
