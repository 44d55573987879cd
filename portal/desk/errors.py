"""What can go wrong at the desk."""

from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RefusedError, WrongStateError


class CaseNotFoundError(RefusedError):
    """No such case for this person: the same answer whether it exists in another office or nowhere."""

    code = "not-found"
    message = _("There is no such case in your office. Check the address or search by reference.")
    status = 404


class PaperNotFoundError(CaseNotFoundError):
    """The case has no such file or page: another case's, one that was withheld, a number beyond the last."""

    code = "paper-not-found"
    message = _("This file is not in the case. Go back to the case and open the file from there.")


class CaseMovedError(WrongStateError):
    """The clerk looked at an older state of the case: another tab, a colleague, the applicant."""

    message = _("This case has been moved on meanwhile. Look at its state and at what was done, then choose again.")


class PageIsOldError(CaseMovedError):
    """Somebody did something since the clerk's page was opened; the message names who and what."""


class NotGrantedError(WrongStateError):
    """Nobody is called to collect a card after a refusal."""

    code = "not-granted"
    message = _("The application was not granted, so there is no card to collect. Close the case instead.")
