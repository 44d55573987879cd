"""What the office says: stored first, applied second, once."""

import uuid
from datetime import timedelta

import pytest
import time_machine

from portal.handoff import inbound, signals, states, tasks
from portal.handoff.errors import EventConflictError, UnknownCaseError
from portal.handoff.models import Reply
from portal.shared import clock
from tests.factories import handoff

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    found = []

    def listen(reply, **_kwargs):
        found.append((reply.kind, reply.payload))

    signals.reply_arrived.connect(listen)
    yield found
    signals.reply_arrived.disconnect(listen)


def say(delivery, kind="in_review", event="e-1", **payload):
    return inbound.receive(event, delivery.case_id, kind, payload, clock.now())


def test_a_reply_is_told_after_the_commit(heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        reply = say(handoff.sent(), note="Bitte warten")
        assert heard == []
    assert heard == [("in_review", {"note": "Bitte warten"})]
    reply.refresh_from_db()
    assert reply.applied_at is not None
    assert b"warten" not in bytes(reply.sealed_payload)


def test_the_same_event_again_has_no_effect(heard, django_capture_on_commit_callbacks):
    delivery = handoff.sent()
    with django_capture_on_commit_callbacks(execute=True):
        first, second = say(delivery, note="a"), say(delivery, note="a")
    assert first.pk == second.pk
    assert len(heard) == 1


def test_a38_the_same_event_with_another_body_is_a_conflict():
    delivery = handoff.sent()
    say(delivery, note="a")
    with pytest.raises(EventConflictError):
        say(delivery, note="b")
    assert Reply.objects.get().payload == {"note": "a"}


def test_a_reply_to_an_unknown_case_is_refused():
    with pytest.raises(UnknownCaseError):
        inbound.receive("e", uuid.uuid4(), "in_review", {}, clock.now())


def test_a_reply_that_could_not_be_applied_is_told_again(heard, django_capture_on_commit_callbacks):
    def fail(**_kwargs):
        raise ZeroDivisionError

    signals.reply_arrived.connect(fail)
    with django_capture_on_commit_callbacks(execute=True):
        reply = say(handoff.sent())
    signals.reply_arrived.disconnect(fail)
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        tasks.sweep()
    reply.refresh_from_db()
    assert reply.applied_at is not None


def test_acceptance_marks_the_delivery_with_the_office_reference():
    delivery = handoff.sent()
    say(delivery, "accepted", officeReference="33/2-1234", packageId=str(delivery.pk))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.office_reference) == (states.ACCEPTED, "33/2-1234")


def test_acceptance_may_come_before_the_technical_receipt():
    delivery = handoff.post()
    say(delivery, "accepted")
    delivery.refresh_from_db()
    assert delivery.state == states.ACCEPTED
    assert delivery.due_at is None


def test_acceptance_frees_the_next_package_of_the_case():
    main = handoff.post()
    supplement = handoff.post(main.office, main.case_id, kind="supplement")
    say(main, "accepted")
    supplement.refresh_from_db()
    assert supplement.due_at is not None


def test_acceptance_without_a_matching_package_is_stored_and_harmless():
    delivery = handoff.sent()
    say(delivery, "accepted", packageId=str(uuid.uuid4()))
    delivery.refresh_from_db()
    assert delivery.state == states.SENT
