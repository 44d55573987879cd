"""What every messenger does: memory, the demo's mailbox, real SMTP."""

import uuid

import pytest
from django.core import mail as django_mail

from portal.notices import queries
from portal.notices.adapters.transport import MailerMessenger
from portal.notices.ports import Letter
from tests.notices.conftest import outbox, smtp  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
MAILBOX = {"BACKEND": "portal.notices.adapters.mailbox.MailboxBackend"}


@pytest.fixture(params=["memory", "mailbox", "smtp"])
def delivered(request, settings, smtp, outbox):  # noqa: F811
    """Return a way to count what a messenger has delivered."""
    if request.param == "smtp":
        server = smtp()
        return lambda: len(server.mails)
    if request.param == "mailbox":
        settings.MAILERS = settings.MAILERS | {"transport": MAILBOX}
        return lambda: len(queries.readable_mails())
    return lambda: len(django_mail.outbox)


def letter(**fields):
    values = {"to": "a@example.org", "subject": "Yeni haber", "body": "Здравствуйте", "language": "ru"}
    return Letter.checked(id=str(uuid.uuid4()), **(values | fields))


def test_a_letter_arrives(delivered):
    MailerMessenger().deliver(letter())
    assert delivered() == 1


def test_every_letter_arrives_on_its_own(delivered):
    for name in "abc":
        MailerMessenger().deliver(letter(to=f"{name}@example.org"))
    assert delivered() == 3


@pytest.mark.parametrize("body", ["", ".", "a" * 100_000, "From me\n\n.\n\n", "\u200f\u202eabc"])
def test_any_text_can_be_carried(delivered, body):
    MailerMessenger().deliver(letter(body=body))
    assert delivered() == 1
