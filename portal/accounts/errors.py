"""What can go wrong with an account."""

from django.utils.translation import gettext_lazy as _

from portal.shared.errors import NotAllowedError


class NotForStaffError(NotAllowedError):
    """A way that is too weak for people who see other people's documents."""

    code = "not-for-staff"
    message = _("Staff cannot use codes by e-mail. Please choose a passkey or an app.")
