"""The lowest room: words without a domain (errors, moves, work, clock). It imports nothing of ours."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "portal.shared"
    label = "shared"
