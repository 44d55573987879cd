"""Check the answers, send, receipt."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from portal.accounts import actions as accounts
from portal.applications import actions, package, queries
from portal.applications.models import Application
from portal.applications.steps import requirements, standing
from portal.applications.views import pages, parts
from portal.applications.views.checking import Papers, sections_of
from portal.catalogue import queries as catalogue
from portal.shared.adapters import segno
from portal.shared.guards import second_factor_required
from portal.shared.language import pick

# In the address: every part of the page before sending is open.
ALL = "all"


@require_safe
@second_factor_required
def check(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Show everything once more, with links back, before it is sent."""
    application = actions.brought_up_to_date(queries.own(pages.person(request), id))
    if not application.is_draft:
        return redirect("applications:receipt", id=id)
    context = {"shows_all": request.GET.get("show") == ALL, **_to_check(application)}
    return render(request, "applications/check.html", context)


def _to_check(application: Application) -> dict[str, Any]:
    stands = standing.standing_of(application)
    context = {"application": application, "standing": stands, "service_title": pick(stands.definition.title)}
    context |= {"sections": sections_of(stands), "papers": Papers(requirements.cards_of(application, stands.answers))}
    context["by_machine"] = pages.is_by_machine(stands.definition)
    fees = catalogue.lines_so_far(stands.definition, stands.weighed.facts, catalogue.law_on())
    context |= {"fees": fees, "total": catalogue.known_total(fees)}
    context |= parts.told(stands, stands.definition.hints) | {"other_office": parts.other_office(stands)}
    context["notes"] = pages.notes_of(stands.definition, stands.weighed.facts)
    return context | ({"moved": pages.told_of_move(application)} if stands.has_moved else {})


@require_POST
@second_factor_required
def submit(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Send once; every further click leads to the same receipt."""
    application = queries.own(pages.person(request), id)
    is_sent = actions.try_to_submit(application, by=pages.person(request))
    return redirect("applications:receipt" if is_sent else "applications:check", id=id)


@require_safe
@second_factor_required
def receipt(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Show the proof, frozen at the moment of sending."""
    application = _sent(request, id)
    if application.is_draft:
        return redirect("applications:check", id=id)
    content = queries.receipt_content(queries.receipt_of(application))
    code = segno.svg(package.verify_address(content["token"]))
    context = {"application": application, "receipt": application.receipt, "content": package.readable(content)}
    context |= {"code": code, "later": package.later_files_of(application)}
    return render(request, "applications/receipt.html", context)


@require_safe
@second_factor_required
def download(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Say whether the PDF is ready; the receipt page asks again until it is."""
    application = _sent(request, id)
    context = {"application": application, "receipt": queries.receipt_of(application)}
    return render(request, "applications/_download.html", context)


@require_safe
@second_factor_required
def receipt_pdf(request: HttpRequest, id: UUID) -> HttpResponseBase:  # noqa: A002
    """Hand out the printed receipt, or lead to the page that says it is being made."""
    application = _sent(request, id)
    found = queries.receipt_of(application)
    if not found.is_printed:
        return redirect("applications:receipt", id=id)
    accounts.spend("download", pages.person(request).pk)
    headers = {"Content-Disposition": content_disposition_header(True, f"{application.reference}.pdf")}
    portions = queries.open_receipt_pdf(found)
    return StreamingHttpResponse(portions, content_type="application/pdf", headers=headers)


def _sent(request: HttpRequest, application_id: UUID) -> Application:
    return queries.own(pages.person(request), application_id, Application.objects.select_related("receipt"))
