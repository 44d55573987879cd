"""The editors' room for services: their forms, documents, fees, texts and versions."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "cms.services"
    label = "cms_services"
    verbose_name = "Leistungen"

    def ready(self) -> None:
        from cms.services import receivers  # noqa: PLC0415 - models are known only now

        receivers.connect()
