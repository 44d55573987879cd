"""The doors to putting one's own files in order: turn a page, move a file, undo its removal."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from portal.applications import actions, queries
from portal.applications.errors import UnknownApplicationError
from portal.applications.steps import requirements
from portal.applications.views import pages
from portal.documents.errors import DocumentRefusedError
from portal.shared.guards import second_factor_required

STEPS = {"earlier": -1, "later": 1}


@require_POST
@second_factor_required
def turn(request: HttpRequest, id: UUID, document: UUID, number: int) -> HttpResponse:  # noqa: A002
    """Turn a page by a quarter, clockwise."""
    application = queries.own(pages.person(request), id)
    file = queries.file_of(application, document)
    actions.turn_page(application, file, number, by=pages.person(request))
    return redirect(pages.card_url(application, file.requirement))


@require_POST
@second_factor_required
def move(request: HttpRequest, id: UUID, document: UUID, way: str) -> HttpResponse:  # noqa: A002
    """Move a file one place earlier or later."""
    application = queries.own(pages.person(request), id)
    file = queries.file_of(application, document)
    if way not in STEPS:
        raise UnknownApplicationError
    actions.move_file(application, file, STEPS[way], by=pages.person(request))
    return redirect(pages.card_url(application, file.requirement))


@require_POST
@second_factor_required
def undo(request: HttpRequest, id: UUID, document: UUID) -> HttpResponse:  # noqa: A002
    """Take a removal back."""
    application = queries.own(pages.person(request), id)
    file = queries.removed_file_of(application, document)
    wanted = requirements.requirement_of(application, file.requirement)
    try:
        actions.restore_file(application, wanted, file, by=pages.person(request))
    except DocumentRefusedError as error:
        messages.error(request, str(error.message))
    return redirect(pages.card_url(application, file.requirement))
