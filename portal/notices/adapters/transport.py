"""The messenger that speaks through Django's mailers: SMTP in an office, the mailbox page in the demo."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, mailers

from portal.notices.errors import MailServerAwayError, RecipientRefusedError
from portal.notices.ports import Letter

PERMANENT = 500


class MailerMessenger:
    """Sends letters through one alias of settings.MAILERS."""

    def __init__(self, alias: str = "transport") -> None:
        self.alias = alias

    def deliver(self, letter: Letter) -> None:
        """Hand the letter to the mail server; its Message-ID is always the same, so a repeat can be recognised."""
        with _translated():
            mailers[self.alias].send_messages([_message(letter)])


def _message(letter: Letter) -> EmailMessage:
    headers = {
        # The public name, not the machine's.
        "Message-ID": f"<{letter.id}@{urlsplit(settings.PORTAL_URL).hostname}>",
        "X-Letter": letter.id,
        "Content-Language": letter.language,
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(letter.subject, letter.body, to=[letter.to], headers=headers)


@contextmanager
def _translated() -> Iterator[None]:
    """Tell apart: this recipient never (5xx for the recipient), and everything else, which passes (RFC 5321 4.2.1)."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        if codes and min(codes) >= PERMANENT:
            raise RecipientRefusedError from error
        raise MailServerAwayError from error
    except (OSError, ValueError) as error:  # SMTPException is an OSError; no STARTTLS is one of them
        raise MailServerAwayError from error
