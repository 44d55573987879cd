"""Demo transport: mails end in a page that a newcomer can read."""

import uuid
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from portal.notices import actions
from portal.notices.ports import Letter
from portal.shared import language


class MailboxBackend(BaseEmailBackend):
    """Keeps every mail for the mailbox page."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep each mail; the same mail twice is kept once."""
        for message in email_messages:
            message.message()  # raises for header values that a mail server would refuse
            actions.keep_readable(_letter(message))
        return len(email_messages)


def _letter(message: EmailMessage) -> Letter:
    return Letter.checked(
        id=message.extra_headers.get("X-Letter", str(uuid.uuid4())),
        to=message.to[0],
        subject=str(message.subject),
        body=str(message.body),
        language=message.extra_headers.get("Content-Language", language.current()),
    )
