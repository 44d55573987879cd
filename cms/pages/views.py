"""Public pages, the list of all pages for search engines, and what robots may read."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.pages import queries
from portal.shared import language
from portal.shared.guards import public


@public
@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    """Show a page. It is the same for everybody: no session, no form token, so that it can be kept."""
    found = queries.page_at(path)
    if found is None:
        raise Http404
    response: HttpResponse = found.serve(request)
    response.is_public_page = True  # type: ignore[attr-defined]
    if not found.texts("heading").value or found.texts("heading").is_fallback:
        response["X-Robots-Tag"] = "noindex"
    return response


@public
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every page in every language in which it is published."""
    tree = queries.outline(settings.LANGUAGE_CODE)
    entries = [(code, node) for node in tree.nodes for code in node.languages]
    context = {"entries": entries, "origin": settings.PORTAL_URL}
    return render(request, "cms_pages/sitemap.xml", context, content_type="application/xml")


@public
@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Keep robots out of everything that is not a public page, without naming the doors of staff."""
    hidden = [
        f"Disallow: /{code}/{part}/" for code in language.CODES for part in ("account", "applications", "search")
    ]
    lines = ["User-agent: *", *hidden, f"Sitemap: {settings.PORTAL_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")
