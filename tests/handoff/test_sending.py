"""From the outbox to the back-office: exactly once, in order, with patience."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from portal.handoff import actions, inbound, queries, states, tasks
from portal.handoff.errors import PackageConflictError
from portal.handoff.models import Delivery
from portal.handoff.ports import Acknowledgement
from portal.journal.models import Entry
from portal.shared import clock, registry
from portal.shared.errors import UnavailableError, WrongStateError
from portal.vault import actions as vault
from tests.factories import handoff
from tests.factories.offices import OfficeFactory

pytestmark = pytest.mark.django_db


def test_a_rolled_back_submission_leaves_no_delivery():
    office = OfficeFactory(back_office="memory")
    with transaction.atomic():
        handoff.post(office)
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()


def test_posting_wakes_the_worker_after_the_commit(django_capture_on_commit_callbacks, monkeypatch):
    woken = []
    monkeypatch.setattr(tasks.send.get_backend(), "enqueue", lambda _task, args, kwargs: woken.append(args))
    with django_capture_on_commit_callbacks(execute=True):
        delivery = handoff.post()
        assert woken == []
    assert woken == [[str(delivery.pk)]] or woken == [(str(delivery.pk),)]


def test_sending_stores_the_package_and_notes_when(memory):
    delivery = handoff.sent()
    assert delivery.state == states.SENT
    assert delivery.sent_at is not None
    assert delivery.due_at is None
    assert delivery.pk in memory.received


def test_nothing_readable_is_in_the_row():
    delivery = handoff.sent()
    assert "Şahin".encode() not in bytes(delivery.sealed_content) + bytes(delivery.sealed_manifest)
    assert delivery.content()["data"]["steps"][0]["answers"][0]["value"] == "Şahin"


def test_sending_twice_has_one_effect(memory):
    delivery = handoff.sent()
    handoff.send(delivery)
    assert len(memory.received) == 1


def test_a_worker_that_finds_the_row_taken_does_nothing(memory):
    delivery = handoff.post()
    Delivery.claim(delivery.pk)
    tasks.send.call(str(delivery.pk))
    assert memory.received == {}


class LosesTheAnswer:
    """A line to a back-office that breaks after the effect, the first times."""

    def __init__(self, real, times=1):
        self.real, self.left, self.calls = real, times, 0

    def send(self, package):
        self.calls += 1
        answer = self.real.send(package)
        if self.left:
            self.left -= 1
            raise UnavailableError
        return answer


def test_an_answer_lost_after_the_effect_leads_to_one_effect(memory, monkeypatch):
    line = LosesTheAnswer(memory)
    monkeypatch.setattr(registry, "adapter", lambda name, alias=None: line if alias else real(name))
    delivery = handoff.sent()
    assert delivery.state == states.QUEUED
    handoff.send(delivery)
    assert (delivery.state, line.calls, len(memory.received)) == (states.SENT, 2, 1)


real = registry.adapter


def test_two_hundred_deliveries_through_an_outage_have_two_hundred_effects_in_order(memory, monkeypatch):
    office, cases = OfficeFactory(back_office="memory"), [uuid.uuid4() for _ in range(50)]
    ids = [handoff.post(office, case, files=[]).pk for _ in range(4) for case in cases]
    line = LosesTheAnswer(memory, times=70)
    monkeypatch.setattr(registry, "adapter", lambda name, alias=None: line if alias else real(name))
    for _round in range(8):
        for package_id in ids:
            handoff.send(Delivery.objects.get(pk=package_id))
    order = list(memory.received)
    assert len(order) == len(set(order)) == 200
    for case in cases:
        rows = list(Delivery.objects.of_case(case).values_list("pk", flat=True))
        assert sorted(rows, key=order.index) == rows


def test_a_supplement_waits_for_the_application(memory):
    main = handoff.post()
    supplement = handoff.post(main.office, main.case_id, kind="supplement")
    assert supplement.due_at is None
    handoff.send(main)
    supplement.refresh_from_db()
    assert supplement.due_at is not None
    assert (main.sequence, supplement.sequence) == (1, 2)


def test_a_supplement_behind_a_refused_application_waits_until_that_is_sent_again(memory):
    with handoff.files_from("exchanged"):
        main = handoff.sent()
    supplement = handoff.post(main.office, main.case_id, kind="supplement")
    assert (main.state, actions.release_waiting()) == (states.REFUSED, 0)
    assert supplement.state == states.QUEUED
    assert supplement.due_at is None


def test_a_forgotten_turn_is_given_by_the_sweeper(memory):
    main = handoff.sent()
    supplement = handoff.post(main.office, main.case_id, kind="supplement")
    Delivery.objects.filter(pk=supplement.pk).update(due_at=None)
    assert actions.release_waiting() == 1


def outage_office():
    return OfficeFactory(back_office="outage")


def test_an_outage_postpones_with_growing_delay():
    delivery = handoff.post(outage_office())
    waits = []
    for _ in range(5):
        handoff.send(delivery)
        waits.append((delivery.due_at - clock.now()).total_seconds() / 60)
    assert delivery.state == states.QUEUED
    assert delivery.trouble == "unavailable"
    for wait, planned in zip(waits, [1, 5, 30, 120, 360], strict=True):
        assert 0.85 * planned <= wait <= 1.25 * planned


def test_the_retries_end_on_the_fourteenth_day():
    assert timedelta(days=13) < sum(actions.RETRIES, timedelta()) < timedelta(days=15)


def test_after_the_last_try_the_package_is_stuck_and_on_the_list():
    delivery = handoff.sent(office=outage_office())
    Delivery.objects.update(attempts=len(actions.RETRIES))
    handoff.send(delivery)
    assert delivery.state == states.STUCK
    assert list(queries.stuck()) == [delivery]


def test_a_stuck_package_can_be_sent_again():
    delivery = handoff.sent(office=outage_office())
    Delivery.objects.update(attempts=len(actions.RETRIES))
    actions.send_again(handoff.send(delivery), by=None)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (states.QUEUED, 0)
    assert delivery.due_at is not None


def test_a_sent_package_cannot_be_sent_again():
    with pytest.raises(WrongStateError):
        actions.send_again(handoff.sent(), by=None)


def test_a_file_still_being_checked_postpones_and_nothing_else():
    with handoff.files_from("being_checked"):
        delivery = handoff.sent()
    assert (delivery.state, delivery.manifest_sha256) == (states.QUEUED, "")
    assert handoff.send(delivery).state == states.SENT


def test_waiting_for_a_file_is_short_endless_and_costs_no_attempt(memory):
    with handoff.files_from("being_checked"):
        delivery = handoff.sent()
        assert delivery.due_at - clock.now() < timedelta(seconds=6)
        Delivery.objects.update(attempts=500)
        handoff.send(delivery)
        assert delivery.due_at - clock.now() <= actions.WAIT_AT_MOST
    Delivery.objects.update(office=outage_office())
    assert handoff.send(delivery).attempts == 1


def test_content_of_an_office_that_never_confirms_is_forgotten_later(memory, settings):
    handoff.sent()
    with time_machine.travel(clock.now() + timedelta(days=settings.HANDOFF_KEEP_UNANSWERED_DAYS - 1)):
        assert actions.empty_accepted() == 0
    with time_machine.travel(clock.now() + timedelta(days=settings.HANDOFF_KEEP_UNANSWERED_DAYS + 1)):
        assert actions.empty_accepted() == 1


def test_a_case_whose_key_is_deleted_is_not_tried_for_ever(memory):
    delivery = handoff.post()
    vault.erase(delivery.case_id)
    handoff.send(delivery)
    assert (delivery.state, delivery.trouble, delivery.due_at) == (states.REFUSED, "erased", None)
    assert memory.received == {}


def test_the_sweeper_enqueues_what_is_due(monkeypatch):
    due, _later = handoff.post(), handoff.post()
    Delivery.objects.filter(pk=_later.pk).update(due_at=clock.now() + timedelta(hours=1))
    woken = []
    monkeypatch.setattr(tasks.send.get_backend(), "enqueue", lambda _task, args, kwargs: woken.append(args[0]))
    tasks.sweep()
    assert woken == [str(due.pk)]


def test_queue_age_and_alarm_tell_of_the_oldest(caplog):
    assert queries.queue_age() == timedelta(0)
    with time_machine.travel(clock.now() - timedelta(hours=30)):
        delivery = handoff.post()
    assert queries.queue_age() >= timedelta(hours=30)
    tasks.alarm()
    assert str(delivery.pk) in caplog.text


def test_the_journal_tells_the_way_without_content():
    delivery = handoff.sent()
    entries = Entry.objects.all().about(delivery.case_id)
    assert [each.kind for each in entries] == ["delivery.posted", "delivery.deliver"]
    assert "ahin" not in str([each.detail for each in entries])


def test_the_same_package_id_with_another_manifest_is_refused(memory):
    delivery = handoff.post()
    memory.answers[delivery.pk] = Acknowledgement(delivery.pk, "0" * 64, clock.now())
    handoff.send(delivery)
    assert (delivery.state, delivery.trouble) == (states.REFUSED, PackageConflictError.code)


def test_content_is_forgotten_days_after_the_office_has_accepted(memory, settings):
    delivery = handoff.sent()
    actions_accept(delivery)
    assert actions.empty_accepted() == 0
    with time_machine.travel(clock.now() + timedelta(days=settings.HANDOFF_KEEP_CONTENT_DAYS, hours=1)):
        assert actions.empty_accepted() == 1
    delivery.refresh_from_db()
    assert bytes(delivery.sealed_content) == bytes(delivery.sealed_manifest) == b""
    assert delivery.manifest_sha256


def actions_accept(delivery):
    """Let the office confirm."""
    inbound.receive(f"{delivery.pk}:accepted", delivery.case_id, "accepted", {}, clock.now())


def test_erasing_a_case_stops_what_never_left(memory):
    delivery = handoff.post()
    actions.erase(delivery.case_id)
    handoff.send(delivery)
    assert memory.received == {}
    assert actions.release_waiting() == 0
