"""Every mail of the product becomes a sealed row first."""

import pytest
from django.core.mail import EmailMessage, send_mail

from portal.notices import actions, queries, states
from portal.notices.errors import AddressError
from portal.notices.models import OutgoingMail
from portal.notices.ports import bare_address, one_line
from portal.notices.tasks import send, sweep
from portal.shared import schedule
from portal.vault.models import DataKey
from tests.factories.notices import queued_mail

pytestmark = pytest.mark.django_db


def test_a_mail_is_a_sealed_row_until_the_worker_sends_it(outbox):
    send_mail("News for Zeynep", "Read the news", None, ["zeynep@example.org"])
    row = OutgoingMail.work.get()
    assert outbox == []
    assert b"zeynep" not in bytes(row.sealed_letter).lower()
    send.call(str(row.pk))
    assert [each.to for each in outbox] == [["zeynep@example.org"]]


def test_a_sent_mail_keeps_its_dates_and_loses_its_content():
    mail = queued_mail()
    send.call(str(mail.pk))
    mail.refresh_from_db()
    assert (mail.state, mail.due_at, bytes(mail.sealed_letter)) == (states.SENT, None, b"")
    assert mail.left_at is not None
    assert not DataKey.objects.filter(pk=mail.pk).exists()


def test_sending_twice_sends_once(outbox):
    mail = queued_mail()
    send.call(str(mail.pk))
    send.call(str(mail.pk))
    assert len(outbox) == 1


def test_each_recipient_gets_a_separate_mail(outbox):
    EmailMessage("News", "Hello", to=["a@example.org", "b@example.org"], bcc=["c@example.org"]).send()
    for row in OutgoingMail.work.due():
        send.call(str(row.pk))
    assert sorted(each.recipients() for each in outbox) == [["a@example.org"], ["b@example.org"], ["c@example.org"]]


def test_the_queue_wakes_the_worker_after_the_commit(django_capture_on_commit_callbacks, settings):
    with django_capture_on_commit_callbacks() as callbacks:
        queued_mail()
    assert len(callbacks) == 1


def test_the_sweeper_finds_what_is_due_and_is_registered():
    queued_mail()
    assert sweep() == 1
    assert "notices.mail" in schedule.JOBS


def test_the_age_of_the_queue_is_that_of_the_oldest_waiting_mail(time_machine):
    time_machine.move_to("2026-11-22T10:00:00Z", tick=False)
    queued_mail()
    time_machine.move_to("2026-11-22T10:10:00Z", tick=False)
    queued_mail()
    assert queries.mail_queue_age().total_seconds() == 600


@pytest.mark.parametrize(
    "address",
    [
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org, b@example.org",
        "a@example.org; b@example.org",
        "=?utf-8?q?a=40example.org=2C?= <a@example.org>, b@example.org",
        "a@example.org\x00",
        "a",
        "",
    ],
)
def test_a31_an_address_is_exactly_one_address(address):
    with pytest.raises(AddressError):
        queued_mail(to=address)
    assert not OutgoingMail.work.exists()


@pytest.mark.parametrize(
    "subject",
    ["Hi\r\nBcc: b@example.org", "=?utf-8?q?Hi=0D=0ABcc=3A_b=40example.org?=", "a\u2028b", "Hi, <b@example.org>"],
)
def test_a31_a_subject_never_adds_a_header(outbox, subject):
    send.call(str(queued_mail(to="a@example.org", subject=subject).pk))
    message = outbox[0].message()
    assert message["Bcc"] is None
    assert message["To"] == "a@example.org"
    assert len(message.get_all("Subject")) == 1
    assert "\n" not in str(message["Subject"])


def test_a31_names_never_reach_the_header():
    assert bare_address('"Eve, b@example.org" <a@example.org>') == "a@example.org"
    assert one_line("a\r\n b") == "a  b"


def test_a_repeat_carries_the_same_message_id(outbox):
    mail = queued_mail()
    send.call(str(mail.pk))
    assert outbox[0].message()["Message-ID"] == f"<{mail.pk}@localhost>"


def test_html_and_attachments_stay_behind(outbox):
    message = EmailMessage("News", "<p>Hello</p>", to=["a@example.org"])
    message.content_subtype = "html"
    message.attach("passport.txt", "secret", "text/plain")
    message.send()
    send.call(str(OutgoingMail.work.get().pk))
    assert outbox[0].attachments == []
    assert outbox[0].body.strip() == "Hello"


def test_a_stuck_mail_goes_out_when_somebody_tries_again(outbox):
    mail = queued_mail()
    mail.due_at = None
    mail._advance("give_up")
    assert actions.try_stuck_again(by=None) == 1
    send.call(str(mail.pk))
    assert len(outbox) == 1


def test_rows_of_old_mails_go_and_waiting_ones_stay(time_machine):
    time_machine.move_to("2026-08-01T10:00:00Z", tick=False)
    send.call(str(queued_mail().pk))
    waiting = queued_mail()
    time_machine.move_to("2026-11-22T10:00:00Z", tick=False)
    assert actions.forget_old() == 1
    assert list(OutgoingMail.work.all()) == [waiting]
