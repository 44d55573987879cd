"""The computer's side of handing papers over to a phone: make a code, watch what arrives, cancel."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portal.applications import actions, queries
from portal.applications.models import Application
from portal.applications.steps import requirements
from portal.applications.views import pages
from portal.passes import actions as passes
from portal.passes import queries as pass_queries
from portal.passes.queries import Standing
from portal.shared.adapters import segno
from portal.shared.guards import second_factor_required


@require_POST
@second_factor_required
def make(request: HttpRequest, id: UUID, requirement: str) -> HttpResponse:  # noqa: A002
    """Make a code for one paper."""
    application = queries.own(pages.person(request), id)
    wanted = requirements.requirement_of(application, requirement)
    permit, token = actions.make_pass(application, wanted, by=pages.person(request))
    passes.remember(request.session, permit, token)
    return redirect("applications:phone", id, requirement, permit.pk)


@require_safe
@second_factor_required
def show(request: HttpRequest, id: UUID, requirement: str, permit: UUID) -> HttpResponse:  # noqa: A002
    """Show the code, then what arrives; htmx asks for this part again and again, and leads back at the end."""
    application = queries.own(pages.person(request), id)
    standing = pass_queries.standing_of(pass_queries.made_by(pages.person(request), id, permit))
    if standing.is_finished:
        return pages.go(request, pages.card_url(application, requirement))
    if request.GET.get("seen") == standing.mark:
        return HttpResponse(status=204)
    template = "passes/_waiting.html" if request.headers.get("HX-Request") else "applications/phone_code.html"
    return render(request, template, _context(request, application, requirement, standing))


@require_POST
@second_factor_required
def cancel(request: HttpRequest, id: UUID, requirement: str, permit: UUID) -> HttpResponse:  # noqa: A002
    """End the code and whatever was opened with it."""
    application = queries.own(pages.person(request), id)
    passes.revoke(pass_queries.made_by(pages.person(request), id, permit), by=pages.person(request))
    return redirect(pages.card_url(application, requirement))


def _context(request: HttpRequest, application: Application, requirement: str, standing: Standing) -> dict[str, Any]:
    token = pass_queries.remembered(request.session, standing.permit) if standing.is_waiting else ""
    address = pass_queries.address_of(token) if token else ""
    place: dict[str, Any] = {"id": application.pk, "requirement": requirement}
    here = {**place, "permit": standing.permit.pk}
    return {
        "standing": standing,
        "item": requirements.item_of(application, requirement),
        "address": address,
        "code": segno.svg(address) if address else "",
        "here_url": reverse("applications:phone", kwargs=here),
        "cancel_url": reverse("applications:phone-cancel", kwargs=here),
        "again_url": reverse("applications:phone-make", kwargs=place),
        "back_url": pages.card_url(application, requirement),
    }
