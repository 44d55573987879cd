"""Read-only views of how an application stands."""

from django.apps import AppConfig


class StatusConfig(AppConfig):
    name = "portal.status"
    label = "status"
