"""Where a request comes from, and where a person may be led: facts about addresses that are easy to get wrong."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def client_address(request: HttpRequest) -> str:
    """Return the caller's address: the socket's, or what the last of our own proxies has seen.

    Forwarded headers from outside count for nothing: only as many hops as settings.TRUSTED_PROXIES are believed.
    """
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted and hops[-trusted].strip():
        return hops[-trusted].strip()
    return request.META.get("REMOTE_ADDR", "")


def local_path(address: str | None) -> str:
    """Return the address when it is a path on this site, and nothing otherwise: no host, no scheme, no tricks."""
    if not address or not address.startswith("/") or not address.isprintable() or "\\" in address:
        return ""
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""
