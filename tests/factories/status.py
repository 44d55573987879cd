"""Applications led to a state, with the journal they leave, for the pages that look at them."""

from django.db import transaction

from portal.accounts.models import Person
from portal.applications import queries
from portal.applications.models import Application, Receipt
from portal.shared import clock
from tests.factories.accounts import PersonFactory
from tests.factories.catalogue import published
from tests.factories.offices import OfficeFactory

TOKEN = "a-token-from-a-receipt"
MOVES = {
    "draft": [],
    "submitted": ["submit"],
    "delivered": ["submit", "deliver"],
    "in_review": ["submit", "deliver", "review"],
    "action_required": ["submit", "deliver", "review", "ask"],
    "decided": ["submit", "deliver", "review", "decide"],
    "ready_to_collect": ["submit", "deliver", "review", "decide", "announce"],
    "closed": ["submit", "deliver", "review", "decide", "announce", "close"],
    "rejected": ["submit", "deliver", "reject"],
    "withdrawn": ["withdraw"],
}


def application_in(
    state: str = "submitted", person: Person | None = None, slug: str = "study-extension"
) -> Application:
    """An application that went the usual way to a state; sent ones have a receipt with TOKEN."""
    version = published(slug)
    application = Application.objects.create(
        person=person or PersonFactory(language="en"), office=OfficeFactory(), service=version.service, version=version
    )
    for move in MOVES[state]:
        advance(application, move)
    return application


def advance(application: Application, move: str) -> None:
    """Make one move, as an action would."""
    with transaction.atomic():
        if move == "submit":
            application.reference, application.submitted_at = f"MU-{application.pk.hex[:6]}", clock.now()
            Receipt.work.create(application=application, token_hash=queries.hash_of(TOKEN), sealed_content=b"")
        application._advance(move, application.person)
