"""What the holder of a receipt may check."""

import pytest
from django.urls import reverse

from tests.factories.accounts import PersonFactory
from tests.factories.status import TOKEN, advance, application_in

pytestmark = pytest.mark.django_db


def check(client, token=TOKEN):
    return client.get(reverse("status:verify", args=[token]))


def test_a_genuine_receipt_shows_since_reference_and_office_but_no_name(client):
    application = application_in(person=PersonFactory(first_name="Zeynep", last_name="Canary"))
    text = check(client).content.decode()
    assert application.reference in text
    assert application.office.name in text
    assert not any(word in text for word in ("Zeynep", "Canary", application.person.email, "Stud"))


def test_an_unknown_code_is_answered_calmly(client):
    application_in()
    response = check(client, "guessed")
    assert response.status_code == 404
    assert "MU-" not in response.content.decode()


def test_a_closed_application_is_told_as_closed(client):
    application = application_in()
    assert "still open" in check(client).content.decode() or "offen" in check(client).content.decode()
    for move in ("decide", "announce", "close"):
        advance(application, move)
    assert "still open" not in check(client).content.decode()


def test_guessing_is_limited(client, settings):
    settings.LIMITS_ON, settings.LIMITS = True, settings.LIMITS | {"verify": [(2, 60)]}
    answers = [check(client, f"guess-{number}").status_code for number in range(3)]
    assert answers == [404, 404, 429]


def test_the_answer_is_kept_by_nobody(client):
    application_in()
    response = check(client)
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("token", ["'", "%00", "a" * 2000, "..", "ü", "\u202e"])
def test_strange_codes_are_just_unknown(client, token):
    assert check(client, token).status_code == 404
