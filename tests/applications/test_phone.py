"""The computer's side of using a phone: the code, what arrives, the way back."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from portal.applications import actions
from portal.documents.models import Document
from portal.passes import states
from portal.passes.models import Pass
from tests.applications.test_drafts import url
from tests.applications.test_papers import page_of
from tests.factories import applications as made
from tests.factories import passes
from tests.factories.accounts import PersonFactory, sign_in
from tests.passes.test_phone import send

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


@pytest.fixture
def application(person):
    return made.complete(person)


def english(address):
    return address.replace("/de/", "/en/")


def make(client, application, requirement="passport"):
    return client.post(english(url("phone-make", application, requirement=requirement)))


def code_on(page):
    return re.search(r"/en/p/([2-9a-z]{26})/", page).group(1)


def test_each_card_leads_to_the_phone(verified, application):
    page = page_of(verified, application)
    assert english(url("phone-make", application, requirement="passport")) in page
    assert "Use your phone instead" in page


def test_the_page_shows_a_code_its_address_and_how_long_it_is_valid(verified, application):
    page = verified.get(make(verified, application).url).content.decode()
    assert "<svg" in page
    assert code_on(page)
    assert "valid for another 15 minutes" in page
    assert "Passport" in page


def test_the_link_speaks_the_language_of_the_page(verified, application):
    address = make(verified, application).url.replace("/en/", "/uk/")
    assert "/uk/p/" in verified.get(address).content.decode()


def test_another_browser_of_the_same_person_sees_no_code(verified, application, person):
    address = make(verified, application).url
    page = sign_in(Client(), person, verified=True).get(address).content.decode()
    assert "/en/p/" not in page
    assert "Make a new code" in page


def test_the_page_notices_the_phone_and_what_arrives(verified, application):
    address = make(verified, application).url
    page = verified.get(address).content.decode()
    seen = re.search(r"seen=(\w+)", page).group(1)
    assert verified.get(address, {"seen": seen}, headers=PART).status_code == 204
    phone = Client()
    phone.post(f"{passes.BASE}{code_on(page)}/")
    part = verified.get(address, {"seen": seen}, headers=PART).content.decode()
    assert "Your phone is connected" in part
    assert '<svg viewBox="0 0 24 24"' in part
    assert "/en/p/" not in part
    send(phone)
    assert "photo.jpg" in verified.get(address, headers=PART).content.decode()


def test_at_the_end_it_leads_back_to_the_card(verified, application):
    address = make(verified, application).url
    phone = Client()
    phone.post(f"{passes.BASE}{code_on(verified.get(address).content.decode())}/")
    phone.post(f"{passes.BASE}finished/")
    card = english(url("documents", application)) + "#passport"
    assert verified.get(address).url == card
    assert verified.get(address, headers=PART)["HX-Redirect"] == card


def test_cancelling_ends_the_code(verified, application):
    address = make(verified, application).url
    token = code_on(verified.get(address).content.decode())
    verified.post(address + "cancel/")
    assert Client().post(f"{passes.BASE}{token}/").status_code == 410
    assert "This code is not valid any more" in verified.get(address).content.decode()


def test_signing_out_ends_the_code(verified, application):
    make(verified, application)
    verified.post(reverse("account_logout"))
    assert Pass.objects.get().state == states.REVOKED


def test_a_session_that_only_runs_out_leaves_the_phone_alone(verified, application, settings):
    permit, phone = passes.opened(application)
    session = verified.session
    session["began"] = session["seen"] = 0
    session.save()
    assert verified.get(url("documents", application)).status_code == 302
    permit.refresh_from_db()
    assert permit.state == states.OPENED
    send(phone)
    assert Document.objects.count() == 1


def test_the_second_factor_is_asked_for(visitor, application):
    assert make(visitor, application).url.startswith(reverse("accounts:second-factor"))
    assert not Pass.objects.exists()


@pytest.mark.parametrize("requirement", ["blocked_account", "nonsense"])
def test_a_paper_not_asked_for_gets_no_code(verified, application, requirement):
    assert make(verified, application, requirement).status_code == 404
    assert not Pass.objects.exists()


def test_no_code_after_the_decision(verified, application, person):
    sent = actions.submit(application, by=person)
    sent._advance("decide", None)
    assert make(verified, sent).status_code == 409


def test_a_fourth_device_is_refused_kindly(verified, application):
    for requirement in ("passport", "enrolment", "parents_income"):
        passes.opened(application, requirement)
    answer = make(verified, application)
    assert answer.status_code == 409
    assert "Three codes of this application are open already." in answer.content.decode()


def test_a1_other_peoples_codes_do_not_exist(verified, application):
    address = make(verified, application).url
    stranger = sign_in(Client(), PersonFactory(), verified=True)
    for method, door in (("get", address), ("post", address + "cancel/")):
        assert getattr(stranger, method)(door).status_code == 404
    mine = made.complete(Pass.objects.get().maker, office=made.draft().office)
    other = english(url("phone", mine, requirement="passport", permit=Pass.objects.get().pk))
    assert verified.get(other).status_code == 404
    assert Pass.objects.get().state == states.WAITING
