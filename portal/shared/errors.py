"""The tree of errors that people or machines can do something about. Anything else is a bug and is not caught."""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class PortalError(Exception):
    """Base: a stable code for machines, a sentence for people, an HTTP status for the one middleware."""

    code: ClassVar[str] = "error"
    message: str | Promise = _("Something went wrong. Please try again.")
    status: ClassVar[int] = 500

    def __init__(self, message: str | Promise | None = None, **extra: Any) -> None:
        if message is not None:
            self.message = message
        self.extra = extra
        super().__init__(self.code)


class RefusedError(PortalError):
    """The person can act on it; shown in place."""

    code = "refused"
    status = 400


class NotAllowedError(RefusedError):
    """The person may not do this."""

    code = "not-allowed"
    message = _("You cannot open this page with this account.")
    status = 403


class NeedsSecondFactorError(NotAllowedError):
    """Allowed after the second factor only; the middleware leads there and back."""

    code = "needs-second-factor"
    message = _("Please confirm that it is you with your second factor.")


class WrongStateError(RefusedError):
    """The thing has moved on meanwhile (another tab, another person)."""

    code = "wrong-state"
    message = _("This has changed meanwhile. Reload the page to see how it stands now.")
    status = 409


class InvalidError(RefusedError):
    """What was typed cannot be taken as it is: `fields` maps field name to sentence."""

    code = "invalid"
    message = _("Please check the marked fields.")
    status = 422

    def __init__(self, fields: dict[str, str | Promise], message: str | Promise | None = None) -> None:
        super().__init__(message, fields=fields)
        self.fields = fields


class TooManyError(RefusedError):
    """A limit is used up; `retry_after` in seconds."""

    code = "too-many"
    message = _("That was too often in a short time. Please wait a moment and try again.")
    status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after=retry_after)
        self.retry_after = retry_after


class UnavailableError(PortalError):
    """Somebody else's system is away; tried again later."""

    code = "unavailable"
    message = _("One of our systems is not available at the moment. Nothing is lost. Please try again later.")
    status = 503


class RejectedError(PortalError):
    """Somebody else's system said no for good; a human decides."""

    code = "rejected"
    status = 502
