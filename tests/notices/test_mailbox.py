"""The demo's mailbox page."""

import pytest
from django.urls import reverse

from portal.notices import actions, queries
from portal.notices.models import ReadableMail
from portal.notices.tasks import send
from tests.factories.notices import queued_mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def to_mailbox(settings):
    settings.MAILERS = settings.MAILERS | {
        "transport": {"BACKEND": "portal.notices.adapters.mailbox.MailboxBackend"},
    }


def arrive(**fields):
    send.call(str(queued_mail(**fields).pk))


def page(client, **headers):
    return client.get(reverse("notices:mailbox"), headers=headers)


def test_everybody_can_read_the_mails_of_the_demo(client):
    arrive(subject="Your code", body="Hello,\n\nK3F9XQ\n\nBye")
    assert b'<code dir="ltr">K3F9XQ</code>' in page(client).content


def test_the_newest_mail_comes_first(client):
    arrive(subject="First one")
    arrive(subject="Second one")
    text = page(client).content.decode()
    assert text.index("Second one") < text.index("First one")


def test_the_list_renews_itself_without_the_rest_of_the_page(client):
    text = page(client, hx_request="true").content.decode()
    assert "<html" not in text
    assert "hx-trigger" in text


def test_outside_the_demo_the_page_does_not_exist(client, settings):
    settings.DEMO = False
    assert page(client).status_code == 404


def test_markup_in_a_mail_is_shown_not_run(client):
    arrive(subject="<script>alert(1)</script>", body="<b onclick=alert(1)>x</b> https://example.org/?a=<script>")
    text = page(client).content.decode()
    assert "<script>alert" not in text
    assert "<b onclick" not in text


def test_mails_are_sealed_and_a_repeat_is_kept_once():
    letter = queries.letter_of(queued_mail(body="Dear Zeynep"))
    actions.keep_readable(letter)
    actions.keep_readable(letter)
    assert b"Zeynep" not in bytes(ReadableMail.objects.get().sealed_letter)


def test_the_mailbox_forgets_the_oldest(monkeypatch):
    monkeypatch.setattr(actions, "MAILBOX_KEEPS", 2)
    for _ in range(3):
        arrive()
    assert ReadableMail.objects.count() == 2


@pytest.mark.parametrize(
    ("body", "code"),
    [("Code: 123456.", "123456"), ("Hi\n\nAB12-CD34\n", "AB12-CD34"), ("No code, call 0123456789", ""), ("HELLO", "")],
)
def test_the_code_of_a_mail_is_found(body, code):
    arrive(body=body)
    assert queries.readable_mails()[0].code == code
