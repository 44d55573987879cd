"""Notices and mails in their states."""

import uuid

import factory
from factory.django import DjangoModelFactory

from portal.accounts.models import Person
from portal.notices import actions
from portal.notices.models import OutgoingMail


class RecipientFactory(DjangoModelFactory):
    class Meta:
        model = Person

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    language = "en"


def queued_mail(**fields: str) -> OutgoingMail:
    """A mail that waits in the outbox."""
    letter = {"to": f"{uuid.uuid4().hex}@example.org", "subject": "News", "body": "Please sign in.", "language": "en"}
    return actions.queue(**(letter | fields))
