"""A form whose token is old (a sign-in in another tab): what was typed is shown again, to be sent once more."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from portal.shared.views import csrf_failed

NEVER_AGAIN = {"csrfmiddlewaretoken", "password", "password1", "password2", "code", "otp_token"}
MOST_FIELDS = 500


def failed(request: HttpRequest, **reason: Any) -> HttpResponse:
    """Offer to send a step again; anything else, and whatever another site sent, gets the plain page."""
    if not _is_own_step(request):
        return csrf_failed(request, **reason)
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name not in NEVER_AGAIN]
    fields = sent[:MOST_FIELDS]
    return render(request, "applications/send_again.html", {"fields": fields}, status=403)


def _is_own_step(request: HttpRequest) -> bool:
    try:
        name = resolve(request.path_info).view_name
    except Resolver404:
        return False
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return name == "applications:step" and urlsplit(origin).netloc == request.get_host()
