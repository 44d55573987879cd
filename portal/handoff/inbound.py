"""The door for replies: store first, apply second, ignore what was seen before."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from portal.handoff import signals, states
from portal.handoff.errors import EventConflictError, UnknownCaseError, UnknownKindError
from portal.handoff.models import Delivery, Reply
from portal.handoff.ports import Incoming
from portal.journal import actions as journal
from portal.shared import clock
from portal.shared.errors import RefusedError

logger = logging.getLogger(__name__)

# A reply this young is being told by the one who stored it.
SETTLING = timedelta(seconds=30)


def receive(event_id: str, case_id: UUID, kind: str, payload: dict[str, Any], at: datetime) -> Reply:
    """Take a back-office's reply. The same event again has no effect; with other content: EventConflictError."""
    if kind not in Reply.Kind.values:
        raise UnknownKindError(kind=kind)
    with transaction.atomic():
        first = Delivery.objects.of_case(case_id).locked().first()
        if first is None:
            raise UnknownCaseError(case=str(case_id))
        seen = Reply.objects.filter(event_id=event_id).first()
        if seen is not None:
            return _same(seen, case_id, kind, payload)
        reply = _store(Reply(event_id=event_id, case_id=case_id, kind=kind, at=at), payload)
        journal.write(f"reply.{kind}", case_id, office=first.office_id, event=event_id)
        if kind == Reply.Kind.ACCEPTED:
            _accept(case_id, payload)
        transaction.on_commit(partial(apply, reply))
    return reply


def take(incoming: Incoming, back_office: str) -> bool:
    """Take a fetched reply, about cases of this back-office only; False when it cannot be understood."""
    try:
        if not Delivery.objects.of_case(incoming.case_id).filter(office__back_office=back_office).exists():
            raise UnknownCaseError(case=str(incoming.case_id))
        receive(incoming.event_id, incoming.case_id, incoming.kind, incoming.payload, incoming.at)
    except RefusedError as error:
        logger.error("reply %s from %s: %s", incoming.event_id, back_office, error.code)  # noqa: TRY400 - no bug of ours
        return False
    return True


def apply(reply: Reply) -> bool:
    """Tell the others; a reply that somebody could not take stays unapplied and is told again by the sweeper."""
    answers = signals.reply_arrived.send_robust(sender=Reply, reply=reply)
    if any(isinstance(answer, Exception) for _receiver, answer in answers):
        logger.error("reply %s could not be applied", reply.pk)
        return False
    reply.applied_at = clock.now()
    reply.save(update_fields=["applied_at"])
    return True


def apply_missed() -> int:
    """Tell again what was stored but not applied, oldest first; returns how many went through."""
    return sum(apply(reply) for reply in Reply.objects.unapplied(clock.now() - SETTLING))


def _accept(case_id: UUID, payload: dict[str, Any]) -> None:
    """Mark the package that the office confirms, or the case's first one; later ones may go now."""
    rows = Delivery.objects.of_case(case_id).exclude(state=states.ACCEPTED)
    row = (rows.filter(pk=payload["packageId"]) if payload.get("packageId") else rows).first()
    if row is None or row.state not in states.DELIVERY.moves["accept"].sources:
        return
    row.settle()
    row._advance("accept", accepted_at=clock.now(), office_reference=str(payload.get("officeReference", ""))[:60])
    Delivery.objects.of_case(case_id).give_turn()


def _store(reply: Reply, payload: dict[str, Any]) -> Reply:
    reply.received_at = clock.now()
    reply.put_payload(payload)
    reply.save()
    return reply


def _same(seen: Reply, case_id: UUID, kind: str, payload: dict[str, Any]) -> Reply:
    if (seen.case_id, seen.kind, seen.payload) != (case_id, kind, payload):
        raise EventConflictError(event=seen.event_id)
    return seen
