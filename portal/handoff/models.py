"""The outbox (`Delivery`) and what came back (`Reply`). Rows are archived, never deleted by success."""

import uuid
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Self

from django.db import models, transaction

from portal.handoff import states
from portal.handoff.signals import delivery_queued
from portal.journal import actions as journal
from portal.offices.models import Office
from portal.shared import clock
from portal.shared.work import Work
from portal.vault import actions as vault


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Set facts about deliveries."""

    def of_case(self, case_id: uuid.UUID) -> Self:
        return self.filter(case_id=case_id).order_by("sequence")

    def queued(self) -> Self:
        return self.filter(state=states.QUEUED)

    def stuck(self) -> Self:
        """Return those that a person has to look at, oldest first."""
        return self.filter(state__in=[states.STUCK, states.REFUSED]).order_by("created_at")

    def ready(self) -> Self:
        """Return queued rows without a turn although nothing of their case is before them any more."""
        earlier = Delivery.objects.filter(
            case_id=models.OuterRef("case_id"), sequence__lt=models.OuterRef("sequence")
        ).exclude(state__in=[states.SENT, states.ACCEPTED])
        return self.queued().filter(due_at=None, emptied_at=None).exclude(models.Exists(earlier))

    def emptiable(self, accepted: timedelta, unanswered: timedelta) -> Self:
        """Return rows whose content has been kept long enough since acceptance, or since sending."""
        now = clock.now()
        old = models.Q(state=states.ACCEPTED, accepted_at__lte=now - accepted)
        silent = models.Q(state=states.SENT, sent_at__lte=now - unanswered)
        return self.filter(old | silent, emptied_at=None)

    def locked(self) -> Self:
        return self.select_for_update(of=("self",))

    def give_turn(self) -> int:
        """Make those due that nothing of their case stands before any more; returns how many."""
        rows = list(self.ready())
        for row in rows:
            row.make_due()
            row.save(update_fields=["attempts", "due_at", "trouble"])
            transaction.on_commit(partial(delivery_queued.send, sender=Delivery, delivery=row))
        return len(rows)


class Delivery(Work):
    """One package on its way to an office's back-office."""

    class Kind(models.TextChoices):
        APPLICATION = "application"
        SUPPLEMENT = "supplement"
        WITHDRAWAL = "withdrawal"
        MESSAGE = "message"
        CHANGE = "change"

    package_id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_id = models.UUIDField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=Kind)
    sequence = models.PositiveIntegerField()
    state = models.CharField(max_length=20, default=states.DELIVERY.initial, db_index=True)
    office_reference = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    emptied_at = models.DateTimeField(null=True)
    # Sealed under the case: what to hand over, and the manifest once it is fixed.
    sealed_content = models.BinaryField()
    sealed_manifest = models.BinaryField(default=b"")
    signature = models.CharField(max_length=400, blank=True)
    manifest_sha256 = models.CharField(max_length=64, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["case_id", "sequence"], name="delivery_sequence_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=states.DELIVERY.states()), name="delivery_state_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=states.ACCEPTED) | models.Q(accepted_at__isnull=False),
                name="delivery_accepted_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.package_id}"

    def _advance(self, name: str, *, by: object = None, **fields: Any) -> None:
        """Lock, ask the table, save the state with what belongs to it, tell the journal. Inside a transaction."""
        fresh = Delivery.objects.locked().get(pk=self.pk)
        self.state = states.DELIVERY.after(fresh.state, name)
        for field, value in fields.items():
            setattr(self, field, value)
        self.save(update_fields=["state", "attempts", "due_at", "trouble", *fields])
        detail = {"package": str(self.pk), "trouble": self.trouble}
        journal.write(f"delivery.{name}", self.case_id, by=by, office=self.office_id, **detail)

    def put_content(self, content: dict[str, Any]) -> None:
        """Seal what is to be handed over."""
        self.sealed_content = vault.seal_json(self.case_id, content, "handoff.delivery.content")

    def content(self) -> dict[str, Any]:
        """Open what is to be handed over."""
        opened: dict[str, Any] = vault.unseal_json(
            self.case_id, bytes(self.sealed_content), "handoff.delivery.content"
        )
        return opened

    def put_manifest(self, manifest: bytes) -> None:
        """Seal the manifest: from now on this package id means exactly these bytes."""
        self.sealed_manifest = vault.seal(self.case_id, manifest, "handoff.delivery.manifest")

    def manifest(self) -> bytes:
        """Open the fixed manifest."""
        return vault.unseal(self.case_id, bytes(self.sealed_manifest), "handoff.delivery.manifest")

    def empty(self) -> None:
        """Forget the content; who got what and when, and the hash, stay."""
        self.sealed_content = self.sealed_manifest = b""
        self.emptied_at = clock.now()
        self.save(update_fields=["sealed_content", "sealed_manifest", "emptied_at"])


class ReplyQuerySet(models.QuerySet["Reply"]):
    """Set facts about replies."""

    def unapplied(self, before: datetime) -> Self:
        return self.filter(applied_at=None, received_at__lte=before).order_by("received_at", "pk")


class Reply(models.Model):
    """What a back-office said about a case: stored first, applied second."""

    class Kind(models.TextChoices):
        ACCEPTED = "accepted"
        IN_REVIEW = "in_review"
        ACTION_REQUIRED = "action_required"
        DECIDED = "decided"
        READY_TO_COLLECT = "ready_to_collect"
        CLOSED = "closed"
        REJECTED = "rejected"

    event_id = models.CharField(max_length=80, unique=True)
    case_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20, choices=Kind)
    # When the office says it happened, and when we heard of it.
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    sealed_payload = models.BinaryField()

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "replies"

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"

    def put_payload(self, payload: dict[str, Any]) -> None:
        self.sealed_payload = vault.seal_json(self.case_id, payload, "handoff.reply.payload")

    @property
    def payload(self) -> dict[str, Any]:
        """Open the message: `officeReference`, `outcome`, `note`, `until` ... as the kind needs."""
        opened: dict[str, Any] = vault.unseal_json(self.case_id, bytes(self.sealed_payload), "handoff.reply.payload")
        return opened
