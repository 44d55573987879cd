"""The other device: what it sees, what it can do, and what it cannot."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.applications import actions as applications
from portal.applications import queries as application_queries
from portal.documents.models import Document
from portal.passes import actions, states
from portal.shared import clock
from portal.vault import files
from tests.factories import applications as made
from tests.factories import passes
from tests.factories.documents import photograph, process

pytestmark = pytest.mark.django_db
NAMES = ("Özdemir", "Şeyma", "U12345678", "seyma@example.org", "Ostwall")


def photo(name="photo.jpg"):
    return SimpleUploadedFile(name, photograph(), "image/jpeg")


def send(phone, *photos):
    return phone.post(f"{passes.BASE}files/", {"files": list(photos or [photo()])})


def lying_about() -> set[Path]:
    return {path for path in Path(site.SEALED_ROOT).rglob("*") if path.is_file()}


@pytest.fixture
def nothing_is_written(monkeypatch):
    """A file that is sealed for anybody fails the test: not even a first byte may reach the disk."""
    monkeypatch.setattr(files, "SealedWriter", None)
    before = lying_about()
    yield
    assert lying_about() == before


def test_the_first_look_changes_nothing_and_names_nobody(application):
    permit, token = passes.waiting(application)
    page = Client().get(f"{passes.BASE}{token}/")
    permit.refresh_from_db()
    assert permit.state == states.WAITING
    assert "Did you make this code yourself just now?" in page.content.decode()
    assert not [name for name in NAMES if name in page.content.decode()]


def test_starting_binds_the_browser_and_leads_to_an_address_without_the_code(application):
    permit, token = passes.waiting(application)
    answer = Client().post(f"{passes.BASE}{token}/")
    assert answer.url == passes.BASE
    cookie = answer.cookies["pass"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", 1500)
    permit.refresh_from_db()
    assert permit.state == states.OPENED


def test_in_production_the_cookie_is_bound_to_the_host(application, settings):
    settings.SESSION_COOKIE_SECURE, settings.PERMIT_COOKIE_NAME = True, "__Host-pass"
    _permit, token = passes.waiting(application)
    cookie = Client().post(f"{passes.BASE}{token}/").cookies["__Host-pass"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_starting_needs_our_own_form(application):
    _permit, token = passes.waiting(application)
    assert Client(enforce_csrf_checks=True).post(f"{passes.BASE}{token}/").status_code == 403
    _opened, phone = passes.opened(made.complete())
    phone.handler.enforce_csrf_checks = True
    assert phone.post(f"{passes.BASE}finished/").status_code == 403


def test_the_page_asks_for_the_one_paper_and_shows_nothing_of_the_application(application):
    _permit, phone = passes.opened(application)
    page = phone.get(passes.BASE).content.decode()
    assert "Passport" in page
    assert 'capture="environment"' in page
    assert not [name for name in NAMES if name in page]
    assert str(application.pk) not in page


def test_a_photo_arrives_and_is_listed_with_its_state(application):
    _permit, phone = passes.opened(application)
    assert send(phone).url == passes.BASE
    page = phone.get(passes.BASE).content.decode()
    assert "photo.jpg" in page
    assert "Being checked" in page
    assert Document.objects.get().subject == application.pk


def test_what_a_check_says_about_the_answers_stays_at_home(application):
    _permit, phone = passes.opened(application)
    send(phone)
    process(Document.objects.get())
    page = phone.get(passes.BASE).content.decode()
    assert not [name for name in NAMES if name in page]


def test_the_list_renews_itself_only_when_something_changed(application):
    _permit, phone = passes.opened(application)
    part = phone.get(passes.BASE, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    seen = part.split("seen=", 1)[1].split('"', 1)[0]
    assert phone.get(passes.BASE, {"seen": seen}, headers={"HX-Request": "true"}).status_code == 204
    send(phone)
    assert phone.get(passes.BASE, {"seen": seen}, headers={"HX-Request": "true"}).status_code == 200


def test_no_file_and_a_wrong_file_are_answered_with_what_to_do(application):
    _permit, phone = passes.opened(application)
    assert "Choose a file, or take a photo." in phone.post(f"{passes.BASE}files/").content.decode()
    bad = SimpleUploadedFile("macro.docm", b"PK\x03\x04", "application/zip")
    answer = send(phone, bad)
    assert answer.status_code == 422
    assert "macro.docm" in answer.content.decode()
    assert not Document.objects.exists()


def test_finishing_says_so_and_takes_no_more(application, nothing_is_written):
    _permit, phone = passes.opened(application)
    assert "You are finished here" in phone.post(f"{passes.BASE}finished/", follow=True).content.decode()
    assert send(phone).status_code == 422
    assert not Document.objects.exists()


def test_every_answer_is_kept_by_nobody_and_tells_no_address(application):
    _permit, token = passes.waiting(application)
    phone = Client()
    answers = [phone.get(f"{passes.BASE}{token}/"), phone.post(f"{passes.BASE}{token}/"), phone.get(passes.BASE)]
    answers.append(send(phone))
    for answer in answers:
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "strict-origin"
    assert "no-store" in Client().get(f"{passes.BASE}{token}/")["Cache-Control"]


def test_reuse_in_another_browser_is_refused_in_plain_words(application):
    _permit, token = passes.waiting(application)
    first = Client()
    first.post(f"{passes.BASE}{token}/")
    for answer in (Client().get(f"{passes.BASE}{token}/"), Client().post(f"{passes.BASE}{token}/")):
        assert answer.status_code == 410
        assert "each code works only once" in answer.content.decode()
    assert first.get(f"{passes.BASE}{token}/").url == passes.BASE


@pytest.mark.parametrize(("language", "words"), [("de", "Code"), ("uk", "код"), ("ar", "الرمز")])
def test_refusals_are_in_the_language_of_the_link(application, language, words):
    answer = Client().get(f"/{language}/p/{'x' * 26}/")
    assert answer.status_code == 404
    assert f'lang="{language}"' in answer.content.decode()


def test_guessing_is_limited(application, settings):
    settings.LIMITS_ON, settings.LIMITS = True, {**settings.LIMITS, "pass-open": [(3, 300)]}
    client = Client()
    answers = [client.get(f"{passes.BASE}{'x' * 25}{number}/").status_code for number in range(2, 6)]
    assert answers == [404, 404, 404, 429]


def test_a_stranger_without_a_pass_never_reaches_the_disk(application, nothing_is_written):
    passes.waiting(application)
    for client in (Client(), Client(headers={"cookie": "pass=" + "x" * 43})):
        assert client.post(f"{passes.BASE}files/", {"files": photo()}).status_code == 404
    assert not Document.objects.exists()


def test_the_code_alone_is_no_key(application, nothing_is_written):
    _permit, token = passes.waiting(application)
    client = Client()
    client.cookies["pass"] = token
    assert send(client).status_code == 404


def test_after_its_time_nothing_is_written(application, nothing_is_written, time_machine):
    _permit, phone = passes.opened(application)
    time_machine.move_to(clock.now() + timedelta(minutes=16), tick=False)
    assert "This code is not valid any more" in send(phone).content.decode()
    assert not Document.objects.exists()


def test_after_sending_nothing_is_written(application, nothing_is_written):
    _permit, phone = passes.opened(application)
    applications.submit(application, by=application.person)
    assert "This code is not valid any more" in send(phone).content.decode()
    assert not Document.objects.exists()


def test_a_pass_reaches_no_other_paper_and_no_other_application(application):
    other = made.complete(application.person, office=made.draft().office)
    _permit, phone = passes.opened(application)
    smuggled = {"files": photo(), "requirement": "enrolment", "subject": str(other.pk), "id": str(other.pk)}
    phone.post(f"{passes.BASE}files/", smuggled)
    document = Document.objects.get()
    assert (document.subject, document.requirement) == (application.pk, "passport")


def test_a_pass_signs_nobody_in(application):
    _permit, phone = passes.opened(application)
    for path in (f"/en/applications/{application.pk}/documents/", f"/en/status/{application.pk}/"):
        assert "/account/login/" in phone.get(path).url
    upload = f"/en/applications/{application.pk}/documents/for/passport/"
    assert "/account/login/" in phone.post(upload, {"files": photo()}).url
    assert not Document.objects.exists()


def test_a_full_requirement_says_so(application):
    _permit, phone = passes.opened(application, "enrolment")
    send(phone, *(photo(f"{number}.jpg") for number in range(2)))
    assert 'type="file"' not in phone.get(passes.BASE).content.decode()


def test_a_paper_no_longer_asked_for_ends_the_way(application):
    _permit, phone = passes.opened(application, "parents_income")
    applications.save_step(application.pk, "livelihood", {"funding_kind": "own_income"}, by=application.person)
    assert "parents_income" not in str(application_queries.answers_of(application))
    assert phone.get(passes.BASE).status_code == 410


def test_no_log_holds_a_code(application, caplog):
    _permit, token = passes.waiting(application)
    actions.open_with(token)
    console = next(each for each in logging.getLogger().handlers if each.filters)
    kept = []
    console.addFilter(lambda record: kept.append(record.getMessage()) or False)
    try:
        Client().get(f"{passes.BASE}{token}/")
    finally:
        console.removeFilter(console.filters[-1])
    assert any("/en/p/…" in line for line in kept)
    assert not any(token in line for line in kept)
