"""What every answer gets: a request id, no-store where a person is known, and errors turned into pages."""

import logging
import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from portal.shared import signals
from portal.shared.address import local_path
from portal.shared.errors import NeedsSecondFactorError, PortalError, TooManyError

logger = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponse]


def request_id(get_response: Answer) -> Answer:
    """Give each request an id that error pages show and logs carry; one from outside is not trusted."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.id = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        response = get_response(request)
        response["X-Request-Id"] = request.id  # type: ignore[attr-defined]
        return response

    return middleware


def no_store(get_response: Answer) -> Answer:
    """Keep every answer to a signed-in person, and every one that touches the session, out of all caches."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.session.accessed or request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        return response

    return middleware


class ErrorPages:
    """Turn the errors of `portal.shared.errors` into a page, or a partial for htmx, with the right status."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, PortalError):
            return None
        if isinstance(error, NeedsSecondFactorError):
            query = urlencode({"next": _page_of(request)})
            return redirect(f"{reverse('accounts:second-factor')}?{query}")
        if asked := error.extra.get("asked"):
            signals.refused.send(type(error), person=request.user, asked=asked)
        logger.info("%s %s", error.code, getattr(request, "id", ""))
        response = render(request, "errors/error.html", {"error": error}, status=error.status)
        if isinstance(error, TooManyError):
            response["Retry-After"] = str(error.retry_after)
        return response


def _page_of(request: HttpRequest) -> str:
    """Return the page the person was on: a form's own address cannot be opened."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    return local_path(urlsplit(request.headers.get("Referer", "")).path) or "/"
