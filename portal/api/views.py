"""Answers for machines: is it alive, is it ready, what is wrong; and the keys that verify what we sign."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from portal.api import queries
from portal.handoff import queries as handoff
from portal.shared.guards import public, staff_required

UNHEALTHY = 503


@require_safe
@public
@never_cache
def live(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@public
@never_cache
def ready(_request: HttpRequest) -> HttpResponse:
    """The database answers and has the tables that this code needs."""
    return _answer(queries.readiness())


@require_safe
@public
@never_cache
def deep(_request: HttpRequest) -> HttpResponse:
    """Every part; the public learns only whether it works: no versions, no numbers."""
    return _answer(queries.all_parts())


@require_safe
@staff_required
def page(request: HttpRequest) -> HttpResponse:
    """Show staff how every part is, in words."""
    parts = queries.all_parts()
    return render(request, "api/page.html", {"parts": parts, "healthy": queries.is_healthy(parts)})


@require_safe
@public
@cache_control(public=True, max_age=3600)
def jwks(_request: HttpRequest) -> HttpResponse:
    """Publish the public keys that verify the signatures of our packages (RFC 7517)."""
    return JsonResponse(handoff.public_jwks(), content_type="application/jwk-set+json")


def _answer(parts: list[queries.Part]) -> JsonResponse:
    healthy = queries.is_healthy(parts)
    body = {"status": "ok" if healthy else "failing", "parts": {part.name: part.status for part in parts}}
    return JsonResponse(body, status=200 if healthy else UNHEALTHY)
