"""Why the next bytes are not taken. The numbers are those of the tus protocol 1.0.0; a script reads them."""

from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RefusedError


class UnknownUploadError(RefusedError):
    """No such upload, or somebody else's: both look the same from outside."""

    code = "unknown-upload"
    message = _("This upload took too long. Please choose the file again.")
    status = 404


class ExpiredUploadError(RefusedError):
    """It was begun too long ago."""

    code = "expired-upload"
    message = _("This upload took too long. Please choose the file again.")
    status = 410


class OffsetError(RefusedError):
    """The bytes do not continue what is here; asking where it stands (HEAD) tells where to go on."""

    code = "wrong-offset"
    message = _("The connection was interrupted. The upload goes on from where it stopped.")
    status = 409


class LockedUploadError(RefusedError):
    """Another request is writing at this moment."""

    code = "locked-upload"
    message = _("This file is being uploaded already. Please wait a moment.")
    status = 423


class ChecksumError(RefusedError):
    """The bytes were changed on the way; none of them was kept."""

    code = "checksum-mismatch"
    message = _("A part of the file was damaged on the way. Please try again.")
    status = 460


class TooMuchError(RefusedError):
    """More bytes than announced, or more in one piece than we hold in memory."""

    code = "too-much"
    message = _("The file is larger than announced. Please choose it again.")
    status = 413


class TooManyUploadsError(RefusedError):
    """Very many files of one person are under way at once."""

    code = "too-many-uploads"
    message = _("Many of your files are still being uploaded. Please wait until some have arrived, then add more.")
    status = 422


class ProtocolError(RefusedError):
    """A header that the protocol asks for is missing or cannot be read."""

    code = "protocol"
    message = _("Something went wrong. Reload the page and choose the file again.")
    status = 400


class ContentTypeError(ProtocolError):
    """Bytes come as application/offset+octet-stream only."""

    code = "content-type"
    status = 415


class LengthRequiredError(ProtocolError):
    """Bytes whose number is not told beforehand."""

    code = "length-required"
    status = 411
