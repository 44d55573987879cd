"""What can go wrong when a translation is published."""

from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RefusedError


class UnknownTextError(RefusedError):
    """A text was sent for a field that is not translated, or for a language the site does not have."""

    code = "unknown-text"
    message = _("This text does not belong to this page. Reload the page and try again.")


class SourceLanguageError(RefusedError):
    """German is edited in the page editor, not published as a translation."""

    code = "source-language"
    message = _("German is the source. Change the German text in the page editor.")
