"""Drafts, answers, submission, receipt."""

from datetime import timedelta

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "portal.applications"
    label = "applications"

    def ready(self) -> None:
        from portal.applications import receivers, tasks  # noqa: F401, PLC0415 - only when all models are loaded
        from portal.shared import schedule  # noqa: PLC0415

        schedule.every(timedelta(minutes=1), "applications.receipts", tasks.sweep_receipts)
        schedule.every(timedelta(hours=6), "applications.tidy", tasks.tidy_drafts)
