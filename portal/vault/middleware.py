"""The end of a request: nothing that was uploaded stays behind by accident.

It stands in front of the CSRF check, the first that reads a body (the token is in it).
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portal.vault.uploads import SealingUploadHandler

Answer = Callable[[HttpRequest], HttpResponse]


def leftovers(get_response: Answer) -> Answer:
    """Clear up after uploads that no view took over: a failed check, a page not found, an error, a broken body."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            return get_response(request)
        finally:
            if request.content_type == "multipart/form-data":
                _clear_up(request)

    return middleware


def _clear_up(request: HttpRequest) -> None:
    for handler in request.upload_handlers:
        if isinstance(handler, SealingUploadHandler):
            handler.clear_up()
