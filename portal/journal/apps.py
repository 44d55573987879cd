"""Append-only record of what happened."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "portal.journal"
    label = "journal"
