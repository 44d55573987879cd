"""What can go wrong with the demonstration."""

from portal.shared.errors import PortalError


class NoDemoError(PortalError):
    """No demonstration runs here: nobody may get in with a known password."""

    code = "no-demo"
