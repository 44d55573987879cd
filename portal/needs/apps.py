"""Before anybody signs in: what do I need, which papers, how many points? Answers live in the session, for a day."""

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "portal.needs"
    label = "needs"
