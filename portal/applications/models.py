"""Applications, their answers (sealed, per step), their receipt, and forms kept for people whose session ended."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from portal.accounts.models import Person
from portal.applications import states
from portal.catalogue.models import Service, ServiceVersion
from portal.journal import actions as journal
from portal.offices.models import Office
from portal.shared import clock
from portal.shared.work import Work

STATES = [(state, states.LABELS[state]) for state in states.LIFE.states()]


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Set facts. Every view starts with `of(person)`: nobody's application is reached by its id alone."""

    def of(self, person: object) -> Self:
        """Return what belongs to this person."""
        return self.filter(person=person)

    def drafts(self) -> Self:
        """Return what is not sent yet."""
        return self.filter(state=states.DRAFT)

    def sent(self) -> Self:
        """Return what the office has or will get."""
        return self.exclude(state__in=[states.DRAFT, states.WITHDRAWN])

    def untouched_since(self, moment: datetime) -> Self:
        """Return drafts that nobody edited since then."""
        return self.drafts().filter(edited_at__lt=moment).order_by("edited_at", "pk")

    def with_form(self) -> Self:
        """Fetch what every page needs in one query; the form itself is kept parsed in the process."""
        return self.select_related("version__cutoff", "service", "office").defer("version__definition")

    def locked(self) -> Self:
        """Hold the rows until the caller's transaction ends."""
        return self.select_for_update(of=("self",))


class Bundle(models.Model):
    """A family that applies together: what is the same for all is answered and uploaded once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bundles")
    created = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Bundle"]] = models.Manager()

    def __str__(self) -> str:
        return str(self.pk)


class Application(models.Model):
    """One applicant's application for one service at one office. Its answers are in StepAnswers, sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # For people: prefix of the office, year, six characters that cannot be confused. Given at submission.
    reference = models.CharField(max_length=20, unique=True, null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="applications")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="applications")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="applications")
    version = models.ForeignKey(ServiceVersion, on_delete=models.PROTECT, related_name="applications")
    # The language it was last edited in: the second language of its papers.
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    state = models.CharField(max_length=20, choices=STATES, default=states.DRAFT, db_index=True)
    state_since = models.DateTimeField(default=clock.now)
    created = models.DateTimeField(default=clock.now)
    # Last change of an answer; abandoned drafts are erased some weeks after it.
    edited_at = models.DateTimeField(default=clock.now)
    warned_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    # The office's own number for the case.
    office_reference = models.CharField(max_length=80, blank=True)
    # Requirement code -> ISO date: "I will send this later".
    sealed_promises = models.BinaryField(null=True, blank=True)
    # Requirement code -> "have" or "need": what the person marked on the checklist before starting.
    marks = models.JSONField(default=dict, blank=True)
    # The version that the draft was moved from, and when: what changed since is shown until the page is saved again.
    moved_from = models.ForeignKey(ServiceVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    moved_at = models.DateTimeField(null=True, blank=True)
    # Who applies together, and the place in the family: 0 is the account's own person.
    bundle = models.ForeignKey(Bundle, on_delete=models.SET_NULL, null=True, blank=True, related_name="applications")
    member = models.PositiveSmallIntegerField(default=0)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ("-created",)
        constraints = [
            models.UniqueConstraint(
                fields=["person", "service", "office", "member"],
                condition=models.Q(state=states.DRAFT),
                name="one_draft",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[states.DRAFT, states.WITHDRAWN])
                | models.Q(reference__isnull=False, submitted_at__isnull=False),
                name="sent_has_reference",
            ),
        ]

    def __str__(self) -> str:
        return self.reference or str(self.pk)

    @property
    def is_draft(self) -> bool:
        """Say whether answers and documents may still be changed."""
        return self.state == states.DRAFT

    def locked(self) -> "Application":
        """Return the row as it is now, held until the transaction ends; the form and the office stay as known here."""
        fresh = Application.objects.locked().get(pk=self.pk)
        fresh.service, fresh.version, fresh.office = self.service, self.version, self.office
        return fresh

    def _advance(self, move: str, by: object) -> None:
        """Lock, ask the machine, save (with what the caller set before), tell the journal. Inside a transaction."""
        self.state = Application.objects.locked().values_list("state", flat=True).get(pk=self.pk)
        self.state = states.LIFE.after(self.state, move)
        self.state_since = clock.now()
        self.save()
        journal.write(f"application.{move}", self.pk, by=by, office=self.office_id, state=self.state)


class StepAnswers(models.Model):
    """What was typed in one step: readable values, and as it was typed what could not be read yet."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=40)
    sealed_answers = models.BinaryField()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "step"], name="step_once")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.step}"


class Receipt(Work):
    """Proof for the applicant, frozen at submission. As work: its PDF is still to be printed."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="receipt")
    # SHA-256 of the token in the QR code; the token itself is only in the sealed content.
    token_hash = models.CharField(max_length=64, unique=True)
    sealed_content = models.BinaryField()
    issued_at = models.DateTimeField(default=clock.now)
    # The PDF: name and key of a sealed file.
    file_name = models.CharField(max_length=40, blank=True)
    sealed_file_key = models.BinaryField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.application_id)

    @property
    def is_printed(self) -> bool:
        """Say whether the PDF can be downloaded."""
        return bool(self.file_name)


class HeldForm(models.Model):
    """What somebody typed whose session had ended. Nobody's until its cookie comes back with the right person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=40)
    sealed_fields = models.BinaryField()
    held_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return str(self.pk)
