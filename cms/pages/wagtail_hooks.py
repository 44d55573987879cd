"""The editors' admin: what its history calls things, and what editors do not need to see."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from cms.pages.addresses import has_to_stay, is_taken
from cms.pages.forms import TAKEN

STAYS = (
    "„{title}“ bleibt, wo sie ist: Jede Seite des Portals verweist auf sie. Sie kann nicht gelöscht, nicht verschoben "
    "und nicht zurückgezogen werden. Ihren Inhalt können Sie ändern."
)
TAKES_AWAY = frozenset({"delete", "move", "unpublish"})


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


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def keep(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The law asks for imprint, privacy, accessibility and contact; without a start page there is no site."""
    return _refused(request, [page])


@hooks.register("before_move_page")
def keep_in_place(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Moved pages would be lost, too; others may not land on an address of the portal."""
    return _refused(request, [page]) or _taken(request, page, page.slug, destination)


@hooks.register("before_copy_page")
def copy_to_a_free_address(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy is a new page, but Wagtail asks for its address in a form of its own."""
    slug, parent = request.POST.get("new_slug", ""), request.POST.get("new_parent_page", "")
    into = Page.objects.filter(pk=parent).first() if parent.isdecimal() else page.get_parent()
    return _taken(request, page, slug, into) if into else None


@hooks.register("before_bulk_action")
def keep_all(request: HttpRequest, action: str, things: Iterable[Any], view: Any) -> HttpResponse | None:
    """The same for several pages at once."""
    if action not in TAKES_AWAY or not issubclass(view.model, Page):
        return None
    return _refused(request, things)


def _refused(request: HttpRequest, pages: Iterable[Page]) -> HttpResponse | None:
    found = next((page for page in pages if has_to_stay(page)), None)
    return _back(request, found, STAYS.format(title=found.get_admin_display_title())) if found else None


def _taken(request: HttpRequest, page: Page, slug: str, parent: Page) -> HttpResponse | None:
    return _back(request, page, TAKEN.format(slug=slug)) if is_taken(slug, parent) else None


def _back(request: HttpRequest, page: Page, text: str) -> HttpResponse:
    messages.error(request, text)
    return redirect("wagtailadmin_explore", page.get_parent().pk)
