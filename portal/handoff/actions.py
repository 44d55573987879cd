"""What may be done with deliveries: post, record how sending went, send again, forget."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models, transaction

from portal.handoff import package, states
from portal.handoff.models import Delivery
from portal.handoff.ports import Acknowledgement, Package
from portal.handoff.signals import delivery_queued
from portal.journal import actions as journal
from portal.offices.models import Office
from portal.shared import clock, registry
from portal.shared.errors import RejectedError, UnavailableError, WrongStateError
from portal.vault.errors import ErasedError

# 1 and 5 minutes, half an hour, 2 and 6 hours, then every six hours until the fourteenth day.
RETRIES: Sequence[timedelta] = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    *(timedelta(hours=6),) * 55,
)
# While our own files are being checked.
WAIT_AT_FIRST, WAIT_AT_MOST = timedelta(seconds=5), timedelta(minutes=5)


def post(  # noqa: PLR0913 - the address of a letter
    *, case_id: UUID, office: Office, reference: str, kind: str, content: dict[str, Any], by: object
) -> Delivery:
    """Put a package into the outbox, in the caller's transaction. It leaves after everything posted before it."""
    with transaction.atomic():
        before = Delivery.objects.of_case(case_id).locked().last()
        delivery = Delivery(case_id=case_id, office=office, reference=reference, kind=Delivery.Kind(kind).value)
        delivery.sequence = before.sequence + 1 if before else 1
        delivery.created_at = clock.now()
        delivery.put_content(content)
        if before is None or before.state in {states.SENT, states.ACCEPTED}:
            delivery.make_due()
        delivery.save(force_insert=True)
        journal.write("delivery.posted", case_id, by=by, office=office, package=str(delivery.pk), carries=kind)
        transaction.on_commit(partial(delivery_queued.send, sender=Delivery, delivery=delivery))
    return delivery


def prepare(delivery: Delivery) -> Package:
    """Return the package, fixed at the first time: manifest and signature stay the same for every attempt."""
    if not delivery.manifest_sha256:
        content = package.resolve(delivery.case_id, delivery.content())
        manifest = package.manifest_of(delivery, content)
        delivery.put_content(content)
        delivery.put_manifest(manifest)
        delivery.signature = registry.adapter("SIGNER").sign(manifest)
        delivery.manifest_sha256 = package.fingerprint(manifest)
        # Waiting for our own files does not use up the office's attempts.
        delivery.attempts = 1
        delivery.save(update_fields=["sealed_content", "sealed_manifest", "signature", "manifest_sha256", "attempts"])
    return package.of(delivery)


def record_sent(delivery: Delivery, acknowledgement: Acknowledgement) -> None:
    """Note the technical receipt; the next package of the case may go."""
    with transaction.atomic():
        fresh = Delivery.objects.locked().get(pk=delivery.pk)
        fresh.settle()
        if fresh.state == states.QUEUED:
            fresh._advance("deliver", sent_at=acknowledgement.received_at)
        else:
            # The functional receipt was quicker.
            fresh.sent_at = acknowledgement.received_at
            fresh.save(update_fields=["due_at", "trouble", "sent_at"])
        Delivery.objects.of_case(delivery.case_id).give_turn()


def record_wait(delivery: Delivery, error: UnavailableError) -> None:
    """A file is still being checked or printed on our side: look again soon, and never give up."""
    with transaction.atomic():
        fresh = Delivery.objects.locked().get(pk=delivery.pk)
        if fresh.state != states.QUEUED:
            return
        fresh.trouble = error.code
        fresh.due_at = clock.now() + min(WAIT_AT_FIRST * 2 ** (min(fresh.attempts, 10) - 1), WAIT_AT_MOST)
        fresh.save(update_fields=["trouble", "due_at"])


def record_outage(delivery: Delivery, error: UnavailableError) -> None:
    """Try again later; after the last try a person has to look."""
    with transaction.atomic():
        fresh = Delivery.objects.locked().get(pk=delivery.pk)
        if fresh.state != states.QUEUED:
            return
        if fresh.postpone(error.code, RETRIES):
            fresh.save(update_fields=["due_at", "trouble"])
        else:
            fresh._advance("give_up")


def record_refusal(delivery: Delivery, error: RejectedError | ErasedError) -> None:
    """Put the package on the desk's list: the back-office does not take it, or there is nothing left to send."""
    with transaction.atomic():
        fresh = Delivery.objects.locked().get(pk=delivery.pk)
        if fresh.state != states.QUEUED:
            return
        fresh.due_at, fresh.trouble = None, error.code
        fresh._advance("refuse")


def send_again(delivery: Delivery, *, by: object) -> None:
    """Give a stuck or refused package a new round of attempts; one whose content is erased stays."""
    if delivery.emptied_at:
        raise WrongStateError(package=str(delivery.pk))
    with transaction.atomic():
        delivery.make_due()
        delivery._advance("send_again", by=by)
        transaction.on_commit(partial(delivery_queued.send, sender=Delivery, delivery=delivery))


def hurry(case_id: UUID) -> None:
    """Try again now: what a package of the case was waiting for (a check, a print) is there."""
    with transaction.atomic():
        for delivery in Delivery.objects.of_case(case_id).queued().locked().exclude(due_at=None).exclude(trouble=""):
            delivery.make_due()
            delivery.save(update_fields=["attempts", "due_at", "trouble"])
            transaction.on_commit(partial(delivery_queued.send, sender=Delivery, delivery=delivery))


def release_waiting() -> int:
    """Give those a turn whose predecessors have left (the one who should have done it may have crashed)."""
    with transaction.atomic():
        return Delivery.objects.all().give_turn()


def empty_accepted() -> int:
    """Forget the content of packages that the office has had for long enough; returns how many."""
    accepted = timedelta(days=settings.HANDOFF_KEEP_CONTENT_DAYS)
    unanswered = timedelta(days=settings.HANDOFF_KEEP_UNANSWERED_DAYS)
    return _empty(Delivery.objects.emptiable(accepted, unanswered))


def erase(case_id: UUID) -> int:
    """Forget the content of all packages of a case, also of those that never left."""
    with transaction.atomic():
        rows = Delivery.objects.of_case(case_id).filter(emptied_at=None)
        rows.filter(state=states.QUEUED).update(due_at=None)
        return _empty(rows)


def _empty(rows: models.QuerySet[Delivery]) -> int:
    found = list(rows)
    for row in found:
        row.empty()
        journal.write("delivery.emptied", row.case_id, office=row.office_id, package=str(row.pk))
    return len(found)
