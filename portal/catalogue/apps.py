"""What one can apply for, with which papers, for which fee."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "portal.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from portal.catalogue import receivers  # noqa: F401, PLC0415 - only when all models are loaded
