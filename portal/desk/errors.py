"""What can go wrong at the desk."""

from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RefusedError


class CaseNotFoundError(RefusedError):
    """No such case for this person: the same answer whether it exists in another office or nowhere."""

    code = "not-found"
    message = _("There is no such case in your office. Check the address or search by reference.")
    status = 404
