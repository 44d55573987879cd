"""What all pages of this room share: the frame of the admin, with the way back."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from portal.catalogue.models import Service
from portal.shared.language import column

HOME, LAW = "cms_services:list", "Gesetz und Beträge"


def service_named(slug: str) -> Service:
    """Return a service, on offer or not; Http404."""
    return get_object_or_404(Service, slug=slug)


def title_of(service: Service) -> str:
    """Return its German title, or its address while it has none."""
    return str(getattr(service, column("title", "de")) or service.slug)


def workbench_url(service: Service, anchor: str = "") -> str:
    """Return the address of a service's workbench, at a row when one is named."""
    return reverse("cms_services:workbench", args=[service.slug]) + (f"#{anchor}" if anchor else "")


def law_url(anchor: str = "") -> str:
    """Return the address of the law's tables, at a row when one is named."""
    return reverse("cms_services:law") + (f"#{anchor}" if anchor else "")


def trail(service: Service | None = None, label: str = "", *, is_law: bool = False) -> list[dict[str, str]]:
    """Return the breadcrumbs down to a page."""
    above = {"url": law_url(), "label": LAW} if is_law else {"url": reverse(HOME), "label": "Leistungen"}
    items = [{"url": reverse("wagtailadmin_home"), "label": "Start"}, above]
    if service is not None:
        items.append({"url": workbench_url(service), "label": title_of(service)})
    return [*items, {"url": "", "label": label}] if label else items


def page(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], service: Service | None = None
) -> TemplateResponse:
    """Show a page within the admin."""
    name = title_of(service) if service is not None else ""
    # One page of many in a service is told from the same one of another service.
    label = f"{title}: {name}" if name and title != name else title
    own = {
        "header_title": label,
        "header_icon": "form",
        "breadcrumbs_items": trail(service, "" if title == name else label),
        "service": service,
    }
    return TemplateResponse(request, template, {**own, **context})
