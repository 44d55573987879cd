"""Real SMTP: encryption always, patience, and one recipient per mail."""

import email
from datetime import timedelta

import pytest

from portal.notices import queries, states
from portal.notices.tasks import send
from portal.shared import clock
from portal.shared.work import PATIENT
from tests.factories.notices import queued_mail

pytestmark = pytest.mark.django_db


def sent(**fields):
    mail = queued_mail(**fields)
    send.call(str(mail.pk))
    mail.refresh_from_db()
    return mail


def test_a_mail_goes_out_encrypted(smtp):
    server = smtp()
    assert sent(to="a@example.org", subject="Grüße, Привет", body="مرحبا").state == states.SENT
    assert server.recipients == ["<a@example.org>"]
    assert all(encrypted for verb, encrypted in server.transcript if verb in {"MAIL", "RCPT", "DATA"})
    message = email.message_from_bytes(server.mails[0], policy=email.policy.default)
    assert message["Subject"] == "Grüße, Привет"
    assert message.get_content().strip() == "مرحبا"


def test_a32_without_starttls_the_mail_stays_in_the_outbox(smtp):
    server = smtp(encrypted=False)
    mail = sent(body="Hello")
    assert (mail.state, mail.trouble) == (states.WAITING, "mail-server-away")
    assert mail.due_at > clock.now()
    assert server.mails == server.recipients == []
    assert queries.letter_of(mail).body == "Hello"


def test_a32_a_server_with_a_strangers_certificate_gets_nothing(smtp):
    server = smtp(trusted=False)
    assert sent().state == states.WAITING
    assert server.mails == []


def test_a31_on_the_wire_there_is_one_recipient_and_no_extra_header(smtp):
    server = smtp()
    sent(
        to='"x, y@example.org" <a@example.org>',
        subject="News\r\nBcc: b@example.org",
        body="Hi\r\n.\r\nRCPT TO:<c@example.org>",
    )
    assert server.recipients == ["<a@example.org>"]
    message = email.message_from_bytes(server.mails[0])
    assert message["Bcc"] is None
    assert message["To"] == "a@example.org"


@pytest.mark.parametrize("behaviour", [{"RCPT": "450 greylisted"}, {"DATA": "451 later"}, {"DATA": "die"}])
def test_d9_a_server_in_trouble_gets_the_mail_later(smtp, time_machine, behaviour):
    server = smtp(**behaviour)
    time_machine.move_to("2026-11-22T10:00:00Z", tick=False)
    mail = sent()
    assert mail.state == states.WAITING
    server.behaviour.clear()
    time_machine.shift(timedelta(minutes=2))
    send.call(str(mail.pk))
    mail.refresh_from_db()
    assert mail.state == states.SENT
    assert len({email.message_from_bytes(each)["Message-ID"] for each in server.mails}) == 1


def test_a_recipient_refused_for_good_is_not_tried_again(smtp):
    smtp(RCPT="550 no such person")
    mail = sent()
    assert (mail.state, mail.due_at, mail.trouble) == (states.REFUSED, None, "recipient-refused")


def test_after_two_days_of_trying_the_mail_is_stuck_and_keeps_its_content(smtp, time_machine):
    smtp(encrypted=False)
    time_machine.move_to("2026-11-22T10:00:00Z", tick=False)
    mail = queued_mail(body="Hello")
    for _ in range(len(PATIENT) + 1):
        send.call(str(mail.pk))
        time_machine.shift(timedelta(hours=2))
    assert list(queries.stuck_mails()) == [mail]
    assert queries.letter_of(queries.stuck_mails().get()).body == "Hello"


def test_a_server_that_is_not_there_costs_nothing_but_time(settings):
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = settings.MAILERS | {
        "transport": {"BACKEND": backend, "OPTIONS": {"host": "127.0.0.1", "port": 9}}
    }
    assert sent().trouble == "mail-server-away"
