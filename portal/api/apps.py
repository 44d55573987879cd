"""Health and public machine-readable endpoints."""

from datetime import timedelta

from django.apps import AppConfig

from portal.shared import schedule


class ApiConfig(AppConfig):
    name = "portal.api"
    label = "api"

    def ready(self) -> None:
        from portal.api import tasks  # noqa: PLC0415 - models must be loaded first

        schedule.every(timedelta(seconds=30), "api.heartbeat", tasks.beat_all)
        schedule.every(timedelta(hours=1), "api.forget_finished_tasks", tasks.forget_finished)
