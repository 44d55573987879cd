"""Nothing typed is lost when the session has ended."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from portal.applications import actions, queries
from portal.applications.models import HeldForm
from portal.applications.receivers import HELD_COOKIE
from tests.applications.test_drafts import url
from tests.factories import applications as made
from tests.factories.accounts import PASSWORD, PersonFactory, sign_in

pytestmark = pytest.mark.django_db


def sign_in_by_form(client: Client, person, back_to: str):
    address = reverse("account_login")
    return client.post(address, {"login": person.email, "password": PASSWORD, "next": back_to}, follow=True)


def test_a_step_sent_without_a_session_is_kept_and_given_back_after_sign_in(client, person):
    application = made.draft(person)
    answer = client.post(url("step", application, step="person"), {"family_name": "Özdemir"})
    assert reverse("account_login") in answer.url
    assert queries.answers_of(application) == {}
    sign_in_by_form(client, person, url("step", application, step="person"))
    assert queries.answers_of(application)["family_name"] == "Özdemir"
    assert not HeldForm.objects.exists()


def test_the_person_is_told_that_it_is_back(client, person):
    application = made.draft(person)
    client.post(url("step", application, step="person"), {"family_name": "Özdemir"})
    page = sign_in_by_form(client, person, url("step", application, step="person")).content.decode()
    assert 'value="Özdemir"' in page


def test_a_session_that_timed_out_loses_nothing(person):
    application = made.draft(person)
    with time_machine.travel("2026-11-22 10:00", tick=False) as clock:
        client = sign_in(Client(), person)
        client.get(url("step", application, step="person"))
        clock.shift(3600)
        client.post(url("step", application, step="person"), {"family_name": "Late"})
        sign_in_by_form(client, person, url("step", application, step="person"))
    assert queries.answers_of(application)["family_name"] == "Late"


def test_saving_by_itself_without_a_session_says_so_and_keeps_it(client, person):
    application = made.draft(person)
    answer = client.post(url("autosave", application, step="person"), {"family_name": "Özdemir"})
    assert "signed out" in answer.content.decode() or reverse("account_login") in answer.content.decode()
    assert HeldForm.objects.count() == 1


def test_a_kept_form_is_sealed_and_its_cookie_is_closed_to_scripts(client, person):
    application = made.draft(person)
    client.post(url("step", application, step="person"), {"family_name": "Canaryname"})
    held = HeldForm.objects.get()
    assert b"Canaryname" not in bytes(held.sealed_fields)
    assert client.cookies[HELD_COOKIE]["httponly"]


def test_a_kept_form_never_enters_somebody_elses_draft(client, person):
    application = made.draft(person)
    stranger = PersonFactory()
    client.post(url("step", application, step="person"), {"family_name": "Mine"})
    sign_in_by_form(client, stranger, "/")
    assert queries.answers_of(application) == {}
    assert HeldForm.objects.count() == 1


def test_a_forged_cookie_opens_nothing(client, person):
    application = made.draft(person)
    actions.hold(application.pk, "person", {"family_name": "Mine"})
    client.cookies[HELD_COOKIE] = "guess:1:abc"
    sign_in_by_form(client, person, "/")
    assert queries.answers_of(application) == {}


def test_what_was_saved_later_is_not_overwritten(person):
    application = made.draft(person)
    token = actions.hold(application.pk, "person", {"family_name": "Old"})
    actions.save_step(application.pk, "person", {"family_name": "New"}, by=person)
    assert actions.restore(token, by=person) is None
    assert queries.answers_of(application)["family_name"] == "New"


def test_a_form_for_no_draft_is_not_kept(client, person):
    application = made.submitted(person)
    client.post(url("step", application, step="person"), {"family_name": "X"})
    assert not HeldForm.objects.exists()


def test_after_a_day_a_kept_form_is_forgotten(person):
    application = made.draft(person)
    with time_machine.travel("2026-11-20 10:00"):
        token = actions.hold(application.pk, "person", {"family_name": "Old"})
    with time_machine.travel("2026-11-21 10:01"):
        assert actions.restore(token, by=person) is None
        assert actions.forget_old() == 1


def test_an_old_token_shows_what_was_typed_again_without_saving_it(person):
    application = made.draft(person)
    client = sign_in(Client(enforce_csrf_checks=True), person)
    address = url("step", application, step="person")
    answer = client.post(address, {"family_name": "Tab"}, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403
    assert 'value="Tab"' in answer.content.decode()
    assert queries.answers_of(application) == {}


def test_what_another_site_sends_is_not_shown_again(person):
    application = made.draft(person)
    client = sign_in(Client(enforce_csrf_checks=True), person)
    address = url("step", application, step="person")
    answer = client.post(address, {"family_name": "Evil"}, headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403
    assert "Evil" not in answer.content.decode()


def test_a_deleted_draft_takes_its_kept_forms_along(client, person):
    application = made.draft(person)
    client.post(url("step", application, step="person"), {"family_name": "Özdemir"})
    actions.withdraw(application, by=person)
    assert not HeldForm.objects.exists()
