"""How allauth behaves here: limits in the database, links on our own host, mails without secrets of others."""

import logging
import secrets
from collections.abc import Mapping
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts import actions
from portal.accounts.models import Person
from portal.shared import language
from portal.shared.address import client_address, local_path

logger = logging.getLogger(__name__)

KNOWN_DEVICE = "known-device"
YEAR = 31_536_000


class AccountAdapter(DefaultAccountAdapter):
    """The front door."""

    error_messages: Mapping[str, str | Promise] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Please write to your office."),
        "email_password_mismatch": _(
            "E-mail address and password do not fit together. Look at both once more, or choose a new password below."
        ),
        "enter_current_password": _("Enter the password that you have used until now."),
        "incorrect_code": _("This code does not fit. Look at the newest e-mail from us and enter its code once more."),
        "incorrect_password": _("This is not your password. Enter it once more."),
        "too_many_login_attempts": _("That was too often. Please start again and use the newest code."),
        "email_taken": _("This e-mail address is already in use. Sign in with it."),
    }

    def clean_email(self, email: str) -> str:
        """Accept plain ASCII addresses only: look-alike letters must never lead to another person's account."""
        if not email.isascii():
            raise ValidationError(
                _("Enter an e-mail address with Latin letters only, for example name@example.org."), code="ascii"
            )
        return email.lower()

    def save_user(self, request: HttpRequest, user: Person, form: Any, commit: bool = True) -> Person:  # noqa: FBT001, FBT002
        """Save the new person with the language of the page."""
        user.language = language.current()
        saved: Person = super().save_user(request, user, form, commit)
        actions.note("accounts.signed_up", saved)
        return saved

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt. A device that has signed in before has its own count: strangers cannot lock it out."""
        account, address = str(credentials.get("email", "")).lower(), client_address(request)
        device = _known_device(request, account)
        actions.spend("login-address", address)
        actions.spend("login", account, device or address)
        if not device:
            actions.spend("login-account", account)

    def pre_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse | None:
        """Count the code that goes out when somebody signs in whose address is not confirmed yet."""
        if not kwargs.get("signup") and not EmailAddress.objects.filter(user=user, verified=True).exists():
            actions.spend("mail-verification", user.email)
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        """Remember the device, and that a newcomer has just typed a password."""
        if kwargs.get("signup"):
            record_authentication(request, user, method="password")
        response = super().post_login(request, user, **kwargs)
        actions.note("accounts.signed_in", user)
        _remember_device(response, user)
        return response

    def is_safe_url(self, url: str) -> bool:
        """Lead people only to paths of this site."""
        return bool(local_path(url))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead clerks to the desk, editors to the CMS, other staff to the portal's health, applicants to their own."""
        person = request.user
        if not person.is_staff:
            return super().get_login_redirect_url(request)
        if person.has_desk():
            return reverse("desk:list")
        return reverse("wagtailadmin_home" if person.has_perm("wagtailadmin.access_admin") else "health:page")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to the profile, and say that it worked."""
        messages.success(request, _("Your new password is saved. You are signed out on all other devices."))
        return reverse("accounts:profile")

    def set_password(self, user: Person, password: str) -> None:
        """Save a new password and write down that there is one."""
        super().set_password(user, password)
        actions.note("accounts.password_changed", user)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send; a mail server that is away must not tell whether an address is known."""
        context = {
            **context,
            "portal_url": settings.PORTAL_URL,
            "sign_in_url": settings.PORTAL_URL + reverse("account_login"),
            "sign_up_url": settings.PORTAL_URL + reverse("account_signup"),
            "reset_url": settings.PORTAL_URL + reverse("account_reset_password"),
        }
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            # Without the trace: a mail server's answer repeats the address.
            logger.error("mail not sent: %s (%s)", template_prefix, type(error).__name__)  # noqa: TRY400

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell the owner of the address, and nobody else, that there is an account."""
        self.send_mail("account/email/account_already_exists", email, {})


def _fingerprint(account: str) -> str:
    return salted_hmac("portal.accounts.device", account, algorithm="sha256").hexdigest()


def _known_device(request: HttpRequest, account: str) -> str:
    """Return the random number of a device on which this account has signed in, or nothing."""
    try:
        known = signing.loads(request.COOKIES.get(KNOWN_DEVICE, ""), salt=KNOWN_DEVICE, max_age=YEAR)
    except signing.BadSignature:
        return ""
    return known["device"] if known["account"] == _fingerprint(account) else ""


def _remember_device(response: HttpResponse, person: Person) -> None:
    value = {"device": secrets.token_hex(8), "account": _fingerprint(person.email.lower())}
    response.set_cookie(
        KNOWN_DEVICE,
        signing.dumps(value, salt=KNOWN_DEVICE),
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
