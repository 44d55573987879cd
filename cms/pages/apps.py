"""The page types of the information site, their address book and their cache."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "cms.pages"
    label = "cms_pages"

    def ready(self) -> None:
        from cms.pages import receivers  # noqa: PLC0415 - models exist only now

        receivers.connect()
