"""Upload passes: another device may add files to exactly one requirement of one application, for a short time.

Which rooms hand out passes and take the files, settings.PASS_TAKERS says; this room knows neither form nor case.
"""

from django.apps import AppConfig


class PassesConfig(AppConfig):
    name = "portal.passes"
    label = "passes"

    def ready(self) -> None:
        from portal.passes import receivers  # noqa: F401, PLC0415 - models must be loaded first
