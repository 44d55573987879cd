"""Sign-in by default, limits on sessions, the second factor of staff, and a brake on the whole site."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import urlencode

from portal.accounts import actions
from portal.shared import clock
from portal.shared.address import client_address, local_path
from portal.shared.errors import NotAllowedError, TooManyError
from portal.shared.views import too_many

Answer = Callable[[HttpRequest], HttpResponse]
Bucket = tuple[str, str]  # which limit, whose address

# What staff may open before the second factor is shown.
OPEN_TO_UNVERIFIED_STAFF = {"account_logout", "account_reauthenticate"}
CLOSED_TO_UNVERIFIED_STAFF = {"profile", "sign-out-everywhere"}
# Strangers must not fill the memory with counters.
MOST_ADDRESSES = 10_000


class SignedInByDefault(LoginRequiredMiddleware):
    """Every view asks for a signed-in person unless it is marked public."""


class _OwnCount:
    """Counts in this process alone, by the same numbers: for as long as the database is away."""

    def __init__(self) -> None:
        self.windows: dict[tuple[Bucket, int], tuple[float, int]] = {}  # until when, how many

    def spend(self, bucket: Bucket, times: int) -> int:
        """Use up turns; returns the seconds to wait, 0 when there were enough."""
        waits = [self._take((bucket, seconds), allowed, times) for allowed, seconds in settings.LIMITS[bucket[0]]]
        return max(waits, default=0)

    def _take(self, key: tuple[Bucket, int], allowed: int, times: int) -> int:
        now = time.monotonic()
        until, spent = self.windows.get(key, (0.0, 0))
        if until <= now:
            until, spent = now + key[1], 0
        if spent + times > allowed:
            return int(until - now) + 1
        if len(self.windows) > MOST_ADDRESSES:
            self.windows.clear()
        self.windows[key] = until, spent + times
        return 0


class SiteLimit:
    """Slow down an address that asks for very many pages.

    Hits are counted in this process and booked in the database in portions, so that an ordinary page costs nothing;
    the count is therefore a little generous. When the database is away, each process counts alone: a site in trouble
    needs its brake most. Whoever brings a session cookie gets a wider limit: an office's clerks share one address,
    and the editors' admin asks often. So does a phone with an upload pass, whose photos come in many pieces.
    """

    PORTION = 20

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.hits: dict[Bucket, int] = {}
        self.refused: dict[Bucket, float] = {}
        self.own = _OwnCount()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wait = self._wait(_bucket(request)) if settings.LIMITS_ON else 0
        if wait > 0:
            response = too_many(request)
            response["Retry-After"] = str(wait)
            return response
        return self.get_response(request)

    def _wait(self, bucket: Bucket) -> int:
        left = self.refused.get(bucket, 0) - time.monotonic()
        if left > 0:
            return int(left) + 1
        self.refused.pop(bucket, None)
        self.hits[bucket] = self.hits.get(bucket, 0) + 1
        return self._book(bucket) if self.hits[bucket] >= self.PORTION else 0

    def _book(self, bucket: Bucket) -> int:
        self.hits.pop(bucket, None)
        if len(self.hits) > MOST_ADDRESSES:
            self.hits.clear()
        wait = self._spend(bucket)
        if wait > 0:
            self.refused[bucket] = time.monotonic() + wait
        return wait

    def _spend(self, bucket: Bucket) -> int:
        try:
            actions.spend(*bucket, times=self.PORTION)
        except TooManyError as error:
            return error.retry_after
        except Exception:  # noqa: BLE001 - whatever is wrong with the database, the brake must hold and the car go on
            return self.own.spend(bucket, self.PORTION)
        return 0


def _bucket(request: HttpRequest) -> Bucket:
    """Return the limit that counts for a visitor, and the address it counts for."""
    is_known = not {settings.SESSION_COOKIE_NAME, settings.PERMIT_COOKIE_NAME}.isdisjoint(request.COOKIES)
    return ("site-session" if is_known else "site", client_address(request))


class Strangers:
    """Who comes without a session cookie is nobody, and the session is not asked: public pages stay cookie-free."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            request.user = AnonymousUser()
            request.user.otp_device = None  # type: ignore[attr-defined]
            request.user.is_verified = lambda: False  # type: ignore[attr-defined]
        return self.get_response(request)


class SessionLimits:
    """End sessions that were idle or lasted too long; `request.session_left` tells the seconds that remain."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not self._still_good(request):
            logout(request)
            request.session_ended = True  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Answer, *_args: Any) -> HttpResponse | None:
        """Lead back to the sign-in; but what was typed into an open door reaches its view, which may keep it."""
        is_open = request.method == "POST" and not getattr(view, "login_required", True)
        return self._sign_in_again(request) if hasattr(request, "session_ended") and not is_open else None

    def _still_good(self, request: HttpRequest) -> bool:
        now, session = clock.now().timestamp(), request.session
        staff = request.user.is_staff
        idle = (settings.SESSION_IDLE_STAFF if staff else settings.SESSION_IDLE).total_seconds()
        absolute = (settings.SESSION_ABSOLUTE_STAFF if staff else settings.SESSION_ABSOLUTE).total_seconds()
        began, seen = session.setdefault("began", now), session.get("seen", now)
        if now < seen + idle and not _is_background(request):
            self._note(request, now)
        left = session.setdefault("seen", now) + idle - now
        left = min(left, began + absolute - now)
        request.session_left = max(int(left), 0)  # type: ignore[attr-defined]
        return left > 0

    def _note(self, request: HttpRequest, now: float) -> None:
        # Written once a minute: neither a page view nor a saved answer should cost a write.
        if now - request.session.get("seen", 0) > 60:  # noqa: PLR2004
            request.session["seen"] = now

    def _sign_in_again(self, request: HttpRequest) -> HttpResponse:
        back = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
        query = urlencode([("ended", "1"), *([("next", back)] if back else [])])
        address = f"{resolve_url(settings.LOGIN_URL)}?{query}"
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=204)
            response["HX-Redirect"] = f"{resolve_url(settings.LOGIN_URL)}?ended=1"
            return response
        return redirect(address)


def _is_background(request: HttpRequest) -> bool:
    """Say whether a script asks on its own (polling): that is no sign that somebody sits there."""
    return request.method == "GET" and bool(request.headers.get("HX-Request"))


class StaffSecondFactor:
    """Staff show a second factor before every page; the editors' admin is for staff and has no door of its own."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        person, match = request.user, request.resolver_match
        if match is not None and match.url_name == "wagtailadmin_login":
            query = urlencode({"next": local_path(request.GET.get("next")) or reverse("wagtailadmin_home")})
            return redirect(f"{resolve_url(settings.LOGIN_URL)}?{query}")
        if not person.is_authenticated or match is None:
            return None
        if not person.is_staff:
            return self._keep_out(request) if request.path.startswith(reverse("wagtailadmin_home")) else None
        if person.is_verified() or self._is_open(match.url_name, match.namespaces):
            return None
        query = urlencode({"next": request.get_full_path() if request.method == "GET" else "/"})
        return redirect(f"{reverse('accounts:second-factor')}?{query}")

    def _is_open(self, name: str | None, namespaces: list[str]) -> bool:
        in_this_room = "accounts" in namespaces and name not in CLOSED_TO_UNVERIFIED_STAFF
        return name in OPEN_TO_UNVERIFIED_STAFF or in_this_room

    def _keep_out(self, request: HttpRequest) -> HttpResponse:
        error = NotAllowedError()
        return render(request, "errors/error.html", {"error": error}, status=error.status)
