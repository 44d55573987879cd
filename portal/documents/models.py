"""Uploaded documents: where each one stands, its cleaned pages, and what the checks found."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction

from portal.documents import states
from portal.journal import actions as journal
from portal.shared.work import Work, WorkQuerySet


class DocumentQuerySet(WorkQuerySet):
    """Set facts about documents."""

    def about(self, subject: uuid.UUID) -> Self:
        """Return what belongs to one application, in the order of upload."""
        return self.filter(subject=subject).order_by("requirement", "position", "created")

    def visible(self) -> Self:
        """Return what the applicant has not removed."""
        return self.exclude(state=states.REMOVED)

    def present(self) -> Self:
        """Return what counts as handed in: neither removed nor refused."""
        return self.filter(state__in=states.PRESENT)

    def waiting(self) -> Self:
        """Return what was uploaded and not sent to the office yet."""
        return self.present().filter(handed_over_at=None)

    def held(self) -> Self:
        """Return what waits for the scanner."""
        return self.filter(state=states.HELD)


class Document(Work):
    """One uploaded file. The bytes lie sealed in the vault under their own key; names and readings are sealed here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField(db_index=True)
    requirement = models.CharField(max_length=80)
    document_type = models.CharField(max_length=80)
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="documents")
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=12, default=states.RECEIVED, db_index=True)
    created = models.DateTimeField(auto_now_add=True)

    # The original, byte for byte: hashes stay even when malware is deleted.
    file = models.CharField(max_length=40, blank=True, db_index=True)
    sealed_key = models.BinaryField()
    sealed_name = models.BinaryField()
    size = models.PositiveIntegerField()
    mime = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    sha512 = models.CharField(max_length=128)
    page_count = models.PositiveSmallIntegerField(default=0)

    # What was read, for comparing again when the form changes.
    sealed_reading = models.BinaryField(default=bytes)
    # Why it was refused (a code) and what the scanner called it (for staff).
    refusal = models.CharField(max_length=40, blank=True)
    signature = models.CharField(max_length=120, blank=True)
    accepted_anyway = models.BooleanField(default=False)
    # When the applicant sent it to the office; from then on it cannot be taken back.
    handed_over_at = models.DateTimeField(null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=states.MACHINE.states()), name="document_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state=states.REFUSED) | ~models.Q(refusal=""), name="document_refusal_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_final(self) -> bool:
        """Say whether the verdict stands."""
        return self.state in states.FINAL

    def _advance(self, move: str, by: Any = None, **fields: Any) -> None:
        """Make a move: lock, ask the machine, save the given fields with it, write the journal."""
        with transaction.atomic():
            row = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
            self.state = states.MACHINE.after(row.state, move)
            for name, value in fields.items():
                setattr(self, name, value)
            work = ("attempts", "due_at", "trouble")
            self.save(update_fields=["state", *fields, *work])
            detail = (
                {"document": str(self.pk), "refusal": self.refusal} if move == "refuse" else {"document": str(self.pk)}
            )
            journal.write(f"document.{move}", self.subject, by=by, **detail)


class Page(models.Model):
    """A cleaned page: a fresh JPEG, sealed under its own key (counter nonces forbid sharing one)."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField()
    file = models.CharField(max_length=40, db_index=True)
    sealed_key = models.BinaryField()
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="page_once")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.number}"


class Finding(models.Model):
    """What one check says; the values it names are sealed."""

    class Result(models.TextChoices):
        PASS = "pass"  # noqa: S105 - a verdict, not a word to sign in with
        WARN = "warn"
        FAIL = "fail"
        SKIPPED = "skipped"

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="findings")
    check_id = models.CharField(max_length=40)
    result = models.CharField(max_length=8, choices=Result)
    sealed_value = models.BinaryField(default=bytes)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "check_id"], name="finding_once")]

    def __str__(self) -> str:
        return f"{self.check_id}: {self.result}"
