"""Papers brought in person: take files in for a case, from this computer or by the camera of another device."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.desk import actions, counter, forms, rules
from portal.desk.models import Case
from portal.desk.views.cases import leads_back_to
from portal.desk.views.requests import StaffRequest
from portal.passes import actions as passes
from portal.passes import queries as pass_queries
from portal.passes.queries import Standing
from portal.shared.adapters import segno
from portal.shared.guards import staff_required
from portal.vault.uploads import SealedUpload, takes_uploads


@takes_uploads
@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show what was brought in and how its check stands; on POST take files in."""
    found = actions.open_case(case_id, by=request.user)
    if request.method == "POST":
        return _take(request, found)
    if _is_part(request):
        return render(request, "desk/_brought.html", {"case": found, **_brought(found)})
    return _page(request, found, _form(found, None))


@staff_required
@leads_back_to("desk:papers", "case_id")
def make_code(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Make a code for the camera of the clerk's own device."""
    found = actions.open_case(case_id, by=request.user)
    form = _form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    item = counter.item_of(found, form.cleaned_data["requirement"])
    permit, token = actions.make_pass(found, item.requirement, by=request.user)
    passes.remember(request.session, permit, token)
    return redirect("desk:phone", case_id, permit.pk)


@staff_required
@require_safe
def phone(request: StaffRequest, case_id: UUID, permit: UUID) -> HttpResponse:
    """Show the code, then what arrives; htmx asks for this part again and again, and leads back at the end."""
    found = actions.open_case(case_id, by=request.user)
    standing = pass_queries.standing_of(pass_queries.made_by(request.user, found.case_id, permit))
    if standing.is_finished:
        return _back(request, found)
    if request.GET.get("seen") == standing.mark:
        return HttpResponse(status=204)
    template = "passes/_waiting.html" if _is_part(request) else "desk/phone.html"
    return render(request, template, _code(request, found, standing))


@staff_required
@leads_back_to("desk:papers", "case_id")
def cancel_code(request: StaffRequest, case_id: UUID, permit: UUID) -> HttpResponse:
    """End the code and whatever was opened with it."""
    found = actions.open_case(case_id, by=request.user)
    passes.revoke(pass_queries.made_by(request.user, found.case_id, permit), by=request.user)
    return redirect("desk:papers", case_id)


def _take(request: StaffRequest, found: Case) -> HttpResponse:
    files: list[SealedUpload] = request.FILES.getlist("files")  # type: ignore[assignment]
    form = _form(found, request.POST, has_files=bool(files))
    if not form.is_valid():
        return _page(request, found, form, status=422)
    item = counter.item_of(found, form.cleaned_data["requirement"])
    refused = actions.take_papers(found, item.requirement, files, by=request.user)
    if count := len(files) - len(refused):
        text = ngettext(
            "The paper has arrived and is being checked.",
            "%(count)s papers have arrived and are being checked.",
            count,
        )
        messages.success(request, text % {"count": count})
    return _page(request, found, form, status=422, refused=refused) if refused else redirect("desk:papers", found.pk)


def _form(found: Case, data: Any, *, has_files: bool = True) -> forms.PaperForm:
    return forms.PaperForm(data, counter.asked_of(found), rules.names_of(found), has_files=has_files)


def _page(
    request: StaffRequest, found: Case, form: forms.PaperForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    return render(request, "desk/papers.html", {"case": found, "form": form, **_brought(found), **more}, status=status)


def _brought(found: Case) -> dict[str, Any]:
    brought = counter.brought_to(found)
    return {"brought": brought, "is_settled": all(each.is_settled for each in brought)}


def _code(request: StaffRequest, found: Case, standing: Standing) -> dict[str, Any]:
    token = pass_queries.remembered(request.session, standing.permit) if standing.is_waiting else ""
    address = pass_queries.address_of(token) if token else ""
    here = {"case_id": found.pk, "permit": standing.permit.pk}
    return {
        "case": found,
        "standing": standing,
        "item": counter.item_of(found, standing.permit.requirement),
        "address": address,
        "code": segno.svg(address) if address else "",
        "here_url": reverse("desk:phone", kwargs=here),
        "cancel_url": reverse("desk:phone-cancel", kwargs=here),
        "again_url": reverse("desk:phone-make", args=[found.pk]),
        "back_url": reverse("desk:papers", args=[found.pk]),
    }


def _back(request: HttpRequest, found: Case) -> HttpResponse:
    address = reverse("desk:papers", args=[found.pk])
    return HttpResponse(status=204, headers={"HX-Redirect": address}) if _is_part(request) else redirect(address)


def _is_part(request: HttpRequest) -> bool:
    return bool(request.headers.get("HX-Request"))
