"""The second factor: choose one, set it up, show it, and back to where one came from."""

import secrets
from base64 import b32encode
from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from urllib.parse import quote, urlencode

import django_otp
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_otp.models import Device

from portal.accounts import actions, policies, queries
from portal.accounts.adapters import qr
from portal.accounts.forms import FactorForm
from portal.accounts.models import AuthenticatorApp
from portal.accounts.views import SignedInRequest
from portal.shared.address import local_path
from portal.shared.errors import NeedsSecondFactorError

View = Callable[..., HttpResponse]


def changes_factors(view: View) -> View:
    """Ask for a fresh password, and for a second factor where there is one: a thief must not add his own."""

    @wraps(view)
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_verified() and queries.has_second_factor(request.user):
            raise NeedsSecondFactorError
        if not policies.has_fresh_password(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return guarded


def onward(request: SignedInRequest) -> str:
    """Return where the person wanted to go: a path of this site, or the profile."""
    wanted = local_path(request.POST.get("next") or request.GET.get("next"))
    return wanted or resolve_url("accounts:profile")


def with_next(request: SignedInRequest, name: str, *args: str) -> HttpResponse:
    """Lead to another page of this room and keep in mind where the person wanted to go."""
    return redirect(f"{reverse(name, args=args)}?{urlencode({'next': onward(request)})}")


def remember(request: SignedInRequest, device: Device) -> None:
    """Keep for this session that the second factor was shown, under a new session id."""
    django_otp.login(request, device)
    request.session.cycle_key()


def page(request: SignedInRequest, name: str, **context: Any) -> HttpResponse:
    """Render a page of this room; every one knows where the person wanted to go."""
    form = context.get("form")
    status = 422 if form is not None and form.errors else 200
    return render(request, name, {"next": onward(request), **context}, status=status)


def second_factor(request: SignedInRequest) -> HttpResponse:
    """Lead through set-up or challenge, and back."""
    if request.user.is_verified():
        return redirect(onward(request))
    return with_next(request, "accounts:challenge" if queries.has_second_factor(request.user) else "accounts:set-up")


def challenge(request: SignedInRequest) -> HttpResponse:
    """Ask for the second factor."""
    kinds = queries.kinds_of(request.user)
    take = partial(actions.show_factor, request.user)
    form = FactorForm(request.POST or None, take=take, by_mail="mail" in kinds and "app" not in kinds)
    if request.method == "POST" and form.is_valid():
        remember(request, form.taken)
        return redirect(onward(request))
    return page(request, "accounts/challenge.html", form=form, kinds=kinds)


@require_POST
def send_code(request: SignedInRequest) -> HttpResponse:
    """Mail a code to somebody who uses the mailbox as second factor."""
    actions.send_code(request.user)
    messages.success(request, _("We have sent you an e-mail with a code. It is good for 10 minutes."))
    return with_next(request, "accounts:challenge")


@changes_factors
def set_up(request: SignedInRequest) -> HttpResponse:
    """Let the person choose a second factor."""
    return page(request, "accounts/set_up.html", kinds=queries.kinds_of(request.user))


@require_POST
@changes_factors
def begin(request: SignedInRequest, kind: str) -> HttpResponse:
    """Begin to set up an app or the mailbox."""
    if kind == "app":
        actions.add_app(request.user, secrets.token_bytes(20))
    else:
        actions.add_mail(request.user)
    return with_next(request, "accounts:confirm", kind)


@changes_factors
def confirm(request: SignedInRequest, kind: str) -> HttpResponse:
    """Finish setting up with a first code."""
    device = queries.unconfirmed(request.user, kind)
    if device is None:
        return with_next(request, "accounts:set-up")
    take = partial(actions.confirm_factor, device, by=request.user)
    form = FactorForm(request.POST or None, take=take, by_mail=kind == "mail")
    if request.method == "POST" and form.is_valid():
        remember(request, device)
        return with_next(request, "accounts:codes")
    return page(
        request, "accounts/confirm.html", form=form, kind=kind, app=app_to_scan(device) if kind == "app" else None
    )


def app_to_scan(device: AuthenticatorApp) -> dict[str, str]:
    """Return what an authenticator app needs: a picture to scan and the secret to type, in groups of four."""
    secret = b32encode(device.secret).decode()
    address = f"otpauth://totp/Anlaufpunkt:{quote(device.user.email)}?secret={secret}&issuer=Anlaufpunkt"
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return {"picture": qr.picture(address), "secret": groups}


@changes_factors
def codes(request: SignedInRequest) -> HttpResponse:
    """Make a list of codes to print; it is shown this once."""
    if not queries.has_second_factor(request.user):
        return with_next(request, "accounts:set-up")
    if request.method == "POST":
        return page(request, "accounts/codes.html", codes=actions.make_recovery_codes(request.user, by=request.user))
    if "codes" in queries.kinds_of(request.user) and "again" not in request.GET:
        return redirect(onward(request))
    return page(request, "accounts/codes.html", codes=None)


@require_POST
@changes_factors
def remove(request: SignedInRequest, device: str) -> HttpResponse:
    """Take a second factor away."""
    for each in queries.second_factors_of(request.user):
        if each.persistent_id == device:
            actions.remove_factor(each, by=request.user)
            messages.success(request, _("It is removed. We have sent you an e-mail about it."))
            return redirect("accounts:profile")
    raise Http404
