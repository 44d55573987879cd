"""Uploads that survive a broken connection."""

from datetime import timedelta

from django.apps import AppConfig

from portal.shared import schedule


class UploadsConfig(AppConfig):
    name = "portal.uploads"
    label = "uploads"

    def ready(self) -> None:
        from portal.uploads import tasks  # noqa: PLC0415 - models must be loaded first

        schedule.every(timedelta(hours=1), "uploads.sweep", tasks.sweep)
