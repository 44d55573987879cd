"""What a visitor may run into."""

from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RefusedError


class NotOfferedError(RefusedError):
    """No such service, or it is not offered at the moment: both look the same."""

    code = "not-offered"
    message = _("This is not offered here at the moment. Look at the list of all applications.")
    status = 404
