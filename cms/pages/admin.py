"""Who may open the editors' admin, in which language it works, and what its pages may run."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.csp import CSP
from django.utils.translation import override

from cms.translation.models import SOURCE
from portal.shared.errors import NotAllowedError
from portal.shared.guards import staff_required

View = Callable[..., HttpResponse]
MAY_OPEN = "wagtailadmin.access_admin"

INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# Wagtail starts some form fields by an inline call of one of these with an id and data.
STARTER = re.compile(
    r'(?:new (?:PageChooser|SnippetChooser)|init(?:Date|Time|DateTime)Chooser)\("[\w-]+", (\{.*\})\);', re.DOTALL
)
# Fixed rules that the rich text editor puts into the page.
EDITOR_STYLES = (
    "'sha256-GPEbccmTG2N6qHXlW2ArkUNFZ1wYcuk8xQatPHriQHk='",
    "'sha256-Mhr2Q/2u+/s2WzwlFRrqCw7x0IU+emukGS8Q9RtPZ44='",
    "'sha256-fUeFOTftKNymAkqMzWdU8lFBNvDlDIlGu8E0sH9/1rc='",
)


def for_staff(view: View) -> View:
    """Let editors in with their second factor; to people who are not staff this place does not exist."""
    guarded = staff_required(view)

    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_staff:
            raise Http404
        if not request.user.has_perm(MAY_OPEN):
            # Wagtail would send them to the sign-in page, which sends signed-in people back: for ever.
            raise NotAllowedError
        with override(SOURCE):
            response = _rendered(guarded(request, *args, **kwargs))
        # A preview has been through all doors of the public site already; their policy would keep the admin out.
        del response[CSP.HEADER_ENFORCE]
        response._csp_config = _policy(response)  # type: ignore[attr-defined]  # noqa: SLF001 - as csp_override does
        return response

    return opened


def _rendered(response: HttpResponse) -> HttpResponse:
    """Fill in the template while German is active."""
    if hasattr(response, "render") and not response.is_rendered:  # type: ignore[attr-defined]
        response.render()
    return response


def _policy(response: HttpResponse) -> dict[str, Any]:
    """Allow the site's own policy plus exactly the starters in this page; previews may be framed by the admin."""
    own: dict[str, Any] = settings.SECURE_CSP
    return own | {
        "script-src": [*own["script-src"], *_starters(response)],
        "style-src": [*own["style-src"], *EDITOR_STYLES],
        "frame-ancestors": [CSP.SELF],
    }


def _starters(response: HttpResponse) -> Iterator[str]:
    """Yield the hashes of inline scripts that only hand data to a known function; nothing else runs inline."""
    if response.streaming or not response.get("Content-Type", "").startswith(("text/html", "application/json")):
        return
    for body in INLINE.findall(response.text):
        starter = STARTER.fullmatch(body.strip())
        if starter and _is_data(starter.group(1)):
            digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
            yield f"'sha256-{digest}'"


def _is_data(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
