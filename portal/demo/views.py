"""The page that lets a newcomer in."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.demo import actions, queries
from portal.shared.guards import public


@require_safe
@public
def logins(request: HttpRequest) -> HttpResponse:
    """Show all accounts of the demonstration with their codes."""
    if not settings.DEMO:
        raise Http404
    context = {
        "password": actions.PASSWORD,
        "staff": queries.staff_logins(),
        "applicants": queries.applicant_logins(),
    }
    template = "demo/_logins.html" if request.headers.get("HX-Request") else "demo/logins.html"
    return render(request, template, context)
