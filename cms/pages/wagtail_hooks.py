"""The editors' admin: what its history calls things, and what editors do not need to see."""

from typing import Any

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter


@hooks.register("register_log_actions")
def name_actions(actions: LogActionRegistry) -> None:
    """Name the publishing of a translation in a page's history."""

    @actions.register_action("cms.publish_translation")
    class PublishTranslation(LogFormatter):
        label = "Übersetzung veröffentlichen"

        def format_message(self, log_entry: Any) -> str:
            return f"Übersetzung veröffentlicht: {log_entry.data['language']}"


@hooks.register("construct_main_menu")
def keep_menu_small(_request: Any, items: list[Any]) -> None:
    """Applicants' files are never documents of the site; editors have none either."""
    items[:] = [item for item in items if item.name not in {"documents", "help", "reports"}]
