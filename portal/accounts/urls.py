"""Addresses of this room. allauth's own names have no namespace; only what is used has a door."""

from allauth.account import views as allauth_views
from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.views.generic import RedirectView

from portal.accounts.views import door, factor, passkey


class KindConverter:
    """What is set up with a first code."""

    regex = "app|mail"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KindConverter, "kind")

second_factor = [
    path("", factor.second_factor, name="second-factor"),
    path("challenge/", factor.challenge, name="challenge"),
    path("challenge/send-code/", factor.send_code, name="send-code"),
    path("set-up/", factor.set_up, name="set-up"),
    path("set-up/codes/", factor.codes, name="codes"),
    path("set-up/passkey/", passkey.passkey, name="passkey"),
    path("set-up/<kind:kind>/begin/", factor.begin, name="begin"),
    path("set-up/<kind:kind>/confirm/", factor.confirm, name="confirm"),
    path("remove/<path:device>/", factor.remove, name="remove"),
    path("passkey/make/begin/", passkey.BeginRegistration.as_view(), name="passkey-make-begin"),
    path("passkey/make/complete/", passkey.CompleteRegistration.as_view(), name="passkey-make-complete"),
    path("passkey/show/begin/", passkey.BeginAuthentication.as_view(), name="passkey-show-begin"),
    path("passkey/show/complete/", passkey.CompleteAuthentication.as_view(), name="passkey-show-complete"),
]

own: list[URLPattern | URLResolver] = [
    path("profile/", door.profile, name="profile"),
    path("extend/", door.extend, name="extend"),
    path("sign-out-everywhere/", door.sign_out_everywhere, name="sign-out-everywhere"),
    path("second-factor/", include(second_factor)),
]

urlpatterns = [
    path("login/", allauth_views.login, name="account_login"),
    path("signup/", allauth_views.signup, name="account_signup"),
    path("logout/", door.sign_out, name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("confirm-email/", door.confirm_address, name="account_email_verification_sent"),
    path("password/change/", allauth_views.password_change, name="account_change_password"),
    path("password/reset/", allauth_views.password_reset, name="account_reset_password"),
    path(
        "password/reset/confirm/",
        allauth_views.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path("password/reset/complete/", allauth_views.complete_password_reset, name="account_complete_password_reset"),
    path("password/reset/done/", allauth_views.password_reset_from_key_done, name="account_password_reset_completed"),
    # The library leads here after an address is confirmed while signed in.
    path("email/", RedirectView.as_view(pattern_name="accounts:profile"), name="account_email"),
    path("", include((own, "accounts"))),
]
