"""Why a pass does not open: the person stands there with two devices, so each sentence says which one comes next."""

from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RefusedError


class PassError(RefusedError):
    """The code opens nothing; 410 for those that once did (RFC 9110, 15.5.11)."""

    code = "pass"
    message = _("This code is not valid any more. Make a new one on your computer and scan it.")
    status = 410


class UnknownPassError(PassError):
    """A wrong address, or a code that was never made: both look the same."""

    code = "pass-unknown"
    message = _("We do not know this code. Make a new one on your computer and scan it.")
    status = 404


class PassUsedError(PassError):
    """Another browser has opened it; there is one opening per code."""

    code = "pass-used"
    message = _("This code was used already, and each code works only once. Make a new one on your computer.")


class PassOverError(PassError):
    """Its time is over, it was cancelled, or the application was sent."""

    code = "pass-over"


class NoPassError(PassError):
    """The browser has not opened any code."""

    code = "pass-none"
    message = _("Choose “Use your phone instead” on your computer first, and scan the code that you see there.")
    status = 404


class TooManyPassesError(RefusedError):
    """Three devices at once are enough for one application."""

    code = "too-many-passes"
    message = _("Three codes of this application are open already. Cancel one of them, or wait until it has ended.")
    status = 409
