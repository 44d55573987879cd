"""Telling a person something: a message inside, a mail without case data outside."""

import uuid

import pytest
from django.urls import reverse

from portal.notices import actions, queries
from portal.notices.models import Notice, OutgoingMail
from portal.vault import actions as vault
from tests.factories.accounts import sign_in
from tests.factories.notices import RecipientFactory

pytestmark = pytest.mark.django_db

SUBJECT = uuid.UUID("00000000-0000-4000-8000-000000000001")


def mail_of(person, kind="status_changed", **context):
    actions.post(kind, person, subject=SUBJECT, context=context)
    return queries.letter_of(OutgoingMail.work.latest("created"))


@pytest.mark.parametrize("kind", Notice.Kind.values)
def test_every_kind_has_a_mail_and_a_text(kind):
    person = RecipientFactory()
    letter = mail_of(person, kind)
    assert letter.to == person.email
    assert letter.subject
    assert "http://localhost:8000/en/notices/" in letter.body
    assert queries.notices_of(person)[0].text


def test_a_mail_carries_no_case_data():
    letter = mail_of(RecipientFactory(), reference="LF-2026-7F3K9Q", text="Ihr Aufenthaltstitel ist fertig")
    assert "LF-2026" not in letter.body + letter.subject
    assert "Aufenthaltstitel" not in letter.body + letter.subject


def test_a_mail_speaks_the_persons_language():
    assert "/ar/notices/" in mail_of(RecipientFactory(language="ar")).body


def test_the_text_is_sealed_under_the_subject_and_goes_with_it():
    person = RecipientFactory()
    mail_of(person, text="Bitte bringen Sie Ihren Pass mit")
    assert b"Pass" not in bytes(Notice.objects.get().sealed_context)
    assert queries.notices_of(person, SUBJECT)[0].text == "Bitte bringen Sie Ihren Pass mit"
    vault.erase(SUBJECT)
    assert queries.notices_of(person, SUBJECT) == []


def test_nobody_reads_the_messages_of_others():
    mail_of(RecipientFactory())
    assert queries.notices_of(RecipientFactory()) == []


def test_an_unknown_kind_is_a_bug():
    with pytest.raises(ValueError, match="gossip"):
        mail_of(RecipientFactory(), "gossip")


def test_the_inbox_leads_from_each_message_to_its_application(client):
    person = RecipientFactory()
    mail_of(person, text="News")
    mail_of(person, "second_factor_changed")
    text = sign_in(client, person, verified=True).get(reverse("notices:inbox")).content.decode()
    assert text.count(reverse("status:application", args=[SUBJECT])) == 1
    assert "News" in text


def test_messages_need_the_second_factor(client):
    response = sign_in(client, RecipientFactory()).get(reverse("notices:inbox"))
    assert response.status_code == 302
    assert "second-factor" in response.url
