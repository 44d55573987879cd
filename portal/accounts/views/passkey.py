"""The passkey ceremony (WebAuthn): the library does it, ours are the limits, the journal and the mail."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django_otp.models import Device
from django_otp_webauthn import exceptions
from django_otp_webauthn import views as webauthn

from portal.accounts import actions, policies
from portal.accounts.views import SignedInRequest
from portal.accounts.views.factor import changes_factors, onward, page


@changes_factors
def passkey(request: SignedInRequest) -> HttpResponse:
    """Explain passkeys and offer to make one."""
    after = f"{reverse('accounts:codes')}?{urlencode({'next': onward(request)})}"
    return page(request, "accounts/passkey.html", after=after)


class BeginRegistration(webauthn.BeginCredentialRegistrationView):
    """First half of making a passkey."""

    def check_can_register(self) -> None:
        if not policies.has_fresh_password(self.request):
            raise exceptions.NotVerified


class CompleteRegistration(webauthn.CompleteCredentialRegistrationView):
    """Second half of making a passkey."""

    def check_can_register(self) -> None:
        if not policies.has_fresh_password(self.request):
            raise exceptions.NotVerified

    def post(self, *args: object, **kwargs: object) -> HttpResponse:
        response: HttpResponse = super().post(*args, **kwargs)
        device = webauthn.WebAuthnCredential.objects.filter(user=self.request.user).latest("pk")
        actions.tell_added(device, by=self.request.user)
        self.request.session.cycle_key()
        return response


class BeginAuthentication(webauthn.BeginCredentialAuthenticationView):
    """First half of showing a passkey."""


class CompleteAuthentication(webauthn.CompleteCredentialAuthenticationView):
    """Second half of showing a passkey."""

    def check_can_authenticate(self) -> None:
        super().check_can_authenticate()
        actions.spend("second-factor", self.request.user.pk)

    def complete_auth(self, device: Device) -> None:
        super().complete_auth(device)
        self.request.session.cycle_key()
        actions.note_shown(device, by=self.request.user)

    def get_success_data(self, device: Device) -> dict[str, object]:
        # Where to go next is in the page, checked there.
        return {"id": device.pk}
