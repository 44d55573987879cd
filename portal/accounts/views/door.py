"""Doors of an account: allauth's views with our limits, the profile, the session."""

from allauth.account import views as allauth_views
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts import actions, queries
from portal.accounts.forms import ProfileForm
from portal.accounts.views import SignedInRequest
from portal.shared.address import local_path
from portal.shared.guards import public


class ConfirmAddress(allauth_views.ConfirmEmailVerificationCodeView):
    """The code page; another code costs the same turn for known and unknown addresses."""

    def _resend_form_valid(self, form: object) -> HttpResponse:
        actions.spend("mail-verification", self._process.email)
        return super()._resend_form_valid(form)


class SignOut(allauth_views.LogoutView):
    """Signing out; the browser forgets what it has seen."""

    def post(self, *args: object, **kwargs: object) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


confirm_address = public(ConfirmAddress.as_view())
sign_out = SignOut.as_view()


def profile(request: SignedInRequest) -> HttpResponse:
    """Name, language, second factors, sessions."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:profile")
    factors = [(queries.kind_of(device), device) for device in queries.second_factors_of(request.user)]
    return render(
        request,
        "accounts/profile.html",
        {"form": form, "factors": factors},
        status=422 if form.errors else 200,
    )


@require_POST
def extend(request: SignedInRequest) -> HttpResponse:
    """Stay signed in: scripts get the seconds left, a plain form goes back to its page."""
    if "text/html" in request.headers.get("Accept", ""):
        return HttpResponseRedirect(local_path(request.POST.get("next")) or "/")
    return JsonResponse({"seconds": request.session_left})


@require_POST
def sign_out_everywhere(request: SignedInRequest) -> HttpResponse:
    """End all other sessions of this person."""
    actions.end_sessions(request.user, by=request.user)
    update_session_auth_hash(request, request.user)
    messages.success(request, _("You are signed out on all other devices."))
    return redirect("accounts:profile")
