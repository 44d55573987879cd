"""What can go wrong with applications, each with the sentence that says what to do."""

from django.utils.translation import gettext_lazy as _

from portal.shared.errors import InvalidError, RefusedError, UnavailableError, WrongStateError


class UnknownApplicationError(RefusedError):
    """There is no such application, or it is somebody else's: both look the same from outside."""

    code = "unknown-application"
    message = _("We do not find this application in your account. Look at your list of applications.")
    status = 404


class NotADraftError(WrongStateError):
    """The application was sent or withdrawn meanwhile; its answers are fixed."""

    code = "not-a-draft"
    message = _("You have already sent this application. You find it in your list of applications.")


class DecidedError(WrongStateError):
    """The office has finished: nothing can be added any more."""

    code = "decided"
    message = _("The office has finished this application. Do you want to tell it something? Write to it or call.")


class AlreadySentError(WrongStateError):
    """A file that the office has cannot be taken back."""

    code = "already-sent"
    message = _("You have already sent this file to the office. You can send a better one in addition.")


class NothingToSendError(RefusedError):
    """No file was uploaded since the last sending."""

    code = "nothing-to-send"
    message = _("Upload at least one file first. Then send it to the office.")
    status = 422


class IncompleteError(InvalidError):
    """Answers are missing or cannot be read: `fields` maps step code to sentence."""

    code = "incomplete"
    message = _("Some answers are still missing. Go to the marked steps and complete them.")


class FamilyFullError(RefusedError):
    """More people apply together than any family we know of."""

    code = "family-full"
    message = _("More people do not fit into one list. Start a new application for the next person.")
    status = 422


class NotYetCheckedError(UnavailableError):
    """A file of the package is still being checked; it is handed over afterwards."""

    code = "not-yet-checked"
    message = _("A file is still being checked.")


class PrintingError(UnavailableError):
    """The receipt could not be printed now; tried again later."""

    code = "printing"
