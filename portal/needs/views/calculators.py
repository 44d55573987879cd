"""Calculators for everybody: what is typed comes by POST, is worked out and forgotten."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from portal.needs import queries
from portal.needs.forms import QuestionsForm
from portal.shared.guards import public


@public
@require_http_methods(["GET", "HEAD", "POST"])
def calculator(request: HttpRequest, name: str) -> HttpResponse:
    """Ask what one calculator needs, and show the result of what was typed; nothing of it is kept."""
    data = request.POST if request.method == "POST" else None
    form = QuestionsForm(queries.calculator_questions(name, request.POST.dict()), data, may_skip=True)
    panel = queries.calculator_panel(name, form.cleaned_data) if form.is_valid() else None
    context = {"form": form, "panel": panel, "name": name, "service": queries.CALCULATORS[name].service}
    return render(request, "needs/calculator.html", context, status=422 if form.errors else 200)
