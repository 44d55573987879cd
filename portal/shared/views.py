"""The pages for what went wrong before or outside a view: calm words and a way on. Errors of ours: see middleware."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from portal.shared.language import direction


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """403: this person may not open this page."""
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """404, shown without touching the session, so that wrong addresses carry no cookie."""
    return render(request, "errors/404.html", {"is_cms_page": True}, status=404)


def csrf_failed(request: HttpRequest, **_reason: Any) -> HttpResponse:
    """403 for a form whose token is missing or old: nearly always a page that stood open for long."""
    return render(request, "errors/403_csrf.html", status=403)


def too_many(request: HttpRequest) -> HttpResponse:
    """429 before sessions and languages are known: the address says the language, else the browser does."""
    found = translation.get_language_from_request(request, check_path=True)
    with translation.override(found):
        context = {"page_language": found, "direction": direction(found)}
        return HttpResponse(render_to_string("errors/429.html", context), status=429)


def broken(request: HttpRequest) -> HttpResponse:
    """500: nothing may be relied on any more, so no context processor, no database, no session."""
    html = render_to_string("errors/500.html", {"request_id": getattr(request, "id", "")})
    return HttpResponse(html, status=500)
