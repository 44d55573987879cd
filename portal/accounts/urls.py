"""Addresses of this room. allauth's own names have no namespace; only what is used has a door."""

from allauth.account import views as allauth_views
from django.urls import include, path
from django.views.generic import RedirectView

from portal.accounts import views

own = [
    path("profile/", views.profile, name="profile"),
    path("extend/", views.extend, name="extend"),
    path("sign-out-everywhere/", views.sign_out_everywhere, name="sign-out-everywhere"),
    path("second-factor/", views.second_factor, name="second-factor"),
]

urlpatterns = [
    path("login/", allauth_views.login, name="account_login"),
    path("signup/", allauth_views.signup, name="account_signup"),
    path("logout/", views.sign_out, name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("confirm-email/", views.confirm_address, name="account_email_verification_sent"),
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
