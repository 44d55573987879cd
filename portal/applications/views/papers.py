"""The doors to documents: what is asked for, upload, progress of each file, remove, keep anyway, look at it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from portal.accounts import actions as accounts
from portal.applications import actions, policies, queries
from portal.applications.forms import PromiseForm
from portal.applications.models import Application
from portal.applications.steps import requirements, standing
from portal.applications.views import pages
from portal.documents import queries as documents
from portal.documents.models import Document
from portal.shared.guards import second_factor_required
from portal.shared.language import pick
from portal.vault.uploads import takes_uploads


@require_safe
@second_factor_required
def overview(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Show one card per document asked for; after sending, as long as the office still takes documents."""
    application = actions.brought_up_to_date(queries.own(pages.person(request), id))
    if not policies.may_add_papers(application):
        return redirect("applications:receipt", id=id)
    return _page(request, application)


@require_POST
@second_factor_required
def send(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Send the documents that follow after the application."""
    application = queries.own(pages.person(request), id)
    sent = actions.send_supplement(application, by=pages.person(request))
    text = ngettext("Your document has arrived.", "Your %(count)s documents have arrived.", len(sent))
    messages.success(request, text % {"count": len(sent)})
    return redirect("status:application", id)


@takes_uploads
@require_POST
@second_factor_required
def upload(request: HttpRequest, id: UUID, requirement: str) -> HttpResponse:  # noqa: A002
    """Take files for one requirement; each is taken or refused for itself."""
    application = queries.own(pages.person(request), id)
    wanted = requirements.requirement_of(application, requirement)
    files: Any = request.FILES.getlist("files")
    refused = actions.take_files(application, wanted, files, by=pages.person(request))
    if refused or not files:
        return _page(request, application, requirement, refused=refused, has_none=not files, status=422)
    return redirect(pages.card_url(application, requirement))


@require_POST
@second_factor_required
def later(request: HttpRequest, id: UUID, requirement: str) -> HttpResponse:  # noqa: A002
    """Note that a document follows by a day, or take that back."""
    application = queries.own(pages.person(request), id)
    wanted = requirements.requirement_of(application, requirement)
    form = PromiseForm(request.POST)
    if "cancel" not in request.POST and not form.is_valid():
        return _page(request, application, requirement, promise_form=form, status=422)
    actions.promise(application, wanted.code, form.day_or_nothing, by=pages.person(request))
    return redirect(pages.card_url(application, requirement))


@require_safe
@second_factor_required
def document(request: HttpRequest, id: UUID, document: UUID) -> HttpResponse:  # noqa: A002
    """Show how one file stands; the page asks again while it is being checked."""
    application, file = _own_file(request, id, document)
    context = {"application": application, "report": documents.report_of(file)}
    context["beside"] = requirements.reports_beside(application, file)
    return render(request, "applications/_verdict.html", context)


@require_POST
@second_factor_required
def remove(request: HttpRequest, id: UUID, document: UUID) -> HttpResponse:  # noqa: A002
    """Take a file back."""
    application, file = _own_file(request, id, document)
    actions.remove_file(application, file, by=pages.person(request))
    return redirect(pages.card_url(application, file.requirement))


@require_POST
@second_factor_required
def anyway(request: HttpRequest, id: UUID, document: UUID) -> HttpResponse:  # noqa: A002
    """Keep a file although a check warns."""
    application, file = _own_file(request, id, document)
    actions.send_file_anyway(application, file, by=pages.person(request))
    return redirect(pages.card_url(application, file.requirement))


@require_safe
@second_factor_required
def page(request: HttpRequest, id: UUID, document: UUID, number: int) -> HttpResponse:  # noqa: A002
    """Show one cleaned page of one's own file: a fresh picture, never the upload itself."""
    _application, file = _own_file(request, id, document)
    accounts.spend("download", pages.person(request).pk)
    picture = requirements.picture_of(file, number)
    headers = {"Content-Disposition": f'inline; filename="page-{number}.jpg"'}
    headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return HttpResponse(picture, content_type="image/jpeg", headers=headers)


def _own_file(request: HttpRequest, application_id: UUID, document_id: UUID) -> tuple[Application, Document]:
    application = queries.own(pages.person(request), application_id)
    return application, queries.file_of(application, document_id)


def _page(
    request: HttpRequest, application: Application, touched: str = "", *, status: int = 200, **touched_context: Any
) -> HttpResponse:
    stands = standing.standing_of(application)
    cards = requirements.cards_of(application, stands.answers)
    context = {"application": application, "service_title": pick(stands.definition.title)}
    context |= {"cards": cards, "touched": touched}
    open_step = None if stands.is_complete else stands.next_step
    context |= {"last_step": stands.steps[-1], "open_step": open_step, "promise_form": PromiseForm()}
    context |= {"by_machine": pages.is_by_machine(stands.definition), "is_waiting": requirements.is_waiting(cards)}
    context |= {"moved": pages.told_of_move(application)} if application.is_draft and stands.has_moved else {}
    name = "applications/documents.html" if application.is_draft else "applications/supplement.html"
    return render(request, name, {**context, **touched_context}, status=status)
