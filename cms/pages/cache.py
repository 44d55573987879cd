"""Whole pages for anonymous readers, kept until something is published."""

import gzip
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

_VERSION = "cms:version"
MOST_PAGES = 300
# Headers that belong to one answer, not to the page.
_OWN_HEADERS = frozenset({"x-request-id", "content-length", "date", "connection"})


class _Known:
    """What this process last read: asking the cache for every request would cost more than the answer."""

    version = ""
    until = 0.0


def version() -> str:
    """Return the token that changes whenever something public changes."""
    if time.monotonic() >= _Known.until:
        _Known.version = cache.get_or_set(_VERSION, lambda: uuid4().hex, None) or ""
        _Known.until = time.monotonic() + settings.CMS_PAGES_TRUSTED_FOR
    return _Known.version


def bump() -> None:
    """Make every kept page old: now for this process's own reading, and again when the change is committed."""
    _renew()
    transaction.on_commit(_renew)


def _renew() -> None:
    cache.set(_VERSION, uuid4().hex, None)
    _Known.until = 0.0


@dataclass(frozen=True)
class Kept:
    """One answer as it is sent again."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    zipped: bytes
    etag: str


class AnonymousPageCache:
    """Answer cookie-less GETs of public pages from memory, then from the shared cache.

    Only answers that a view marked with `is_public_page` are ever kept, and only under the exact path and host and
    without a query: no address can be made up under which another person's answer would be found.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages: OrderedDict[str, Kept] = OrderedDict()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_anonymous_read(request):
            return self.get_response(request)
        key = f"page:{version()}:{request.get_host()}:{sha256(request.path_info.encode()).hexdigest()}"
        kept = self._recall(key)
        if kept is None:
            response = self.get_response(request)
            if not _may_be_kept(response):
                return response
            kept = _kept(response)
            self._remember(key, kept)
            cache.set(key, kept, 24 * 60 * 60)
        return _answer(request, kept)

    def _recall(self, key: str) -> Kept | None:
        kept: Kept | None = self.pages.get(key) or cache.get(key)
        if kept:
            self._remember(key, kept)
        return kept

    def _remember(self, key: str, kept: Kept) -> None:
        self.pages[key] = kept
        while len(self.pages) > MOST_PAGES:
            self.pages.popitem(last=False)


def _is_anonymous_read(request: HttpRequest) -> bool:
    meta = request.META
    return (
        request.method == "GET"
        and not meta.get("QUERY_STRING")
        and not meta.get("HTTP_COOKIE")
        and "HTTP_AUTHORIZATION" not in meta
        and "HTTP_HX_REQUEST" not in meta
    )


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code == 200  # noqa: PLR2004
        and getattr(response, "is_public_page", False)
        and not response.streaming
        and not response.cookies
        and "cookie" not in response.get("Vary", "").lower()
        and "no-store" not in response.get("Cache-Control", "")
        and "'nonce-" not in response.get("Content-Security-Policy", "")
    )


def _kept(response: HttpResponse) -> Kept:
    headers = {name: value for name, value in response.items() if name.lower() not in _OWN_HEADERS}
    etag = f'"{sha256(response.content).hexdigest()[:24]}"'
    headers |= {"ETag": etag, "Vary": "Accept-Encoding", "Cache-Control": "public, no-cache"}
    return Kept(tuple(headers.items()), response.content, gzip.compress(response.content, 6), etag)


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    if request.META.get("HTTP_IF_NONE_MATCH") == kept.etag:
        return HttpResponseNotModified(headers=dict(kept.headers))
    zipped = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    body = kept.zipped if zipped else kept.body
    headers = {**dict(kept.headers), "Content-Length": str(len(body))}
    if zipped:
        headers["Content-Encoding"] = "gzip"
    return HttpResponse(body, headers=headers)
