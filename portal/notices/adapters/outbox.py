"""Django's mail backend for the whole product: every mail becomes a sealed row, one per recipient."""

import re
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from portal.notices import actions
from portal.shared import language

_TAG = re.compile(r"<[^>]+>")


class OutboxBackend(BaseEmailBackend):
    """Takes plain text only: attachments and HTML parts stay behind, so do cc, bcc and foreign headers."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue each mail for each of its recipients on its own; nobody learns of the others."""
        return sum(_queue(message) for message in email_messages)


def _queue(message: EmailMessage) -> int:
    body = str(message.body)
    if message.content_subtype == "html":
        body = _TAG.sub(" ", body)
    for recipient in message.recipients():
        actions.queue(to=recipient, subject=str(message.subject), body=body, language=language.current())
    return len(message.recipients())
