"""Sessions: how long they live, where they end, what they hide."""

from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from portal.shared import clock
from tests.factories.accounts import PASSWORD, PersonFactory, sign_in

pytestmark = pytest.mark.django_db
PROFILE = "/en/account/profile/"


@pytest.fixture
def visitor(client, time_machine):
    time_machine.move_to(clock.now(), tick=False)
    return sign_in(client, PersonFactory())


def later(time_machine, **span):
    time_machine.move_to(clock.now() + timedelta(**span), tick=False)


def test_an_idle_session_ends_and_leads_back(visitor, time_machine):
    visitor.get(PROFILE)
    later(time_machine, minutes=16)
    response = visitor.get(PROFILE)
    assert response.url == "/en/account/login/?ended=1&next=%2Fen%2Faccount%2Fprofile%2F"
    assert b"What you have entered is saved" in visitor.get(response.url).content


def test_a_session_in_use_goes_on_but_not_for_ever(visitor, time_machine):
    for _ in range(71):
        assert visitor.get(PROFILE).status_code == 200
        later(time_machine, minutes=10)
    later(time_machine, minutes=11)
    assert visitor.get(PROFILE).status_code == 302


def test_a_page_that_looks_for_news_by_itself_does_not_keep_the_session(visitor, time_machine):
    visitor.get(PROFILE)
    later(time_machine, minutes=10)
    assert visitor.get(PROFILE, headers={"HX-Request": "true"}).status_code == 200
    later(time_machine, minutes=6)
    assert visitor.get(PROFILE).status_code == 302


def test_a_partial_of_an_ended_session_sends_the_whole_page_to_the_door(visitor, time_machine):
    visitor.get(PROFILE)
    later(time_machine, minutes=20)
    response = visitor.get(PROFILE, headers={"HX-Request": "true"})
    assert response["HX-Redirect"].endswith("/account/login/?ended=1")


def test_extending_gives_the_whole_time_again(visitor, time_machine):
    visitor.get(PROFILE)
    later(time_machine, minutes=14)
    assert visitor.get(PROFILE, headers={"HX-Request": "true"}).wsgi_request.session_left == 60
    assert visitor.post("/en/account/extend/").json() == {"seconds": 900}
    response = visitor.post("/en/account/extend/", {"next": PROFILE}, headers={"Accept": "text/html"})
    assert response.url == PROFILE


def test_signing_out_everywhere_ends_the_others_and_keeps_this_one(client):
    person, other = PersonFactory(), Client()
    sign_in(other, person)
    sign_in(client, person)
    client.post("/en/account/sign-out-everywhere/")
    assert client.get(PROFILE).status_code == 200
    assert other.get(PROFILE).status_code == 302


def test_a_session_at_rest_shows_no_address(client):
    client.post("/en/account/signup/", {"email": "canary@example.org", "password1": PASSWORD})
    stored = Session.objects.get().session_data.split(":")[0].lstrip(".")
    assert b"canary" not in urlsafe_b64decode(stored + "==")


def test_the_profile_saves_name_and_language(client):
    person = PersonFactory()
    sign_in(client, person)
    client.post(PROFILE, {"first_name": "Ada", "last_name": "Muster", "language": "uk"})
    person.refresh_from_db()
    assert (person.first_name, person.language) == ("Ada", "uk")


def test_changing_the_password_ends_the_other_sessions(client):
    person, other = PersonFactory(), Client()
    sign_in(other, person)
    sign_in(client, person)
    data = {"oldpassword": PASSWORD, "password1": "another long sentence"}
    response = client.post("/en/account/password/change/", data, follow=True)
    assert b"Your new password is saved" in response.content
    assert client.get(PROFILE).status_code == 200
    assert other.get(PROFILE).status_code == 302
