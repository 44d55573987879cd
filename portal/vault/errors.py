"""What can go wrong when opening sealed things."""

from django.utils.translation import gettext_lazy as _

from portal.shared.errors import PortalError, UnavailableError


class ErasedError(PortalError):
    """The data key is gone: what it sealed is erased for good."""

    code = "erased"
    status = 410


class TamperedError(PortalError):
    """The sealed bytes do not belong to this key and context, or were changed."""

    code = "tampered"


class KeyInUseError(PortalError):
    """A key-encryption key still wraps data keys; rotate first."""

    code = "key-in-use"


class BusyError(PortalError):
    """Somebody else is writing to the same staged file at this moment."""

    code = "busy"
    status = 423


class NoRoomError(UnavailableError):
    """The disk is full: nothing of these bytes was kept; what was there before stays."""

    code = "no-room"
    message = _("We have no room for your file at the moment. Nothing is lost. Please try again later.")
    status = 507
