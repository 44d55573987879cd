"""Outbox to the back-offices and their replies."""

from django.apps import AppConfig


class HandoffConfig(AppConfig):
    name = "portal.handoff"
    label = "handoff"
