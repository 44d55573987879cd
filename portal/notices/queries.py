"""Questions about notices and mails."""

import re
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Min, QuerySet
from django.template.loader import render_to_string

from portal.accounts.models import Person
from portal.notices import states
from portal.notices.models import Notice, OutgoingMail, ReadableMail
from portal.notices.ports import Letter
from portal.shared import clock
from portal.vault import actions as vault
from portal.vault.errors import ErasedError

LETTER = "notices.letter"
CONTEXT = "notices.context"
# A line that holds nothing but a code, or a code of six digits in the text.
_CODE = re.compile(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$|\b(\d{6}(?:\d\d)?)\b", re.MULTILINE)


@dataclass(frozen=True)
class Message:
    """A notice written out in the reader's language."""

    kind: str
    title: str
    text: str
    subject: UUID
    at: datetime
    # What the application had become, for readers who have words for it.
    state: str = ""

    @property
    def is_about_account(self) -> bool:
        """Say whether it is about the person's account, not about an application."""
        return self.kind == Notice.Kind.SECOND_FACTOR_CHANGED


@dataclass(frozen=True)
class Shown:
    """A mail as the demo mailbox shows it."""

    letter: Letter
    at: datetime
    code: str


def notices_of(person: Person, subject: UUID | None = None) -> list[Message]:
    """Return the person's messages, newest first, about one subject or all; erased ones are left out."""
    rows = Notice.objects.filter(person=person)
    if subject is not None:
        rows = rows.filter(subject=subject)
    return [message for row in rows if (message := _written_out(row))]


def letter_of(row: OutgoingMail | ReadableMail) -> Letter:
    """Open the sealed letter of a mail."""
    return Letter(**vault.unseal_json(row.pk, bytes(row.sealed_letter), LETTER))


def sealed(letter: Letter, key: UUID) -> bytes:
    """Seal a letter under a mail's own id."""
    return vault.seal_json(key, asdict(letter), LETTER)


def readable_mails(limit: int = 50) -> list[Shown]:
    """Return the demo mailbox, newest first."""
    rows = ReadableMail.objects.all()[:limit]
    return [_shown(letter_of(row), row.created) for row in rows]


def stuck_mails() -> QuerySet[OutgoingMail]:
    """Return mails that a human must look at, oldest first."""
    return OutgoingMail.work.filter(state=states.STUCK).order_by("created", "pk")


def mail_queue_age() -> timedelta:
    """Return how long the oldest unsent mail has been waiting; zero when none is."""
    oldest = OutgoingMail.work.filter(state=states.WAITING).aggregate(at=Min("created"))["at"]
    return clock.now() - oldest if oldest else timedelta()


def _written_out(row: Notice) -> Message | None:
    try:
        context: dict[str, Any] = vault.unseal_json(row.subject, bytes(row.sealed_context), CONTEXT)
    except ErasedError:
        return None
    text = render_to_string(f"notices/texts/{row.kind}.txt", {"values": context}).strip()
    return Message(
        row.kind, str(Notice.Kind(row.kind).label), text, row.subject, row.created, str(context.get("state", ""))
    )


def _shown(letter: Letter, at: datetime) -> Shown:
    found = _CODE.search(letter.body)
    return Shown(letter, at, (found[1] or found[2]) if found else "")
