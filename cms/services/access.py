"""Who may open which page of this room. The admin's own door has been passed already."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from portal.shared.errors import NotAllowedError

View = Callable[..., HttpResponse]
# Translators have the first, editors both.
CHANGE_TEXTS, CHANGE_RULES = "catalogue.change_service", "catalogue.add_service"


def needs(permission: str) -> Callable[[View], View]:
    """Let in only people with a permission."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise NotAllowedError
            return view(request, *args, **kwargs)

        return guarded

    return guard


for_texts, for_rules = needs(CHANGE_TEXTS), needs(CHANGE_RULES)
