"""Who may open the editors' admin, and in which language it works."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override

from cms.translation.models import SOURCE
from portal.shared.guards import staff_required

View = Callable[..., HttpResponse]


def for_staff(view: View) -> View:
    """Let staff in with their second factor; to everybody else this place does not exist."""
    guarded = staff_required(view)

    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_staff:
            raise Http404
        with override(SOURCE):
            response = guarded(request, *args, **kwargs)
            # Templates are filled in German too.
            if hasattr(response, "render") and not response.is_rendered:  # type: ignore[attr-defined]
                response.render()
        return response

    return opened
