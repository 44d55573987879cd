"""Making an account: address, password, code, and on to where one wanted to go."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.accounts.models import Person
from portal.journal.models import Entry
from tests.factories.accounts import PASSWORD, PersonFactory

pytestmark = pytest.mark.django_db

NEWCOMER = {"email": "Newcomer@Example.org", "password1": PASSWORD}


def code_in_last_mail() -> str:
    return re.search(r"^\d{6,8}$", mail.outbox[-1].body, re.MULTILINE).group()


def sign_up(client, language="en", next_="/en/account/profile/"):
    return client.post(f"/{language}/account/signup/", {**NEWCOMER, "next": next_})


def test_a_newcomer_confirms_the_address_and_lands_where_they_wanted_to_go(client):
    response = sign_up(client)
    assert response.url == "/en/account/confirm-email/"
    response = client.post(response.url, {"code": code_in_last_mail(), "action": "verify"})
    assert response.url == "/en/account/profile/"
    assert client.get(response.url).context["request"].user.email == "newcomer@example.org"
    kinds = Entry.objects.about(Person.objects.get().pk).values_list("kind", flat=True)
    assert list(kinds) == ["accounts.signed_up", "accounts.signed_in"]


def test_the_language_of_the_page_is_the_language_of_letters(client):
    sign_up(client, "ar")
    assert Person.objects.get().language == "ar"


def test_a_wrong_code_does_not_let_in(client):
    response = sign_up(client)
    response = client.post(response.url, {"code": "000000", "action": "verify"})
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_signing_in_leads_to_the_page_asked_for(client):
    person = PersonFactory()
    response = client.post(
        reverse("account_login"), {"login": person.email, "password": PASSWORD, "next": "/de/account/profile/"}
    )
    assert response.url == "/de/account/profile/"


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
@pytest.mark.parametrize("language", ["de", "en", "tr", "ar", "uk", "ru"])
def test_every_door_opens_in_every_language(client, name, language):
    path = reverse(name).replace("/de/", f"/{language}/").replace("/en/", f"/{language}/")
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("password", ["short", "password123", "1234567890"])
def test_a_password_that_is_easy_to_guess_is_refused(client, password):
    client.post("/en/account/signup/", {"email": "a@example.org", "password1": password})
    assert not Person.objects.exists()


def test_a_password_of_seventy_letters_is_welcome(client):
    client.post("/en/account/signup/", {"email": "a@example.org", "password1": "long words " * 7})
    assert Person.objects.exists()


def test_codes_for_an_unconfirmed_address_are_limited_at_sign_in_too(client, settings):
    settings.LIMITS_ON = True
    person = PersonFactory(confirmed=False)
    right = {"login": person.email, "password": PASSWORD}
    assert [Client().post("/en/account/login/", right).status_code for _ in range(4)] == [302, 302, 302, 429]
    assert len(mail.outbox) == 3


def test_a_closed_account_is_told_so(client):
    person = PersonFactory(is_active=False)
    response = client.post("/en/account/login/", {"login": person.email, "password": PASSWORD}, follow=True)
    assert b"This account is closed" in response.content
