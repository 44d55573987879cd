"""Pages to look at; nothing is changed here."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.accounts import actions as accounts
from portal.accounts.models import Person
from portal.applications import queries as applications
from portal.shared.address import client_address
from portal.shared.guards import public, second_factor_required
from portal.status import queries

NOT_FOUND = 404


@require_safe
@second_factor_required
def application(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002 - the name in all addresses
    """Show the applicant how the application stands; htmx asks for the inner part again and again."""
    row = applications.ever_own(cast("Person", request.user), id)
    context: dict[str, Any] = {"standing": queries.standing_of(row)}
    if request.headers.get("HX-Request"):
        return render(request, "status/_standing.html", context)
    return render(request, "status/application.html", context | {"notes": queries.notes_of(row)})


@require_safe
@public
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Tell the holder of a receipt whether it is genuine; guessing is limited and looks the same every time."""
    accounts.spend("verify", client_address(request))
    proof = queries.proof_of(token)
    response = render(request, "status/verify.html", {"proof": proof}, status=200 if proof else NOT_FOUND)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
