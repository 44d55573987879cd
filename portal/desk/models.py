"""The office's own records: cases, the packages they came in, their files, and what was done.

Everything personal is sealed under the case's own id: the office's copy does not depend on the applicant's.
"""

import uuid
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from portal.accounts.models import Person
from portal.desk import states, wording
from portal.journal import actions as journal
from portal.offices.models import Office
from portal.shared import clock
from portal.vault import actions as vault


def name_of(person: Person) -> str:
    """Return a colleague's name, or the start of the id where none is known."""
    return f"{person.first_name} {person.last_name}".strip() or str(person.pk)[:8]


class CaseQuerySet(models.QuerySet["Case"]):
    """Set facts. Every view starts with `of_offices`."""

    def of_offices(self, offices: models.QuerySet[Office]) -> Self:
        return self.filter(office__in=offices)

    def open(self) -> Self:
        return self.exclude(state=states.CLOSED)

    def taken_by(self, person: Person) -> Self:
        return self.filter(assignee=person)

    def expiring_by(self, day: date) -> Self:
        return self.filter(state__in=states.UNDECIDED, title_expires__lte=day)

    def for_unit(self, *, talent_center: bool) -> Self:
        """Return the cases for the International Talent Center, or all the others."""
        return self.filter(unit=wording.TALENT_CENTER) if talent_center else self.exclude(unit=wording.TALENT_CENTER)

    def found_by(self, words: str) -> Self:
        """Return cases whose reference, ours or the portal's, contains the words."""
        number = words.rsplit("-", 1)[-1]
        ours = Q(number=int(number)) if number.isascii() and number.isdigit() and len(number) < 9 else Q()  # noqa: PLR2004
        # Read out on the telephone and typed without its hyphens.
        plain = "".join(filter(str.isalnum, words))
        spoken = Q(reference__iendswith=plain[-6:]) if len(plain) >= 12 else Q()  # noqa: PLR2004
        return self.filter(Q(reference__icontains=words) | ours | spoken)

    def urgent_first(self) -> Self:
        """Order: undecided ones first, by the day the residence title ends, then by arrival."""
        decided = models.Case(models.When(state__in=states.UNDECIDED, then=0), default=1)
        return self.order_by(decided, F("title_expires").asc(nulls_last=True), "received_at", "pk")


class Case(models.Model):
    """What the office calls a Vorgang. `case_id` is the portal's id for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_id = models.UUIDField(unique=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=40, db_index=True)
    service = models.CharField(max_length=80)
    # The part of the office that the package is for; empty for the office in general.
    unit = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=20, default=states.CASE.initial, db_index=True)
    state_since = models.DateTimeField()
    received_at = models.DateTimeField()
    title_expires = models.DateField(null=True)
    assignee = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    sealed_data = models.BinaryField()

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "number"], name="case_number_once"),
            models.CheckConstraint(condition=Q(state__in=states.CASE.states()), name="case_state_is_known"),
        ]

    def __str__(self) -> str:
        return self.office_reference

    @property
    def office_reference(self) -> str:
        """Return the office's own reference (Aktenzeichen): department, then number."""
        return f"33/2-{self.number:04d}"

    @property
    def is_open(self) -> bool:
        return self.state != states.CLOSED

    def ends_by(self, day: date) -> bool:
        """Say whether the residence title ends by that day while nothing is decided."""
        return self.state in states.UNDECIDED and self.title_expires is not None and self.title_expires <= day

    @property
    def state_text(self) -> str:
        return str(wording.STATES[self.state])

    @property
    def tone(self) -> str:
        """Return the badge's kind."""
        return wording.TONES[self.state]

    @property
    def assignee_name(self) -> str:
        return name_of(self.assignee) if self.assignee else ""

    def put_data(self, data: dict[str, Any]) -> None:
        self.sealed_data = vault.seal_json(self.pk, data, "desk.case.data")

    def data(self) -> dict[str, Any]:
        """Open what the applicant told."""
        opened: dict[str, Any] = vault.unseal_json(self.pk, bytes(self.sealed_data), "desk.case.data")
        return opened

    def _advance(self, name: str, *, by: object) -> None:
        """Lock, ask the table, save, tell the journal. Inside a transaction."""
        fresh = Case.objects.select_for_update(of=("self",)).get(pk=self.pk)
        self.state = states.CASE.after(fresh.state, name)
        self.state_since = clock.now()
        self.save(update_fields=["state", "state_since"])
        journal.write(f"desk.{name}", self.pk, by=by, office=self.office_id)


class CasePackage(models.Model):
    """A package that was taken in: the proof that it is not taken in again."""

    package_id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="packages")
    kind = models.CharField(max_length=20)
    sequence = models.PositiveIntegerField()
    manifest_sha256 = models.CharField(max_length=64)
    signature = models.CharField(max_length=400)
    received_at = models.DateTimeField()
    sealed_manifest = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.kind} {self.package_id}"


class CaseFile(models.Model):
    """A document of the case. `withheld`: named in the package, but not sent, because it was not clean."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="files")
    file_id = models.UUIDField()
    doc_type = models.CharField(max_length=60)
    requirement = models.CharField(max_length=60)
    pages = models.PositiveSmallIntegerField()
    withheld = models.BooleanField(default=False)
    # The manifest's entry: original name, what scanner and reader found.
    sealed_entry = models.BinaryField()

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["case", "file_id"], name="case_file_once")]

    def __str__(self) -> str:
        return str(self.file_id)

    def put_entry(self, entry: dict[str, Any]) -> None:
        self.sealed_entry = vault.seal_json(self.case_id, entry, "desk.file.entry")

    def entry(self) -> dict[str, Any]:
        opened: dict[str, Any] = vault.unseal_json(self.case_id, bytes(self.sealed_entry), "desk.file.entry")
        return opened


class CasePart(models.Model):
    """A sealed file on disk: number 0 is the original (kept, never shown), 1 and up are the cleaned pages."""

    file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    sealed_key = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="case_part_once")]

    def __str__(self) -> str:
        return self.name


class CaseStep(models.Model):
    """One move, for the timeline: what, when, by whom, with which words to the applicant."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    sealed_words = models.BinaryField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.move} {self.case_id}"

    def put_words(self, words: dict[str, str]) -> None:
        self.sealed_words = vault.seal_json(self.case_id, words, "desk.step.words")

    def words(self) -> dict[str, str]:
        """Open `outcome`, `note`, `until`: what the applicant was told."""
        opened: dict[str, str] = vault.unseal_json(self.case_id, bytes(self.sealed_words), "desk.step.words")
        return opened
