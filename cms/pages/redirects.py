"""Old addresses lead to the new ones.

Wagtail writes down the old address of a page that is renamed or moved, as the editor's language has it. The same page
has an address below every language prefix, so each of them is tried.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from wagtail.contrib.redirects.models import Redirect

from portal.shared.language import CODES

NOT_FOUND = 404


class OldAddresses:
    """Answer an address that is not found any more with the way to the page that stood there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != NOT_FOUND or request.method not in {"GET", "HEAD"}:
            return response
        return _way_on(request.path_info) or response


def _way_on(path: str) -> HttpResponse | None:
    spellings = [] if "\0" in path else _spellings(Redirect.normalise_path(path))
    rows = {each.old_path: each for each in Redirect.objects.filter(old_path__in=spellings)}
    found = next((rows[each] for each in spellings if each in rows), None)
    target = _target(found) if found else ""
    if not found or not target or target == path:
        return None
    kind = HttpResponsePermanentRedirect if found.is_permanent else HttpResponseRedirect
    # Asked again each time: an editor may go back to the old address tomorrow.
    return kind(target, headers={"Cache-Control": "no-cache"})


def _spellings(path: str) -> list[str]:
    """Return a path as it may be written down: itself, then the same below the other language prefixes."""
    first, _, rest = path.removeprefix("/").partition("/")
    others = [f"/{code}/{rest}" for code in CODES if code != first] if first in CODES else []
    return [path, *others]


def _target(found: Redirect) -> str:
    """Return where it leads in the reader's language, or nothing while its page is not public."""
    page = found.redirect_page
    return "" if page and not page.live else found.link or ""
