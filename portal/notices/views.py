"""The person's messages, and the demo's mailbox."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.notices import queries
from portal.shared.guards import public, second_factor_required

PER_PAGE = 20


@require_safe
@second_factor_required
def inbox(request: HttpRequest) -> HttpResponse:
    """Show all messages to the person who is signed in."""
    page = Paginator(queries.notices_of(request.user), PER_PAGE).get_page(request.GET.get("page"))  # type: ignore[arg-type]
    return render(request, "notices/inbox.html", {"page": page})


@require_safe
@public
def mailbox(request: HttpRequest) -> HttpResponse:
    """Show the mails of the demonstration to everybody; elsewhere this page does not exist."""
    if not settings.DEMO:
        raise Http404
    template = "notices/_mails.html" if request.headers.get("HX-Request") else "notices/mailbox.html"
    return render(request, template, {"mails": queries.readable_mails()})
