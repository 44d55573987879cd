"""The doors to documents."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.applications import actions, package, queries
from portal.applications.errors import NotYetCheckedError
from portal.applications.models import Receipt
from portal.documents import states as document_states
from portal.documents.models import Document
from portal.handoff import tasks as handoff_tasks
from portal.handoff.models import Delivery
from tests.applications.test_drafts import url
from tests.factories import applications as made
from tests.factories.documents import JPEG, photograph, process

pytestmark = pytest.mark.django_db


def send(client, application, *files, requirement="passport"):
    files = files or (SimpleUploadedFile("pass.jpg", photograph(), "image/jpeg"),)
    return client.post(url("document-upload", application, requirement=requirement), {"files": list(files)})


def handed_in(client, application, **fields) -> Document:
    send(client, application, **fields)
    return Document.objects.order_by("created").last()


def page_of(client, application) -> str:
    return client.get(url("documents", application).replace("/de/", "/en/")).content.decode()


def test_documents_ask_for_the_second_factor_and_come_back(visitor, person):
    application = made.complete(person)
    answer = visitor.get(url("documents", application))
    assert answer.url.startswith(reverse("accounts:second-factor"))
    assert str(application.pk) in answer.url


def test_the_page_shows_what_is_asked_for_by_these_answers(verified, person):
    page = page_of(verified, made.complete(person))
    assert 'id="passport"' in page
    assert 'id="parents_income"' in page
    assert 'id="blocked_account"' not in page
    assert 'capture="environment"' in page


def test_an_uploaded_file_shows_up_and_asks_for_its_result(verified, person):
    application = made.complete(person)
    answer = send(verified, application)
    assert answer.url == url("documents", application) + "#passport"
    document = Document.objects.get()
    assert document.subject == application.pk
    page = page_of(verified, application)
    assert "pass.jpg" in page
    assert url("document", application, document=document.pk).split("/", 2)[2] in page


def test_the_result_comes_as_a_part_of_the_page_and_stops_asking(verified, person):
    application = made.complete(person)
    document = process(handed_in(verified, application))
    part = verified.get(url("document", application, document=document.pk)).content.decode()
    assert "<html" not in part
    assert "hx-get" not in part


def test_several_files_go_up_at_once_and_each_refusal_is_named(verified, person):
    application = made.complete(person)
    good = SimpleUploadedFile("one.jpg", JPEG, "image/jpeg")
    bad = SimpleUploadedFile("macro.docm", b"PK\x03\x04", "application/zip")
    answer = send(verified, application, good, bad)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "macro.docm" in page
    assert Document.objects.count() == 1


def test_no_file_is_answered_with_what_to_do(verified, person):
    application = made.complete(person)
    answer = verified.post(url("document-upload", application, requirement="passport").replace("/de/", "/en/"))
    assert "Choose a file, or take a photo." in answer.content.decode()


def test_a_full_requirement_takes_no_more(verified, person):
    application = made.complete(person)
    files = [SimpleUploadedFile(f"{n}.jpg", photograph(), "image/jpeg") for n in range(3)]
    answer = send(verified, application, *files, requirement="enrolment")
    assert answer.status_code == 422
    assert Document.objects.count() == 2


def test_a_requirement_not_asked_for_takes_nothing(verified, person):
    application = made.complete(person)
    assert send(verified, application, requirement="blocked_account").status_code == 404
    assert not Document.objects.exists()


def test_a_file_is_taken_back(verified, person):
    application = made.complete(person)
    document = handed_in(verified, application)
    verified.post(url("document-remove", application, document=document.pk))
    document.refresh_from_db()
    assert document.state == document_states.REMOVED


def test_a_warned_file_is_sent_anyway(verified, person):
    application = made.complete(person)
    document = process(handed_in(verified, application))
    verified.post(url("document-anyway", application, document=document.pk))
    document.refresh_from_db()
    assert document.accepted_anyway


def test_a_missing_document_may_follow_by_a_day_and_never_blocks(verified, person):
    application = made.complete(person)
    address = url("document-later", application, requirement="enrolment").replace("/de/", "/en/")
    verified.post(address, {"day": "24.12.2090"})
    application.refresh_from_db()
    assert queries.promises_of(application) == {"enrolment": "2090-12-24"}
    page = verified.get(url("check", application).replace("/de/", "/en/")).content.decode()
    assert "Some documents are missing" in page
    assert "Send the application now" in page
    verified.post(address, {"cancel": "yes"})
    application.refresh_from_db()
    assert queries.promises_of(application) == {}


def test_a_day_in_the_past_is_answered_with_an_example(verified, person):
    application = made.complete(person)
    address = url("document-later", application, requirement="enrolment").replace("/de/", "/en/")
    answer = verified.post(address, {"day": "24.12.2001"})
    assert "for example 24.12.2026" in answer.content.decode()
    assert queries.promises_of(application) == {}


def test_a_changed_name_compares_the_documents_again(person, monkeypatch):
    application, calls = made.complete(person), []
    monkeypatch.setattr(actions.drafts.documents, "recheck", calls.append)
    actions.save_step(application.pk, "livelihood", {"insurance_company": "Other"}, by=person)
    assert calls == []
    actions.save_step(application.pk, "person", {"family_name": "Other"}, by=person)
    assert calls == [application.pk]


def test_documents_learn_what_the_form_says(person):
    application = made.complete(person)
    facts = queries.facts_for_documents(application.pk)
    assert (facts.family_name, facts.passport_number) == ("Özdemir-Łukasik", "U12345678")
    assert facts.date_of_birth.isoformat() == "1999-05-24"


def test_an_unknown_subject_has_no_facts(db):
    assert queries.facts_for_documents("00000000-0000-0000-0000-000000000000").family_name == ""


def test_a_file_still_being_checked_does_not_stop_sending_but_waits_itself(verified, person):
    application = made.complete(person)
    document = handed_in(verified, application)
    actions.submit(application, by=person)
    assert queries.receipt_content(Receipt.work.get())["files"][0]["sha256"] == document.sha256
    with pytest.raises(NotYetCheckedError):
        package.open_file(application.pk, str(document.pk), "entry.json")


def test_checked_files_travel_with_the_package(verified, person):
    application = made.complete(person)
    process(handed_in(verified, application))
    actions.submit(application, by=person)
    actions.keep_print(Receipt.work.get(), b"%PDF-1.7")
    handoff_tasks.send.call(str(Delivery.objects.get().pk))
    delivery = Delivery.objects.get()
    assert delivery.state == "sent", delivery.trouble
    assert b"documents/" in delivery.manifest()


@pytest.mark.parametrize("part", ["page-0.jpg", "page-99.jpg", "page-x.jpg", "../original", ""])
def test_a_part_that_does_not_exist_is_not_found(verified, person, part):
    application = made.complete(person)
    document = process(handed_in(verified, application))
    with pytest.raises(LookupError):
        package.open_file(application.pk, str(document.pk), part)


def test_a_file_of_another_case_is_not_found(verified, person):
    document = process(handed_in(verified, made.complete(person)))
    with pytest.raises(LookupError):
        package.open_file(made.complete().pk, str(document.pk), "original")


def test_the_same_file_twice_is_refused_kindly(verified, person):
    application = made.complete(person)
    twice = [SimpleUploadedFile(name, JPEG, "image/jpeg") for name in ("one.jpg", "two.jpg")]
    answer = send(verified, application, *twice)
    assert answer.status_code == 422
    assert Document.objects.count() == 1
    assert send(verified, application, SimpleUploadedFile("a.jpg", JPEG, "image/jpeg"), requirement="enrolment").url
