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


class Origin(models.TextChoices):
    """How a file came to us."""

    PORTAL = "portal"
    PHONE = "phone"
    DESK = "desk"


class Document(Work):
    """One uploaded file. The bytes lie sealed in the vault under their own key; names and readings are sealed here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField(db_index=True)
    requirement = models.CharField(max_length=80)
    document_type = models.CharField(max_length=80)
    # A clerk may have taken a paper in: it outlives the clerk's account.
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="documents")
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=12, default=states.SEALED, db_index=True)
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
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.PORTAL)
    # Which scanner with which signatures called it clean, to scan again when they change.
    scanned_with = models.CharField(max_length=60, blank=True, db_index=True)
    # When the person was told by mail that checking takes longer.
    # When the person said that what was read is right.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_late_at = models.DateTimeField(null=True, blank=True)

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
    """A cleaned page: a fresh JPEG, sealed under its own key (counter nonces forbid sharing one).

    Number 0 is no page but the strip with the machine-readable lines, cut out of one.
    """

    STRIP = 0

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField()
    # Clockwise degrees (0, 90, 180, 270) that make it upright; browsers follow it, the pixels stay.
    turn = models.PositiveSmallIntegerField(default=0)
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
    # Which of the check's sentences applies; says nothing about the person.
    case = models.CharField(max_length=40, blank=True)
    # How sure the reading behind it is (0-100); empty where that says nothing.
    confidence = models.PositiveSmallIntegerField(null=True, blank=True)
    result = models.CharField(max_length=8, choices=Result)
    sealed_value = models.BinaryField(default=bytes)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "check_id"], name="finding_once")]

    def __str__(self) -> str:
        return f"{self.check_id}: {self.result}"


class Tally(models.Model):
    """How often a check ran, warned and was overruled: by month, office, kind, case and language; no person in it."""

    month = models.DateField()
    office = models.CharField(max_length=80, blank=True)
    document_type = models.CharField(max_length=80)
    check_id = models.CharField(max_length=40)
    case = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=12, blank=True)
    ran = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)
    overruled = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "office", "document_type", "check_id", "case", "language"], name="tally_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.document_type} {self.check_id}"


class Switch(models.Model):
    """A check that an office has switched off; who did it stands in the journal."""

    office = models.CharField(max_length=80)
    check_id = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "check_id"], name="switch_once")]

    def __str__(self) -> str:
        return f"{self.office}: {self.check_id}"
