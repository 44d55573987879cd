"""The door to what was read: the person confirms it, and it goes into the form."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.applications import actions, queries
from portal.applications.views import pages
from portal.shared.guards import second_factor_required


@require_POST
@second_factor_required
def confirm(request: HttpRequest, id: UUID, document: UUID) -> HttpResponse:  # noqa: A002
    """Take over what was read from a passport or a card."""
    application = queries.own(pages.person(request), id)
    file = queries.file_of(application, document)
    actions.confirm_reading(application, file, by=pages.person(request))
    if application.is_draft:
        messages.success(request, _("Thank you. We have put this into your form."))
    return redirect(pages.card_url(application, file.requirement))
