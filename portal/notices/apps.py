"""What we tell applicants, and the outbox for mail."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "portal.notices"
    label = "notices"
