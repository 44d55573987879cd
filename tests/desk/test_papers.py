"""Papers brought in person: taken in at the counter, checked like all, in the case at once, told to the applicant."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.accounts.models import Role
from portal.applications import actions as applications
from portal.applications import queries as application_queries
from portal.desk import counter, states, wording
from portal.desk.models import Case
from portal.documents.models import Document, Origin
from portal.handoff.models import Delivery
from portal.journal.models import Entry
from portal.passes.models import Pass
from portal.shared import clock
from portal.vault import files
from tests.applications.test_drafts import url
from tests.applications.test_papers import handed_in
from tests.factories import applications as made
from tests.factories import desk, passes
from tests.factories.accounts import PersonFactory, sign_in
from tests.factories.documents import photograph, process
from tests.factories.handoff import send as deliver
from tests.factories.offices import OfficeFactory
from tests.passes.test_phone import send as send_by_phone
from tests.passes.test_resumable import Phone
from tests.uploads.conftest import photograph as photo_of

pytestmark = pytest.mark.django_db
EN = {"accept-language": "en"}


@pytest.fixture
def application(db):
    """An application that was sent to an office that works at the desk."""
    sent = made.submitted(office=OfficeFactory(back_office="desk"))
    receipt = sent.receipt
    applications.keep_print(receipt, b"%PDF-1.7")
    deliver(Delivery.objects.get(case_id=sent.pk))
    return sent


@pytest.fixture
def case(application):
    return Case.objects.get(case_id=application.pk)


@pytest.fixture
def clerk(client, case):
    person = desk.clerk_of(case.office)
    sign_in(client, person, verified=True)
    return person


def at(case, name="papers", *more):
    return reverse(f"desk:{name}", args=[case.pk, *more]).replace("/de/", "/en/")


def paper(name="scan.jpg"):
    return SimpleUploadedFile(name, photograph(), "image/jpeg")


def take(client, case, *papers, requirement="passport"):
    return client.post(at(case), {"requirement": requirement, "files": list(papers or [paper()])})


def taken(client, case, **fields):
    """Take a paper in and let the worker do its part."""
    take(client, case, **fields)
    document = process(Document.objects.get(origin=Origin.DESK))
    deliver(Delivery.objects.get(case_id=case.case_id, kind="supplement"))
    return document


def test_a_paper_goes_through_the_same_checks_and_enters_the_case(client, case, clerk):
    document = taken(client, case)
    assert (document.state, document.uploader) == ("checked", clerk)
    assert document.handed_over_at
    file = case.files.get(file_id=document.pk)
    assert (file.requirement, file.withheld) == ("passport", False)
    assert file.parts.filter(number=0).exists()


def test_the_case_says_when_and_by_whom_it_was_taken_in(client, case, clerk):
    taken(client, case)
    page = client.get(at(case, "case")).content.decode()
    assert "Brought in person on" in page
    assert f"taken in by {str(clerk.pk)[:8]}" in page
    assert str(wording.BROUGHT) in [str(each["title"]) for each in client.get(at(case, "case")).context["entries"]]


def test_a_file_that_was_refused_is_never_called_taken_in(client, case, clerk):
    document = taken(client, case)
    Document.objects.filter(pk=document.pk).update(state="refused", refusal="corrupt")
    case.files.update(withheld=True)
    for address in (at(case), at(case, "case")):
        page = client.get(address).content.decode()
        assert "not taken in" in page
        assert "taken in by" not in page


def test_until_it_is_checked_the_case_says_so(client, case, clerk):
    take(client, case)
    assert "still being checked" in client.get(at(case, "case")).content.decode()
    part = client.get(at(case), headers={"HX-Request": "true"}).content.decode()
    assert "On its way into the case" in part
    assert "hx-get" in part


def test_when_all_is_settled_the_list_stops_asking(client, case, clerk):
    taken(client, case)
    part = client.get(at(case), headers={"HX-Request": "true"}).content.decode()
    assert "In the case" in part
    assert "hx-get" not in part


def test_the_journal_names_the_clerk_and_the_office(client, case, clerk):
    take(client, case)
    entry = Entry.objects.get(kind="desk.paper_taken")
    assert (entry.actor, entry.office) == (str(clerk.pk), str(case.office_id))
    assert Entry.objects.get(kind="document.handed_over").actor == str(clerk.pk)


def test_the_applicant_sees_it_on_the_receipt_with_its_hash(client, case, clerk, application):
    document = taken(client, case)
    owner = sign_in(Client(), application.person, verified=True)
    page = owner.get(url("receipt", application).replace("/de/", "/en/")).content.decode()
    assert "You brought these papers to the office in person" in page
    assert document.sha256 in page


def test_what_the_applicant_has_not_sent_yet_stays_with_the_applicant(client, case, clerk, application):
    owner = sign_in(Client(), application.person, verified=True)
    mine = handed_in(owner, application)
    take(client, case, requirement="other")
    mine.refresh_from_db()
    assert mine.handed_over_at is None
    assert Document.objects.get(origin=Origin.DESK).handed_over_at


def test_the_applicant_cannot_take_it_back(client, case, clerk, application):
    document = taken(client, case)
    owner = sign_in(Client(), application.person, verified=True)
    assert owner.post(url("document-remove", application, document=document.pk)).status_code == 409


def test_a_paper_brought_is_not_taken_for_one_that_was_sent(client, case, clerk, application):
    taken(client, case)
    owner = sign_in(Client(), application.person, verified=True)
    assert owner.post(url("documents-send", application)).status_code == 422
    assert application_queries.sent_later(application).count() == 1


def test_what_the_office_asked_for_stays_open_until_the_clerk_says_otherwise(client, case, clerk):
    Case.objects.filter(pk=case.pk).update(state=states.NEEDS_MORE)
    taken(client, case)
    case.refresh_from_db()
    assert case.state == states.NEEDS_MORE


def test_which_paper_it_is_has_to_be_said(client, case, clerk):
    page = take(client, case, requirement="")
    assert page.status_code == 422
    assert "Choose which document it is." in page.content.decode()
    page = take(client, case, requirement="<nonsense>")
    assert (page.status_code, "nonsense" in page.context["form"].errors.as_text()) == (422, False)
    assert not Document.objects.exists()


def test_no_file_and_a_wrong_one_are_answered(client, case, clerk):
    page = client.post(at(case), {})
    summary = page.content.decode().split('class="error-summary"')[1].split("</ul>")[0]
    assert '<a href="#id_requirement">Choose which document it is.</a>' in summary
    assert '<a href="#id_paper">Choose a file, or take a photo.</a>' in summary
    assert 'id="id_paper"' in page.content.decode()
    page = client.post(at(case), {"requirement": "passport"})
    assert (page.status_code, "Choose a file, or take a photo." in page.content.decode()) == (422, True)
    page = take(client, case, SimpleUploadedFile("macro.docm", b"PK\x03\x04", "application/zip"))
    assert (page.status_code, "macro.docm" in page.content.decode()) == (422, True)
    assert not Document.objects.exists()


def test_a_closed_case_takes_nothing(client, case, clerk):
    Case.objects.filter(pk=case.pk).update(state=states.CLOSED)
    assert take(client, case).status_code == 409
    assert client.post(at(case, "phone-make"), {"requirement": "passport"}).status_code == 409
    assert not Document.objects.exists()
    assert 'type="file"' not in client.get(at(case)).content.decode()


def test_a_service_that_the_catalogue_does_not_know_takes_any_paper(case):
    case.service = "unknown"
    assert [each.requirement.code for each in counter.asked_of(case)] == ["other"]


@pytest.mark.parametrize("who", ["other office", "applicant", "editor", "no second factor", "nobody"])
def test_a6_only_clerks_of_this_office_with_a_second_factor_take_papers_in(case, who, monkeypatch):
    client, code = Client(), {"requirement": "passport"}
    if who != "nobody":
        person = PersonFactory() if who == "applicant" else _staff(who, case)
        sign_in(client, person, verified=who != "no second factor")
    answers = [client.get(at(case)), take(client, case), client.post(at(case, "phone-make"), code)]
    assert {each.status_code for each in answers} <= {302, 403, 404}
    assert not Document.objects.exists()
    assert not Pass.objects.exists()


def test_a_stranger_at_the_counters_door_never_reaches_the_disk(case, monkeypatch):
    monkeypatch.setattr(files, "SealedWriter", None)
    assert "/account/login/" in take(Client(), case).url


def _staff(who, case):
    if who == "other office":
        return desk.clerk_of(OfficeFactory(back_office="desk"))
    return desk.clerk_of(case.office, kind="editor" if who == "editor" else "clerk")


def phone_of(client, case, requirement="passport"):
    address = client.post(at(case, "phone-make"), {"requirement": requirement}).url
    token = re.search(r"/en/p/([2-9a-z]{26})/", client.get(address).content.decode()).group(1)
    phone = Client()
    phone.post(f"{passes.BASE}{token}/")
    return address, phone


def test_the_clerks_own_camera_brings_papers_in_the_same_way(client, case, clerk):
    address, phone = phone_of(client, case)
    assert case.reference not in phone.get(passes.BASE).content.decode()
    send_by_phone(phone)
    document = Document.objects.get()
    assert (document.origin, document.uploader) == (Origin.DESK, clerk)
    assert document.handed_over_at
    assert Entry.objects.get(kind="pass.file").actor == str(clerk.pk)
    assert "photo.jpg" in client.get(address).content.decode()
    phone.post(f"{passes.BASE}finished/")
    assert client.get(address).url == at(case)


def test_the_clerks_camera_sends_in_pieces_too_and_nothing_is_counted_for_the_applicant(client, case, clerk):
    _address, phone = phone_of(client, case)
    assert Phone(phone).begin(9, name="macro.docm").status_code == 422
    assert Phone(phone).send(photo_of(300_000)).status_code == 204
    document = Document.objects.get()
    assert (document.origin, document.uploader) == (Origin.DESK, clerk)
    assert document.handed_over_at
    assert Entry.objects.get(kind="pass.file").actor == str(clerk.pk)


@pytest.mark.parametrize("change", ["clerk leaves", "case is closed"])
def test_an_upload_that_began_ends_with_the_clerks_right_to_take_it(client, case, clerk, change):
    _address, phone = phone_of(client, case)
    where = Phone(phone).begun(1000)
    if change == "clerk leaves":
        Role.objects.filter(person=clerk).delete()
    else:
        Case.objects.filter(pk=case.pk).update(state=states.CLOSED)
    assert Phone(phone).begin(1000).status_code == 410
    assert Phone(phone).patch(where, photo_of(1000), 0).status_code == 410
    assert not Document.objects.exists()


def test_a_clerk_who_leaves_the_office_takes_the_pass_along(client, case, clerk):
    _address, phone = phone_of(client, case)
    Role.objects.filter(person=clerk).delete()
    assert send_by_phone(phone).status_code == 410
    assert not Document.objects.exists()


def test_what_the_applicant_sends_does_not_end_a_clerks_pass(client, case, clerk, application):
    _address, phone = phone_of(client, case)
    owner = sign_in(Client(), application.person, verified=True)
    handed_in(owner, application)
    owner.post(url("documents-send", application))
    assert send_by_phone(phone).url == passes.BASE


def test_a_colleague_does_not_see_the_code(client, case, clerk):
    address, _phone = phone_of(client, case)
    colleague = sign_in(Client(), desk.clerk_of(case.office), verified=True)
    assert colleague.get(address).status_code == 404
    assert colleague.post(address + "cancel/").status_code == 404


def test_a_clerks_pass_is_over_after_a_quarter_of_an_hour(client, case, clerk, time_machine):
    _address, phone = phone_of(client, case)
    time_machine.move_to(clock.now() + timedelta(minutes=16), tick=False)
    assert send_by_phone(phone).status_code == 422
    assert not Document.objects.exists()


def test_a_full_day_at_the_counter_is_not_a_persons_quota(client, case, clerk, monkeypatch):
    monkeypatch.setattr("portal.documents.policies.MOST_BYTES_OF_PERSON", 10)
    take(client, case)
    assert Document.objects.count() == 1
