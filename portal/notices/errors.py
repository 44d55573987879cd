"""What can go wrong with letters."""

from django.utils.translation import gettext_lazy as _

from portal.shared.errors import InvalidError, RejectedError, UnavailableError


class AddressError(InvalidError):
    """The text is not exactly one mail address."""

    code = "address"

    def __init__(self) -> None:
        super().__init__({"email": _("Enter one email address, for example name@example.org.")})


class MailServerAwayError(UnavailableError):
    """The mail server cannot be reached, asks to wait, or offers no encryption: the mail waits in the outbox."""

    code = "mail-server-away"


class RecipientRefusedError(RejectedError):
    """The mail server says that this recipient will never take mail."""

    code = "recipient-refused"
