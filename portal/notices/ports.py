"""How letters leave the house."""

import re
from dataclasses import dataclass
from email.headerregistry import AddressHeader
from typing import Protocol, Self

from portal.notices.errors import AddressError

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True)
class Letter:
    """One plain-text mail to one recipient. `to` is a bare address: names never get into headers."""

    id: str
    to: str
    subject: str
    body: str
    language: str

    @classmethod
    def checked(cls, *, id: str, to: str, subject: str, body: str, language: str) -> Self:  # noqa: A002
        """Make a letter whose header values cannot add headers or recipients; AddressError for a bad address."""
        return cls(id, bare_address(to), one_line(subject), body, language)


class Messenger(Protocol):
    """Takes letters out of the house. The letter's id is the idempotency key."""

    def deliver(self, letter: Letter) -> None:
        """Return when the letter is handed over; MailServerAwayError to try later, RecipientRefusedError for never."""


def one_line(text: str) -> str:
    """Return text fit for one header: no control characters, no encoded words that a reader would decode again."""
    return _CONTROL.sub(" ", text).replace("=?", "= ?").strip()


def bare_address(text: str) -> str:
    """Return the one address in the text without a name; AddressError when there is none, or more than one."""
    if _CONTROL.search(text):
        raise AddressError
    parsed = AddressHeader.value_parser(text)
    mailboxes = parsed.all_mailboxes
    if parsed.all_defects or len(mailboxes) != 1 or not mailboxes[0].domain:
        raise AddressError
    return str(mailboxes[0].addr_spec)
