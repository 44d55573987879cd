"""The doors for staff: how well the checks work, and which of them an office runs."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.documents import actions, policies
from portal.documents.forms import SwitchForm
from portal.documents.quality import board_of
from portal.shared.errors import NotAllowedError
from portal.shared.guards import staff_required


@require_safe
@staff_required
def quality(request: HttpRequest) -> HttpResponse:
    """Show what the checks said in the last twelve months, and how often people overruled them."""
    person: Any = request.user
    board = board_of(person)
    if not board.offices:
        raise NotAllowedError
    return render(request, "documents/quality.html", {"board": board})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def switch(request: HttpRequest) -> HttpResponse:
    """Switch a check off or on; a page that is loaded again leads back to the list."""
    person: Any = request.user
    form = SwitchForm(request.POST)
    if request.method == "POST" and form.is_valid():
        office = get_object_or_404(policies.offices_of(person), slug=form.cleaned_data["office"])
        is_on = form.cleaned_data["to"] == "on"
        actions.switch_check(office, form.cleaned_data["check"], is_on=is_on, by=person)
        messages.success(request, _("Saved."))
    return redirect("documents:quality")
