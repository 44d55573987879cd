"""What is not here any more is said within the admin: its people come from old tabs and old links."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from cms.services.views.pages import page

type View = Callable[..., HttpResponse]


def or_gone(view: View) -> View:
    """Answer with a page of the admin (410) where a view finds nothing.

    A 404 would be looked for on the public site once more, in the reader's language, and end on a page of applicants.
    """

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            answer = page(request, "cms_services/gone.html", "Das gibt es hier nicht mehr", {})
            answer.status_code = 410
            return answer

    return told
