"""Set-up and challenge of the second factor, there and back."""

import re
import time
from datetime import timedelta

import pytest
from django.core import mail
from django_otp.oath import TOTP

from portal.accounts import actions, queries
from portal.accounts.models import AuthenticatorApp, MailedCode
from portal.shared import clock
from portal.shared.errors import TooManyError
from tests.factories.accounts import PASSWORD, SECRET, PersonFactory, sign_in

pytestmark = pytest.mark.django_db
FACTOR = "/en/account/second-factor/"
BACK = "/en/account/profile/"


@pytest.fixture
def person():
    return PersonFactory(language="en")


def app_code(secret=SECRET):
    return f"{TOTP(secret).token():06d}"


def mailed_code():
    return re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE).group()


def test_without_a_factor_one_is_led_to_the_choice(client, person):
    sign_in(client, person)
    response = client.get(FACTOR, {"next": BACK}, follow=True)
    assert response.redirect_chain[-1][0].startswith(f"{FACTOR}set-up/?next=%2Fen%2Faccount%2Fprofile%2F")
    assert b"Choose one way" in response.content


def test_setting_up_an_app_leads_through_codes_and_back(client, person):
    sign_in(client, person)
    response = client.post(f"{FACTOR}set-up/app/begin/", {"next": BACK}, follow=True)
    assert b"data:image/svg" in response.content
    code = app_code(AuthenticatorApp.objects.get().secret)
    response = client.post(f"{FACTOR}set-up/app/confirm/", {"code": code, "next": BACK}, follow=True)
    assert b"Make codes" in response.content
    response = client.post(f"{FACTOR}set-up/codes/", {"next": BACK})
    assert len(response.context["codes"]) == 10
    assert response.context["next"] == BACK
    assert client.get(FACTOR, {"next": BACK}).url == BACK


def test_setting_up_the_mailbox_tells_the_person(client, person):
    sign_in(client, person)
    client.post(f"{FACTOR}set-up/mail/begin/", {"next": BACK})
    client.post(f"{FACTOR}set-up/mail/confirm/", {"code": mailed_code(), "next": BACK})
    assert MailedCode.objects.get().confirmed
    assert "added to your account" in mail.outbox[-1].body
    assert mail.outbox[-1].to == [person.email]


def test_set_up_wants_a_fresh_password_and_comes_back(client, person):
    sign_in(client, person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 3_600}]
    session.save()
    response = client.get(f"{FACTOR}set-up/", {"next": BACK})
    assert response.url.startswith("/en/account/reauthenticate/")
    response = client.post(response.url, {"password": PASSWORD})
    assert client.get(response.url).status_code == 200


def test_a_thief_of_the_password_cannot_add_a_factor_of_his_own(client, person):
    actions.add_app(person, SECRET, confirmed=True)
    sign_in(client, person)
    response = client.post(f"{FACTOR}set-up/mail/begin/", {"next": BACK})
    assert response.url.startswith(FACTOR)
    assert not MailedCode.objects.exists()


def test_the_challenge_leads_back_and_changes_the_session_id(client, person):
    actions.add_app(person, SECRET, confirmed=True)
    sign_in(client, person)
    before = client.session.session_key
    response = client.post(f"{FACTOR}challenge/", {"code": app_code(), "next": BACK})
    assert response.url == BACK
    assert client.session.session_key != before
    assert client.get(BACK).wsgi_request.user.is_verified()


def test_a_wrong_code_does_not_verify(client, person):
    actions.add_app(person, SECRET, confirmed=True)
    sign_in(client, person)
    response = client.post(f"{FACTOR}challenge/", {"code": "12 34 5x", "next": BACK})
    assert response.status_code == 422
    assert not client.get(BACK).wsgi_request.user.is_verified()


def test_the_challenge_sends_a_code_by_mail(client, person):
    MailedCode.objects.create(user=person)
    sign_in(client, person)
    client.post(f"{FACTOR}challenge/send-code/", {"next": BACK})
    assert client.post(f"{FACTOR}challenge/", {"code": mailed_code(), "next": BACK}).url == BACK


def test_a15_every_kind_of_code_is_good_once(person):
    actions.add_app(person, SECRET, confirmed=True)
    printed = actions.make_recovery_codes(person, by=person)[0]
    MailedCode.objects.create(user=person)
    actions.send_code(person)
    for code in (app_code(), printed, mailed_code()):
        assert actions.show_factor(person, code)
        assert actions.show_factor(person, code) is None


def test_a_printed_code_may_be_typed_without_care(person):
    printed = actions.make_recovery_codes(person, by=person)[0]
    assert actions.show_factor(person, f" {printed.lower().replace('-', ' ')} ")


def test_a_mailed_code_is_void_after_ten_minutes(person, time_machine):
    MailedCode.objects.create(user=person)
    actions.send_code(person)
    time_machine.move_to(clock.now() + timedelta(seconds=601), tick=False)
    assert actions.show_factor(person, mailed_code()) is None


def test_guessing_the_second_factor_ends_after_five_times(person, settings):
    settings.LIMITS_ON = True
    actions.add_app(person, SECRET, confirmed=True)
    for _ in range(5):
        actions.show_factor(person, "000000")
    with pytest.raises(TooManyError):
        actions.show_factor(person, app_code())


def test_removing_a_factor_tells_the_person(client, person):
    sign_in(client, person, verified=True)
    device = queries.second_factors_of(person)[0]
    client.post(f"{FACTOR}remove/{device.persistent_id}/")
    assert not queries.has_second_factor(person)
    assert "removed from your account" in mail.outbox[-1].body


def test_another_persons_factor_cannot_be_removed(client, person):
    device = actions.add_app(PersonFactory(), SECRET, confirmed=True)
    sign_in(client, person, verified=True)
    assert client.post(f"{FACTOR}remove/{device.persistent_id}/").status_code == 404


def test_secrets_are_not_readable_in_the_database(person):
    app = actions.add_app(person, SECRET, confirmed=True)
    app.refresh_from_db()
    assert SECRET not in bytes(app.sealed_secret)


def test_making_a_passkey_begins_with_a_challenge(client, person):
    sign_in(client, person)
    response = client.post(f"{FACTOR}passkey/make/begin/", content_type="application/json")
    assert response.json()["rp"]["id"] == "localhost"


def test_a_passkey_needs_a_fresh_password(client, person):
    client.force_login(person)
    response = client.post(f"{FACTOR}passkey/make/begin/", content_type="application/json")
    assert response.status_code == 403


@pytest.mark.parametrize("page", ["set-up/", "set-up/passkey/", "set-up/codes/", "challenge/"])
def test_every_page_of_the_room_opens(client, person, page):
    sign_in(client, person, verified=True)
    assert client.get(FACTOR + page).status_code == 200
