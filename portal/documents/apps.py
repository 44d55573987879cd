"""Uploads, scanned, read and checked."""

from datetime import timedelta

from django.apps import AppConfig

from portal.shared import schedule


class DocumentsConfig(AppConfig):
    name = "portal.documents"
    label = "documents"

    def ready(self) -> None:
        from portal.documents import receivers, tasks  # noqa: F401, PLC0415 - models must be loaded first

        schedule.every(timedelta(seconds=20), "documents.due", tasks.wake_due)
        schedule.every(timedelta(minutes=1), "documents.held", tasks.wake_held)
        schedule.every(timedelta(minutes=10), "documents.rescan", tasks.rescan)
        schedule.every(timedelta(hours=1), "documents.orphans", tasks.sweep_orphans)
