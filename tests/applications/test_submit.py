"""Sending exactly once, the receipt, and what the office answers."""

import re
import threading
from urllib.parse import quote

import pytest
import time_machine
from django.db import connection, connections
from django.urls import reverse

from portal.applications import actions, queries, states
from portal.applications.errors import IncompleteError
from portal.applications.models import Application, Receipt
from portal.catalogue.queries import receipt_sentence
from portal.handoff import inbound
from portal.handoff.models import Delivery
from portal.journal.models import Entry
from portal.notices.models import Notice
from portal.shared import clock
from portal.shared.errors import NotAllowedError, TooManyError, WrongStateError
from tests.applications.test_drafts import url
from tests.factories import applications as made
from tests.factories.accounts import PersonFactory
from tests.factories.offices import OfficeFactory

pytestmark = pytest.mark.django_db


def reply(application, kind, event="e1", **payload):
    inbound.receive(event, application.pk, kind, payload, clock.now())
    application.refresh_from_db()


def test_sending_gives_a_reference_of_clear_letters(person):
    application = made.submitted(person)
    assert re.fullmatch(r"MU-2026-[2-9A-HJ-NP-Z]{6}", application.reference)
    assert application.state == states.SUBMITTED


def test_sending_writes_receipt_package_notice_and_journal_together(person):
    application = made.submitted(person)
    assert Receipt.work.get().application == application
    assert Delivery.objects.get().reference == application.reference
    assert Notice.objects.get().kind == "application_received"
    assert Entry.objects.filter(kind="application.submit", subject=str(application.pk)).count() == 1


def test_a20_sending_again_returns_the_same_reference(person):
    application = made.complete(person)
    first = actions.submit(application, by=person)
    # The second tab still holds the row as it was.
    assert actions.submit(application, by=person).reference == first.reference
    assert Delivery.objects.count() == Receipt.work.count() == 1


def test_a20_a_double_click_leads_to_the_same_receipt(verified, person):
    application = made.complete(person)
    answers = [verified.post(url("submit", application)) for _ in range(3)]
    assert {each.url for each in answers} == {url("receipt", application)}
    assert Receipt.work.count() == 1


def test_a20_skipping_steps_leads_back_to_what_is_missing(verified, person):
    application = made.draft(person, answers={"person": made.STUDY["person"]})
    answer = verified.post(url("submit", application))
    assert answer.url == url("check", application)
    page = verified.get(answer.url).content.decode()
    assert url("step", application, step="address") in page
    assert "Send the application now" not in page


def test_a20_sending_an_unfinished_draft_names_the_steps(person):
    application = made.draft(person, answers={"person": made.STUDY["person"]})
    with pytest.raises(IncompleteError) as caught:
        actions.submit(application, by=person)
    assert "address" in caught.value.fields
    assert not Receipt.work.exists()


def test_a20_a_deleted_draft_cannot_be_sent(person):
    application = made.complete(person)
    actions.withdraw(Application.objects.get(pk=application.pk), by=person)
    with pytest.raises(WrongStateError):
        actions.submit(application, by=person)


def test_answers_are_judged_again_when_sending(person):
    application = made.complete(person)
    with time_machine.travel("2031-01-01"), pytest.raises(IncompleteError) as caught:
        actions.submit(application, by=person)
    assert set(caught.value.fields) == {"studies"}


def test_sending_is_limited(person, settings):
    settings.LIMITS_ON = True
    settings.LIMITS = settings.LIMITS | {"submit": [(1, 60)]}
    made.submitted(person)
    with pytest.raises(TooManyError):
        made.submitted(person, office=OfficeFactory())


def test_nobody_sends_somebody_elses_application(person):
    application = made.complete(person)
    with pytest.raises(NotAllowedError):
        actions.submit(application, by=PersonFactory())


def test_nothing_is_written_when_one_part_fails(person, monkeypatch):
    application = made.complete(person)
    monkeypatch.setattr(actions.submission.notices, "post", lambda *_a, **_k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.submit(application, by=person)
    application.refresh_from_db()
    assert (application.state, application.reference, Delivery.objects.count()) == (states.DRAFT, None, 0)


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="threads cannot share a database in memory; see bench/submit.py"
)
@pytest.mark.django_db(transaction=True)
def test_a20_two_tabs_at_the_same_moment_send_once(transactional_db):
    application = made.complete(PersonFactory())
    found, start = [], threading.Barrier(4)

    def send():
        start.wait()
        found.append(actions.submit(Application.objects.get(pk=application.pk), by=application.person).reference)
        connections.close_all()

    tabs = [threading.Thread(target=send) for _ in range(4)]
    [each.start() for each in tabs]
    [each.join() for each in tabs]
    assert len(found) == 4
    assert len(set(found)) == 1
    assert Delivery.objects.count() == 1


def test_the_package_carries_answers_readable_in_both_languages(person):
    application = made.complete(person)
    Application.objects.filter(pk=application.pk).update(language="en")
    actions.submit(application, by=person)
    content = Delivery.objects.get().content()
    assert content["data"]["answers"]["family_name"] == "Özdemir-Łukasik"
    row = next(each for each in content["data"]["sections"][0]["rows"] if each["code"] == "nationality")
    assert row["shown"]["de"] == "Türkei"
    assert content["urgency"] == {"titleExpires": "2030-12-31", "filedBeforeExpiry": True, "reason": None}


def test_the_receipt_page_is_there_at_once(verified, person):
    application = made.complete(person, office=OfficeFactory(back_office="outage"))
    page = verified.post(url("submit", application), follow=True).content.decode()
    application.refresh_from_db()
    assert application.reference in page
    assert "<svg" in page
    assert re.search(r"\d\d:\d\d:\d\d", page)


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ({"title_kind": "residence_permit", "title_valid_until": "31.12.2030"}, "receipt-in-time"),
        ({"title_kind": "residence_permit", "title_valid_until": "01.01.2020"}, "receipt-late"),
        ({"title_kind": "residence_permit", "title_valid_until": ""}, "receipt-unknown"),
        ({"title_kind": "schengen_visa", "title_valid_until": "31.12.2030"}, "receipt-unknown"),
    ],
)
def test_the_sentence_on_the_receipt_is_chosen_by_rule(person, title, key):
    application = made.complete(person)
    actions.save_step(application.pk, "title", title, by=person)
    actions.submit(application, by=person)
    assert queries.receipt_content(Receipt.work.get())["sentence_key"] == key
    assert callable(receipt_sentence)


def test_an_office_that_is_no_receiving_point_gets_other_words(verified, person):
    application = made.submitted(person, office=OfficeFactory(portal_is_receiving_point=False))
    page = verified.get(url("receipt", application).replace("/de/", "/en/")).content.decode()
    assert "Sent to the office at" in page
    assert "We have received your application" not in page


def test_a_receipt_is_found_by_its_token_only(person):
    made.submitted(person)
    receipt = Receipt.work.get()
    token = queries.receipt_content(receipt)["token"]
    assert queries.receipt_by_token(token) == receipt
    assert queries.receipt_by_token(receipt.token_hash) is None


def test_the_office_s_replies_move_the_application_and_tell_the_person(person, django_capture_on_commit_callbacks):
    application = made.submitted(person)
    for number, kind in enumerate(["accepted", "in_review", "action_required", "decided", "ready_to_collect"]):
        with django_capture_on_commit_callbacks(execute=True):
            reply(application, kind, f"e{number}", officeReference="33/2-1")
    application.refresh_from_db()
    assert application.state == states.READY_TO_COLLECT
    assert application.office_reference == "33/2-1"
    assert Notice.objects.filter(kind="status_changed").count() == 5


def test_late_and_repeated_replies_do_no_harm(person, django_capture_on_commit_callbacks):
    application = made.submitted(person)
    for event, kind in [("a", "decided"), ("b", "accepted"), ("c", "decided"), ("a", "decided")]:
        with django_capture_on_commit_callbacks(execute=True):
            inbound.receive(event, application.pk, kind, {}, clock.now())
    application.refresh_from_db()
    assert application.state == states.DECIDED
    assert Notice.objects.filter(kind="status_changed").count() == 1


def test_the_list_shows_sent_applications_with_their_state(visitor, person):
    application = made.submitted(person)
    page = visitor.get(reverse("applications:list").replace("/de/", "/en/")).content.decode()
    assert application.reference in page
    assert reverse("status:application", args=[application.pk]).split("/", 2)[2] in page


@pytest.mark.parametrize("name", ["check", "receipt", "receipt-download", "receipt-pdf"])
def test_what_was_sent_opens_with_the_second_factor_only(visitor, person, name):
    answer = visitor.get(url(name, made.submitted(person)))
    assert "/second-factor/" in answer.url


def test_who_sends_without_a_second_factor_comes_back_to_the_page(visitor, person):
    application = made.complete(person)
    page = f"http://testserver{url('check', application)}"
    answer = visitor.post(url("submit", application), headers={"referer": page})
    assert answer.url.endswith(f"?next={quote(url('check', application), safe='')}")
