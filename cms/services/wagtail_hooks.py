"""Doors in the editors' admin: the menu, the addresses, the reminders on the first page."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from cms.services.access import CHANGE_RULES, CHANGE_TEXTS
from cms.services.languages import LanguagesPanel
from cms.services.reminders import ReminderPanel


class ForSome(MenuItem):
    """An entry of the menu for people with a permission."""

    def __init__(self, label: str, url: str, permission: str, **more: Any) -> None:
        super().__init__(label, url, **more)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self.permission))


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """Put this room's pages below the admin's address, behind its guard."""
    return [path("services/", include("cms.services.urls"))]


@hooks.register("register_admin_menu_item")
def menu() -> SubmenuMenuItem:
    """Offer what the person may do."""
    items = [
        ForSome("Alle Leistungen", reverse("cms_services:list"), CHANGE_TEXTS, icon_name="list-ul", order=1),
        ForSome("Gesetz und Beträge", reverse("cms_services:law"), CHANGE_TEXTS, icon_name="calendar-alt", order=2),
        ForSome("Musterpersonen", reverse("cms_services:personas"), CHANGE_TEXTS, icon_name="user", order=3),
        ForSome("Importieren", reverse("cms_services:import"), CHANGE_RULES, icon_name="upload", order=4),
    ]
    return SubmenuMenuItem("Leistungen", Menu(items=items), icon_name="form", order=150)


@hooks.register("construct_homepage_panels")
def remind(_request: HttpRequest, panels: list[Any]) -> None:
    """Remind editors of amounts on the admin's first page, and show translators what is left to translate."""
    panels.extend((ReminderPanel(), LanguagesPanel()))


@hooks.register("insert_global_admin_css")
def look() -> str:
    """Mend the admin's own look where our words do not fit it."""
    return format_html('<link rel="stylesheet" href="{}">', static("cms_services/admin.css"))
