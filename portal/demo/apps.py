"""A demonstration with fictional offices and people; installed only where settings.DEMO is on."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "portal.demo"
    label = "demo"
