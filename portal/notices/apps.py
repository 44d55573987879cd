"""What we tell applicants, and the outbox for mail."""

from datetime import timedelta

from django.apps import AppConfig

from portal.shared import schedule


class NoticesConfig(AppConfig):
    name = "portal.notices"
    label = "notices"

    def ready(self) -> None:
        from portal.notices import actions, receivers, tasks  # noqa: PLC0415 - models must be loaded first

        receivers.connect()
        schedule.every(timedelta(seconds=30), "notices.mail", tasks.sweep)
        schedule.every(timedelta(days=1), "notices.forget_old", actions.forget_old)
