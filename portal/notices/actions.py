"""Tell people things. Rows now, mails later: a mail server that is away never stops an applicant."""

import uuid
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from portal.accounts.models import Person
from portal.notices import queries, signals, states
from portal.notices.models import Notice, OutgoingMail, ReadableMail
from portal.notices.ports import Letter
from portal.shared import clock
from portal.shared.errors import PortalError
from portal.vault import actions as vault

MAILBOX_KEEPS = 200
ROWS_KEPT = timedelta(days=90)


def post(kind: str, person: Person, *, subject: UUID, context: dict[str, Any]) -> Notice:
    """Leave a message for a person and a mail that says so, in the caller's transaction.

    The mail tells only that there is news: no name, no reference, no office, no service.
    """
    kind = Notice.Kind(kind)
    with transaction.atomic():
        notice = Notice.objects.create(
            person=person,
            subject=subject,
            kind=kind,
            sealed_context=vault.seal_json(subject, context, queries.CONTEXT),
        )
        title, body = _mail_text(kind, person.language)
        queue(to=person.email, subject=title, body=body, language=person.language)
    return notice


def queue(*, to: str, subject: str, body: str, language: str) -> OutgoingMail:
    """Put one mail to one recipient into the outbox; AddressError when `to` is not exactly one address."""
    key = uuid.uuid4()
    letter = Letter.checked(id=str(key), to=to, subject=subject, body=body, language=language)
    with transaction.atomic():
        mail = OutgoingMail(id=key, sealed_letter=queries.sealed(letter, key))
        mail.make_due()
        mail.save(force_insert=True)
        transaction.on_commit(lambda: signals.mail_queued.send(OutgoingMail, mail_id=key))
    return mail


def record_sent(mail: OutgoingMail, at: datetime | None = None) -> None:
    """Note that the mail has left; its content is erased, dates and state stay."""
    with transaction.atomic():
        mail.left_at = at or clock.now()
        _close(mail, "send")


def record_refusal(mail: OutgoingMail, error: PortalError) -> None:
    """Note that this recipient will never take mail; the message itself is still in the person's inbox."""
    with transaction.atomic():
        _close(mail, "refuse", error.code)


def record_trouble(mail: OutgoingMail, error: PortalError) -> None:
    """Try again later; after 48 hours of trying the mail is stuck and a human decides."""
    with transaction.atomic():
        if mail.postpone(error.code):
            mail.save(update_fields=["trouble", "due_at"])
        else:
            mail._advance("give_up")


def try_stuck_again(*, by: Person | None) -> int:
    """Put every stuck mail back to work; returns how many."""
    with transaction.atomic():
        stuck = list(queries.stuck_mails())
        for mail in stuck:
            mail.make_due()
            mail._advance("try_again", by)
    return len(stuck)


def forget_old() -> int:
    """Delete the rows of mails that left or were refused long ago; the journal keeps that they did."""
    old = OutgoingMail.work.filter(state__in=[states.SENT, states.REFUSED], created__lt=clock.now() - ROWS_KEPT)
    return old.delete()[0]


def keep_readable(letter: Letter) -> ReadableMail:
    """Demo only: keep a mail for the mailbox page, the newest two hundred of them, each letter once."""
    with transaction.atomic():
        mail = ReadableMail.objects.filter(letter=letter.id).first() or ReadableMail(letter=UUID(letter.id))
        mail.sealed_letter = queries.sealed(letter, mail.pk)
        mail.save()
        for old in ReadableMail.objects.all()[MAILBOX_KEEPS:]:
            vault.erase(old.pk)
            old.delete()
    return mail


def _close(mail: OutgoingMail, move: str, trouble: str = "") -> None:
    mail.settle()
    mail.trouble, mail.sealed_letter = trouble, b""
    mail._advance(move)
    vault.erase(mail.pk)


def _mail_text(kind: str, language: str) -> tuple[str, str]:
    """Return subject and body: the template's first line is the subject."""
    with translation.override(language):
        url = urljoin(settings.PORTAL_URL, reverse("notices:inbox"))
        text = render_to_string(f"notices/mail/{kind}.txt", {"url": url})
    title, _, body = text.strip().partition("\n")
    return title.strip(), body.strip() + "\n"
