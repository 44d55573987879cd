"""Who may open the editors' admin, in which language it works, and what its pages may run."""

import json
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csp import get_nonce
from django.utils.csp import CSP
from django.utils.translation import override

from cms.translation.models import SOURCE
from portal.shared.errors import NotAllowedError
from portal.shared.guards import staff_required

View = Callable[..., HttpResponse]
MAY_OPEN = "wagtailadmin.access_admin"

INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# Wagtail starts some form fields by an inline call of one of these with an id and data.
FIELD_STARTER = re.compile(
    r"(?:new (?:PageChooser|SnippetChooser)|init(?:Date|Time|DateTime)Chooser)"
    r'\("(?:[\w-]|\\u[0-9A-F]{4})+", (\{.*\})\);',
    re.DOTALL,
)
# Lists of rows hand their data over as one escaped string, which cannot hold more than data.
LIST_STARTER = re.compile(
    r"\(function\(\) \{\s*var panel = new (?:InlinePanel|MultipleChooserPanel)"
    r'\(JSON\.parse\("(?:[^"\\\n]|\\u[0-9A-F]{4})*"\)\);\s*\}\)\(\);'
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
        _let_starters_run(request, response)
        response._csp_config = _policy()  # type: ignore[attr-defined]  # noqa: SLF001 - as csp_override does
        return response

    return opened


def _rendered(response: HttpResponse) -> HttpResponse:
    """Fill in the template while German is active."""
    if hasattr(response, "render") and not response.is_rendered:  # type: ignore[attr-defined]
        response.render()
    return response


def _policy() -> dict[str, Any]:
    """Allow the site's own policy and the editor's fixed styles; previews may be framed by the admin."""
    own: dict[str, Any] = settings.SECURE_CSP
    return own | {"style-src": [*own["style-src"], *EDITOR_STYLES], "frame-ancestors": [CSP.SELF]}


def _let_starters_run(request: HttpRequest, response: HttpResponse) -> None:
    """Sign the inline scripts that only hand data to a known function; nothing else runs inline.

    A nonce and no hash: a row that an editor adds to a list carries its number in its starter.
    """
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return
    signed = INLINE.sub(lambda found: _signed(request, found), response.text)
    if signed != response.text:
        response.content = signed.encode()


def _signed(request: HttpRequest, found: re.Match[str]) -> str:
    if not _is_starter(found.group(1).strip()):
        return found.group(0)
    # Django makes the nonce when it is first written out, and then names it in the header.
    return f'<script nonce="{get_nonce(request)}">{found.group(1)}</script>'


def _is_starter(script: str) -> bool:
    field = FIELD_STARTER.fullmatch(script)
    return _is_data(field.group(1)) if field else LIST_STARTER.fullmatch(script) is not None


def _is_data(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
