"""Who may come in: every view asks for a signed-in person unless it is marked public."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase

from portal.shared.errors import NeedsSecondFactorError, NotAllowedError

View = Callable[..., HttpResponseBase]

# Opens a view to everybody; without it a view is for signed-in people.
public = login_not_required


def second_factor_required[Answer: HttpResponseBase](view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Let in only a person who has shown a second factor in this session; others are led there and back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Answer:
        if not request.user.is_verified():  # type: ignore[union-attr]
            raise NeedsSecondFactorError
        return view(request, *args, **kwargs)

    return guarded


def staff_required[Answer: HttpResponseBase](view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Let in only staff with a second factor; which office and role, the policies decide."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Answer:
        if not request.user.is_staff:
            raise NotAllowedError
        return view(request, *args, **kwargs)

    return second_factor_required(guarded)
