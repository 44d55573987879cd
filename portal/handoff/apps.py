"""Outbox to the back-offices and their replies."""

from datetime import timedelta

from django.apps import AppConfig


class HandoffConfig(AppConfig):
    name = "portal.handoff"
    label = "handoff"

    def ready(self) -> None:
        from portal.handoff import receivers, tasks  # noqa: F401, PLC0415
        from portal.shared import schedule  # noqa: PLC0415

        schedule.every(timedelta(seconds=15), "handoff.sweep", tasks.sweep)
        schedule.every(timedelta(minutes=1), "handoff.collect", tasks.collect)
        schedule.every(timedelta(hours=1), "handoff.alarm", tasks.alarm)
        schedule.every(timedelta(hours=1), "handoff.empty", tasks.empty)
