"""All services, and the workbench of one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cms.services import older, queries, words
from cms.services.access import CHANGE_RULES, for_texts
from cms.services.parts import PARTS
from cms.services.views.pages import page, service_named, title_of
from portal.catalogue.actions.standing import Standing, standing_of, standings
from portal.catalogue.models import Service, ServiceVersion


@for_texts
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """List all services with their state."""
    rows = [(each, title_of(each.service)) for each in standings()]
    return page(
        request,
        "cms_services/list.html",
        "Leistungen",
        {"rows": rows, "older_in_law": older.older_in_law(), "may_rule": request.user.has_perm(CHANGE_RULES)},
    )


@for_texts
@require_safe
def workbench(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everything that a service is made of, each row with the way to its form."""
    service = service_named(slug)
    return page(request, "cms_services/workbench.html", title_of(service), _context(request, service), service)


def _context(request: HttpRequest, service: Service) -> dict[str, Any]:
    pages, sections, standing = queries.pages_of(service), queries.sections_of(service), standing_of(service)
    rows = [*pages, *(row for section in sections for row in section.rows)]
    return {
        **_texts(service, standing),
        "standing": standing,
        "problems": queries.linked(standing.problems, rows),
        "pages": pages,
        "sections": sections,
        "parts": PARTS,
        "guide": queries.guide_of(service),
        "versions": list(ServiceVersion.objects.current(service.slug).defer("definition").select_related("cutoff")),
        "may_rule": request.user.has_perm(CHANGE_RULES),
    }


def _texts(service: Service, standing: Standing) -> dict[str, Any]:
    """Return how complete each language is, how many of its texts are older than the German ones, and which."""
    late = older.older_texts(service) if standing.older else {}
    named = [(words.LANGUAGES[each.language], each) for each in standing.languages]
    return {"languages": [(name, each, len(late.get(name, ()))) for name, each in named], "older": late}
