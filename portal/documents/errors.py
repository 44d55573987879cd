"""Why an upload is not taken: each sentence says what the person can do next, and never blames."""

from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RefusedError, UnavailableError


class DocumentRefusedError(RefusedError):
    """The file cannot be taken; nothing of it was kept."""

    code = "document-refused"
    message = _("We cannot use this file. Please choose another one.")
    status = 422


class TooLargeError(DocumentRefusedError):
    """More than 25 MB."""

    code = "too-large"
    message = _("Choose a file smaller than 25 MB. A photo or a scan with a lower resolution is enough.")
    status = 413


class EmptyFileError(DocumentRefusedError):
    """No bytes at all: often a transfer that broke off."""

    code = "empty"
    message = _("The file arrived empty. Please choose it again, or take a new photo.")


class TypeNotAllowedError(DocumentRefusedError):
    """Neither PDF nor one of the picture types."""

    code = "type-not-allowed"
    message = _(
        "Choose a PDF, or a photo as JPEG, PNG or HEIC. You can also take a photo of the page with your phone."
    )


class TypeMismatchError(DocumentRefusedError):
    """Content, ending of the name and declared type do not agree."""

    code = "type-mismatch"
    message = _(
        "The content of the file does not fit its name. Open the file, save it again as PDF or JPEG, and upload that."
    )


class DuplicateError(DocumentRefusedError):
    """The same bytes were uploaded for the same requirement before."""

    code = "duplicate"
    message = _("You have already uploaded this file here. Choose another one, or go on.")


class TooManyFilesError(DocumentRefusedError):
    """The application is full."""

    code = "too-many-files"
    message = _("You can send up to 20 files at once. Remove a file first, or put pages into one PDF.")


class QuotaError(DocumentRefusedError):
    """The person's space is full."""

    code = "quota"
    message = _("Your files together may have up to 200 MB. Remove a file that you do not need, then upload this one.")


class ScannerAwayError(UnavailableError):
    """No verdict: the file stays sealed and is scanned later."""

    code = "scanner-away"


class ScannerBusyError(ScannerAwayError):
    """The scanner is there but does not answer: it loads new signatures, or has more to do than it can."""

    code = "scanner-busy"


class ReaderAwayError(UnavailableError):
    """The reading process cannot be started or used at the moment."""

    code = "reader-away"


class ReaderBrokeError(ReaderAwayError):
    """The reading process ended in the middle of a file; when that happens again, the file is the cause."""

    code = "reader-broke"
