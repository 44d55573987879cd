"""What can go wrong between the portal and an office's back-office."""

from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RefusedError, RejectedError, WrongStateError


class PackageConflictError(RejectedError):
    """The back-office knows this package id with another manifest."""

    code = "package-conflict"


class PartChangedError(RejectedError):
    """A file is not the one that the manifest names: size or hash differ."""

    code = "part-changed"


class UnknownCaseError(RefusedError):
    """A reply names a case that was never handed over."""

    code = "unknown-case"
    message = _("There is no such case here. Check the case number in your message.")
    status = 404


class EventConflictError(WrongStateError):
    """A reply came again under the same event id, with other content."""

    code = "event-conflict"
    message = _("This event number was used before for another message. Send it under a new number.")


class UnknownKindError(RefusedError):
    """A reply says something that no reply can say."""

    code = "unknown-kind"
    message = _("This kind of message is not known. See the list of kinds in the documentation.")
    status = 422
