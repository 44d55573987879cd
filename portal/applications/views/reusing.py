"""The doors to what was handed in before: look at it, tick what is still right, take it over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal.applications import actions, queries, reuse
from portal.applications.models import Application
from portal.applications.steps import standing
from portal.applications.views import pages
from portal.catalogue import queries as catalogue
from portal.shared.guards import second_factor_required
from portal.shared.language import pick


@require_http_methods(["GET", "HEAD", "POST"])
@second_factor_required
def offer(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Show what earlier applications still say about this one, or take over what was ticked."""
    application = queries.own(pages.person(request), id)
    if not application.is_draft:
        return redirect("applications:receipt", id=id)
    return _take(request, application) if request.method == "POST" else _page(request, application)


def _take(request: HttpRequest, application: Application) -> HttpResponse:
    """Take over single ticks, and the whole first list by its own button.

    Nothing is ticked beforehand: who sends wrong statements can lose the permit (§ 54(2) no. 8 AufenthG), and people
    pass over boxes that are ticked already. So that this costs one touch and not thirty, the list of what hardly ever
    changes has a button of its own. What often changes, and every paper, needs a tick of its own.
    """
    keys = set(request.POST.getlist("take"))
    keys |= set(request.POST.getlist("steady")) if "all" in request.POST else set()
    papers, by = set(request.POST.getlist("paper")), pages.person(request)
    if not keys and not papers:
        messages.info(request, _("Nothing was ticked, so nothing was added to your form."))
        step = standing.standing_of(application).next_step
        return redirect("applications:step", id=application.pk, step=step.code)
    answers = actions.take_answers(application, keys, by=by)
    files, refused = actions.take_papers(application, papers, by=by)
    _tell(request, answers, files)
    if refused:
        return _page(request, application, refused=refused, status=422)
    _tell_what_is_left(request, _offers(application))
    return redirect(request.path)


def _tell(request: HttpRequest, answers: int, files: int) -> None:
    if answers:
        text = ngettext("%(count)s answer is in your form now.", "%(count)s answers are in your form now.", answers)
        messages.success(request, text % {"count": answers})
    if files:
        text = ngettext(
            "%(count)s document is handed in again. We are checking it.",
            "%(count)s documents are handed in again. We are checking them.",
            files,
        )
        messages.success(request, text % {"count": files})


def _tell_what_is_left(request: HttpRequest, offers: dict[str, Any]) -> None:
    left = sum(len(offers[name]) for name in ("steady", "changing", "papers"))
    if left:
        text = ngettext(
            "%(count)s line is left. Tick it if it is right today, or go on without.",
            "%(count)s lines are left. Tick what is right today, or go on without.",
            left,
        )
        messages.info(request, text % {"count": left})


def _page(request: HttpRequest, application: Application, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "applications/reuse.html", {**_offers(application), **more}, status=status)


def _offers(application: Application) -> dict[str, Any]:
    """Return what the page shows: what can be ticked, and which papers are of no use any more."""
    stands = standing.standing_of(application)
    sources = reuse.sources_of(application, stands.answers)
    answers = reuse.offered_answers(application, stands.contents, sources)
    items = catalogue.checklist_of(stands.definition, stands.answers)
    papers = reuse.offered_papers(application, items, sources)
    context = {"application": application, "service_title": pick(stands.definition.title), "sources": sources}
    context |= {"steady": [each for each in answers if not each.changes]}
    context |= {"changing": [each for each in answers if each.changes]}
    context |= {"papers": [each for each in papers if each.worth.is_valid]}
    context |= {"useless": [each for each in papers if not each.worth.is_valid]}
    return context | {"next_step": stands.next_step, "by_machine": pages.is_by_machine(stands.definition)}
