"""People, sign-in, second factor, staff roles, limits."""

from datetime import timedelta

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"

    def ready(self) -> None:
        from portal.accounts import actions  # noqa: PLC0415
        from portal.shared.schedule import every  # noqa: PLC0415

        every(timedelta(hours=6), "accounts.forget_old_limits", actions.forget_old_limits)
        every(timedelta(hours=6), "accounts.forget_old_sessions", actions.forget_old_sessions)
