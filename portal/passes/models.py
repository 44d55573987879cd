"""Passes and the files that came by them. No secret is stored: of the code and of the browser's key only SHA-256."""

import uuid
from datetime import datetime
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q

from portal.accounts.models import Person
from portal.documents.models import Document
from portal.journal import actions as journal
from portal.passes import states


class PassQuerySet(models.QuerySet["Pass"]):
    """Set facts about passes."""

    def about(self, subject: uuid.UUID) -> Self:
        """Return the passes of one application or case, oldest first."""
        return self.filter(subject=subject).order_by("made_at", "pk")

    def live(self, now: datetime) -> Self:
        """Return those that still open something, as far as their own row says."""
        return self.filter(state__in=states.LIVE, ends_at__gt=now)

    def locked(self) -> Self:
        """Hold the rows until the caller's transaction ends."""
        return self.select_for_update(of=("self",))


class Pass(models.Model):
    """A permit for one other browser. `purpose` names who takes the files; they count as brought by `maker`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=20)
    subject = models.UUIDField(db_index=True)
    requirement = models.CharField(max_length=80)
    maker = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passes")
    state = models.CharField(max_length=10, default=states.WAITING)
    made_at = models.DateTimeField()
    # A quarter of an hour after making, then again a quarter of an hour after opening.
    ends_at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, unique=True)
    # The browser that opened it; empty before.
    browser_hash = models.CharField(max_length=64, blank=True)
    # Of the maker's sessions: changes with the password and with "sign out everywhere", and the pass is over.
    sessions_hash = models.CharField(max_length=64)

    objects = PassQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "passes"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=states.LIFE.states()), name="pass_state_known"),
            models.UniqueConstraint(fields=["browser_hash"], condition=~Q(browser_hash=""), name="pass_browser_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def _advance(self, move: str, by: Person | None = None, **fields: Any) -> None:
        """Make a move: lock, ask the machine, save the given fields with it, write the journal."""
        with transaction.atomic():
            row = Pass.objects.locked().get(pk=self.pk)
            self.state = states.LIFE.after(row.state, move)
            for name, value in fields.items():
                setattr(self, name, value)
            self.save(update_fields=["state", *fields])
            journal.write(f"pass.{move}", self.subject, by=by, **self.detail())

    def detail(self) -> dict[str, str]:
        """Return what the journal tells of it."""
        return {"pass": str(self.pk), "requirement": self.requirement}


class PassFile(models.Model):
    """A file that came by a pass."""

    permit = models.ForeignKey(Pass, on_delete=models.CASCADE, related_name="files")
    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.document_id)
