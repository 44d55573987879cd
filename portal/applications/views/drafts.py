"""Starting an application, the list of one's own, deleting a draft."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.applications import actions, queries, reuse
from portal.applications.forms import PostcodeForm
from portal.applications.models import Application
from portal.applications.steps import standing
from portal.applications.views import pages, together
from portal.catalogue import queries as catalogue
from portal.catalogue.models import Service
from portal.needs import queries as needs
from portal.offices import queries as offices
from portal.offices.models import Office
from portal.shared import guards


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """List one's drafts and applications, families together, and what else one can apply for."""
    # What a newer version asks anew is counted here already, and "continue" leads to it.
    rows = [actions.brought_up_to_date(each) for each in queries.applications_of(pages.person(request))]
    families = together.families_in(rows, may_open=bool(request.user.is_verified()))  # type: ignore[union-attr]
    alone = [each for each in rows if not any(each in family.applications for family in families)]
    context = {
        "families": families,
        "drafts": [standing.standing_of(each) for each in alone if each.is_draft],
        "sent": [each for each in alone if not each.is_draft],
        "services": catalogue.service_cards(),
    }
    return render(request, "applications/list.html", context)


@guards.public
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, service_slug: str) -> HttpResponse:
    """Explain, ask the postcode, name the office; signed-in people then begin or go on."""
    service = catalogue.service_by_slug(service_slug)
    if service is None:
        raise Http404
    if request.method == "POST" and "office" in request.POST:
        return _begin(request, service)
    if request.method == "POST":
        return _find_office(request, service)
    return _start_page(request, service, PostcodeForm())


def _find_office(request: HttpRequest, service: Service) -> HttpResponse:
    form = PostcodeForm(request.POST)
    if not form.is_valid():
        return _start_page(request, service, form, status=422)
    office = offices.office_for(form.cleaned_data["postcode"])
    if office is None:
        return _start_page(request, service, form, unknown=True)
    # The office is in the address, not the postcode: it survives sign-in and says little about anybody.
    return redirect(f"{request.path}?{urlencode({'office': office.slug})}")


def _begin(request: HttpRequest, service: Service) -> HttpResponse:
    office = _office(request.POST["office"])
    if office is None:
        raise Http404
    if not request.user.is_authenticated:
        return sign_in(f"{request.path}?{urlencode({'office': office.slug})}")
    there = _draft(request, service, office)
    application = there or _start(request, service, office)
    if there is None and reuse.has_earlier(application):
        return redirect("applications:reuse", id=application.pk)
    return redirect("applications:step", id=application.pk, step=standing.standing_of(application).next_step.code)


def _start(request: HttpRequest, service: Service, office: Office) -> Application:
    """Begin with what was said before signing in: answers of the needs check, marks on the checklist."""
    definition = catalogue.definition_of(catalogue.current_version(service.slug))
    answers = needs.carried(request.session, definition)
    brought = actions.Brought(answers, needs.marks(request.session, service.slug))
    application = actions.start(service.slug, office, by=pages.person(request), brought=brought)
    if answers:
        messages.info(
            request,
            _("Your answers from “What do I need?” are in the form already. Please look whether they are right."),
        )
    return application


def _start_page(
    request: HttpRequest, service: Service, form: PostcodeForm, *, unknown: bool = False, status: int = 200
) -> HttpResponse:
    office = _office(request.GET.get("office", ""))
    context: dict[str, Any] = {
        "office": office,
        "draft": _draft(request, service, office),
        "form": form,
        "unknown": unknown,
    }
    context |= {"here": request.get_full_path(), "offices": offices.active_offices()}
    return render(request, "applications/start.html", {**context, **pages.service_context(service)}, status=status)


def _draft(request: HttpRequest, service: Service, office: Office | None) -> Application | None:
    if office is None or not request.user.is_authenticated:
        return None
    return queries.draft_of(pages.person(request), service.slug, office.pk)


def _office(slug: str) -> Office | None:
    return next((each for each in offices.active_offices() if each.slug == slug), None)


def sign_in(back_to: str, **told: str) -> HttpResponseRedirect:
    """Lead to the sign-in page and back; `ended="1"` lets it say that what was typed is kept."""
    return redirect(f"{reverse('account_login')}?{urlencode({**told, 'next': back_to})}")


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002 - the contract's name for it
    """Ask, then delete a draft."""
    application = queries.own(pages.person(request), id)
    if not application.is_draft:
        return redirect("applications:receipt", id=id)
    if request.method == "POST":
        actions.leave(application, by=pages.person(request))
        messages.success(request, _("Your draft is deleted."))
        return redirect("applications:list")
    return render(request, "applications/withdraw.html", {"application": application})
