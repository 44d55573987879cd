"""Answers for machines: is it alive, is it ready, what is wrong."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.api import queries
from portal.shared.guards import public

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
    return _answer([queries.database(), queries.migrations()])


def _answer(parts: list[queries.Part]) -> JsonResponse:
    healthy = queries.is_healthy(parts)
    body = {"status": "ok" if healthy else "failing", "parts": {part.name: part.status for part in parts}}
    return JsonResponse(body, status=200 if healthy else UNHEALTHY)
