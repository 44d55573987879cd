"""What the other device sees: start, hand in files, finish. Nobody is signed in here; a cookie of its own is the key.

Opening is a POST of our own page: neither a preview of the link uses the code up, nor does the browser keep the
cookie back (SameSite=Strict) because another app led here. From then on no address holds the code.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts import actions as accounts
from portal.passes import actions, policies, queries
from portal.passes.models import Pass
from portal.passes.queries import Standing
from portal.shared.address import client_address
from portal.shared.guards import public
from portal.uploads import actions as uploads
from portal.uploads import tus
from portal.uploads.models import Upload
from portal.vault.uploads import MOST, SealedUpload, takes_uploads_if

HEADERS = {
    "Cache-Control": "no-store, private",
    # Not "no-referrer": with that a browser hides the origin of a form (Fetch, "serializing a request origin"), and
    # the check against forged forms fails. This one never tells a path, either.
    "Referrer-Policy": "strict-origin",
    "X-Robots-Tag": "noindex",
}


def quiet[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Keep the pages out of caches and search engines, and their addresses out of the next request."""

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(*args, **kwargs)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return answer


def _brings_pass(request: HttpRequest) -> bool:
    return queries.may_send(_key(request))


@public
@quiet
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, token: str) -> HttpResponse:
    """Say what the code is for; on POST bind it to this browser. Guessing is limited."""
    accounts.spend("pass-open", client_address(request))
    if queries.is_opened_by(token, _key(request)):
        return redirect("passes:phone")
    if request.method == "POST":
        return _bound(actions.open_with(token))
    return render(request, "passes/start.html", {"wanted": queries.wanted_by(actions.find(token))})


@public
@quiet
@require_safe
def phone(request: HttpRequest) -> HttpResponse:
    """Show what is asked for and what was sent; htmx asks for the list of files again and again."""
    standing = queries.standing_of(queries.of_browser(_key(request)))
    if not request.headers.get("HX-Request"):
        return _page(request, standing)
    if request.GET.get("seen") == standing.mark:
        return HttpResponse(status=204)
    response = render(request, "passes/_files.html", {"standing": standing})
    return response if standing.is_open else HttpResponse(headers={"HX-Refresh": "true"})


@public
@takes_uploads_if(_brings_pass)
@quiet
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take files for the one paper that the code is for."""
    permit = queries.of_browser(_key(request))
    files: list[SealedUpload] = request.FILES.getlist("files")  # type: ignore[assignment]
    refused = actions.send(permit, files) if files else []
    if files and not refused:
        return redirect("passes:phone")
    return _page(request, queries.standing_of(permit), status=422, refused=refused, has_none=not files)


@public
@quiet
@tus.speaks_tus
@require_POST
def begin_upload(request: HttpRequest) -> HttpResponse:
    """Begin an upload that survives a broken connection, perhaps with its first bytes."""
    permit = queries.of_browser(_key(request))
    begun = actions.begin_upload(permit, tus.announced(request))
    where = reverse("passes:resumable", kwargs={"upload": begun.pk})
    return tus.begun(request, begun, where, *_ways(permit, begun))


@public
@quiet
@tus.speaks_tus
@require_http_methods(["HEAD", "PATCH", "DELETE"])
def go_on_with_upload(request: HttpRequest, upload: UUID) -> HttpResponse:
    """Say how far an upload by this pass is, take the next bytes, or let it go."""
    permit = queries.of_browser(_key(request))
    policies.check_can_send(permit)
    found = queries.upload_of(permit, upload)
    return tus.went_on(request, found, *_ways(permit, found))


def _ways(permit: Pass, found: Upload) -> tuple[tus.Adds, tus.LetsGo]:
    return partial(actions.add_to_upload, permit, found), partial(uploads.cancel, found)


@public
@quiet
@require_POST
def finish(request: HttpRequest) -> HttpResponse:
    """Close the way from this device; the computer goes on by itself."""
    actions.finish(queries.of_browser(_key(request)))
    return redirect("passes:phone")


def _page(request: HttpRequest, standing: Standing, *, status: int = 200, **more: Any) -> HttpResponse:
    if not standing.is_open:
        return render(request, "passes/done.html", {"standing": standing}, status=status)
    context = {"standing": standing, "wanted": queries.wanted_by(standing.permit), "most_bytes": MOST}
    return render(request, "passes/phone.html", {**context, **more}, status=status)


def _key(request: HttpRequest) -> str:
    return request.COOKIES.get(settings.PERMIT_COOKIE_NAME, "")


def _bound(key: str) -> HttpResponse:
    response = redirect("passes:phone")
    # As long as a last file may take to arrive; whether anything may begin, the pass itself says.
    name, age = settings.PERMIT_COOKIE_NAME, int((actions.LIFETIME + policies.LAST_BYTES).total_seconds())
    is_secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, key, max_age=age, secure=is_secure, httponly=True, samesite="Strict")
    return response
