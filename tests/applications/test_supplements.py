"""Documents that follow after sending."""

import json

import pytest

from portal.applications import actions, queries, states
from portal.applications.models import Application
from portal.documents.models import Document
from portal.handoff import tasks as handoff_tasks
from portal.handoff.models import Delivery
from portal.notices.models import Notice
from tests.applications.test_drafts import url
from tests.applications.test_papers import handed_in, page_of, send
from tests.factories import applications as made
from tests.factories.documents import process

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(person) -> Application:
    application = made.submitted(person)
    application._advance("ask", None)
    return application


def sent_package(application) -> dict:
    return Delivery.objects.get(case_id=application.pk, kind="supplement").content()


def test_what_the_office_asked_for_is_sent_in_a_package_of_its_own(verified, asked):
    document = handed_in(verified, asked, requirement="other")
    answer = verified.post(url("documents-send", asked))
    assert answer.url.endswith(f"/status/{asked.pk}/")
    content = sent_package(asked)
    assert [each["id"] for each in content["files"]] == [str(document.pk)]
    assert content["data"] == {}


def test_after_sending_it_is_the_offices_turn(verified, asked):
    handed_in(verified, asked)
    verified.post(url("documents-send", asked))
    assert Application.objects.get(pk=asked.pk).state == states.IN_REVIEW
    assert Notice.objects.filter(subject=asked.pk, kind="documents_received").count() == 1


def test_a_second_click_sends_nothing_twice(verified, asked, person):
    handed_in(verified, asked)
    verified.post(url("documents-send", asked))
    assert len(actions.send_supplement(queries.own(person, asked.pk), by=person)) == 1
    assert verified.post(url("documents-send", asked)).url.endswith(f"/status/{asked.pk}/")
    assert Notice.objects.filter(subject=asked.pk, kind="documents_received").count() == 1
    assert Delivery.objects.filter(case_id=asked.pk, kind="supplement").count() == 1


def test_without_a_file_the_page_says_what_to_do(verified, asked):
    answer = verified.post(url("documents-send", asked).replace("/de/", "/en/"))
    assert "Upload at least one file first." in answer.content.decode()


def test_promised_documents_can_follow_while_the_office_works(verified, person):
    application = made.submitted(person)
    handed_in(verified, application)
    verified.post(url("documents-send", application))
    assert Application.objects.get(pk=application.pk).state == states.SUBMITTED
    assert sent_package(application)["files"][0]["requirement"] == "passport"


def test_what_the_office_has_cannot_be_taken_back(verified, person):
    application = made.complete(person)
    document = process(handed_in(verified, application))
    actions.submit(application, by=person)
    answer = verified.post(url("document-remove", application, document=document.pk))
    assert answer.status_code == 409
    assert Document.objects.present().filter(pk=document.pk).exists()
    assert url("document-remove", application, document=document.pk) not in page_of(verified, application)


def test_a_file_may_be_taken_back_before_it_is_sent(verified, asked):
    document = handed_in(verified, asked)
    verified.post(url("document-remove", asked, document=document.pk))
    assert not Document.objects.present().filter(pk=document.pk).exists()


def test_files_that_were_sent_before_take_no_room(verified, person):
    application = made.complete(person)
    for _ in range(2):
        handed_in(verified, application, requirement="enrolment")
    actions.submit(application, by=person)
    assert send(verified, application, requirement="enrolment").status_code == 302
    assert Document.objects.present().filter(requirement="enrolment").count() == 3


@pytest.mark.parametrize("move", ["decide", "close", "reject"])
def test_after_the_decision_nothing_can_be_added(verified, person, move):
    application = made.submitted(person)
    application._advance(move, None)
    assert send(verified, application).status_code == 409
    assert verified.post(url("documents-send", application)).status_code == 409
    assert verified.get(url("documents", application)).url == url("receipt", application)


def test_a_draft_is_not_sent_by_this_door(verified, person):
    application = made.complete(person)
    handed_in(verified, application)
    assert verified.post(url("documents-send", application)).status_code == 409
    assert Application.objects.get(pk=application.pk).is_draft


def test_other_peoples_applications_do_not_exist(verified):
    stranger = made.submitted()
    assert verified.post(url("documents-send", stranger)).status_code == 404


def test_the_receipt_lists_what_came_later_with_time_and_hash(verified, asked):
    document = handed_in(verified, asked)
    verified.post(url("documents-send", asked))
    page = verified.get(url("receipt", asked).replace("/de/", "/en/")).content.decode()
    assert "Documents that you sent later" in page
    assert document.sha256 in page


def test_the_package_leaves_without_form_and_answers(verified, person, django_capture_on_commit_callbacks):
    application = made.submitted(person)
    Delivery.objects.filter(case_id=application.pk).update(state="sent", due_at=None)
    process(handed_in(verified, application))
    with django_capture_on_commit_callbacks(execute=True):
        verified.post(url("documents-send", application))
    delivery = Delivery.objects.get(case_id=application.pk, kind="supplement")
    handoff_tasks.send.call(str(delivery.pk))
    delivery.refresh_from_db()
    paths = [each.get("path", "") for each in json.loads(delivery.manifest())["files"]]
    assert "form.pdf" not in paths
    assert any(path.startswith("documents/") for path in paths)
