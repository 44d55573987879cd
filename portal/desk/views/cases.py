"""Pages for clerks. Everybody else, and clerks of other offices, find nothing here."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from portal.desk import actions, forms, queries, standing, states, wording
from portal.desk.adapters.watermark import stamp
from portal.desk.models import Case
from portal.desk.views.requests import StaffRequest, list_address, remember_list
from portal.desk.views.showing import case_page
from portal.shared import clock
from portal.shared.errors import WrongStateError
from portal.shared.guards import View, staff_required

ON_A_PAGE = 25
UNKEPT = {"Cache-Control": "no-store, private", "X-Content-Type-Options": "nosniff"}


def leads_back_to(place: str, *names: str) -> Callable[[View], View]:
    """Let a button's address, when it is reloaded or opened, lead to the page that holds the button."""

    def posted_only(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            return redirect(place, **{name: kwargs[name] for name in names})

        return require_http_methods(["GET", "HEAD", "POST"])(answer)

    return posted_only


@staff_required
@require_safe
def cases(request: StaffRequest) -> HttpResponse:
    """The list: what is urgent stands first."""
    actions.enter(by=request.user)
    remember_list(request)
    form, counts = forms.FilterForm(request.GET), queries.counts(request.user)
    wish = form.wish(request.user)
    page = Paginator(queries.listed(request.user, wish), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": standing.standings_of(list(page.object_list)),
        "counts": counts,
        "nothing": wording.NOTHING[_why_empty(wish, counts)],
        "troubles": queries.deliveries_to_look_at(request.user).count(),
    }
    return render(request, "desk/list.html", context)


@staff_required
@require_safe
def case(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """One case: what was told, sent, found and done, and what can be done now."""
    found = actions.open_case(case_id, by=request.user)
    standing.look(found, by=request.user)
    return case_page(request, found, asks=request.GET.getlist("ask"))


@staff_required
@leads_back_to("desk:case", "case_id")
def take(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Make the case mine."""
    try:
        actions.take(actions.open_case(case_id, by=request.user), by=request.user, seen=_seen(request))
    except WrongStateError as error:
        return _too_late(request, case_id, error)
    messages.success(request, _("You work on this case now."))
    return redirect("desk:case", case_id)


@staff_required
@leads_back_to("desk:case", "case_id")
def move(request: StaffRequest, case_id: UUID, name: str) -> HttpResponse:
    """Move the case on; the applicant sees it at once."""
    found = actions.open_case(case_id, by=request.user)
    form = forms.form_for(name, request.POST)
    try:
        actions.check_seen(found, _seen(request))
        actions.check_move(found, name)
        if not form.is_valid():
            return case_page(request, found, form, status=422)
        actions.move(found, name, by=request.user, seen=_seen(request), **form.cleaned_data)
    except WrongStateError as error:
        return _too_late(request, case_id, error, form)
    messages.success(request, _("Done. The applicant sees it now."))
    return redirect("desk:case", case_id)


@staff_required
@require_GET
def page(request: StaffRequest, case_id: UUID, file_id: UUID, number: int) -> HttpResponse:
    """One cleaned page as a picture that tells who looked at it. Never the original file."""
    found = actions.open_case(case_id, by=request.user)
    picture = stamp(actions.open_page(found, file_id, number, by=request.user), _mark(request, found))
    return HttpResponse(picture, content_type="image/jpeg", headers=UNKEPT)


@staff_required
@require_GET
def copy(request: StaffRequest, case_id: UUID, file_id: UUID) -> HttpResponse:
    """All cleaned pages of a file as one PDF that tells whose copy it is."""
    found = actions.open_case(case_id, by=request.user)
    pdf = actions.open_copy(found, file_id, _mark(request, found), by=request.user)
    headers = UNKEPT | {"Content-Disposition": f'attachment; filename="{found.reference}-{str(file_id)[:8]}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@staff_required
@require_safe
def stuck(request: StaffRequest) -> HttpResponse:
    """Packages that did not get through to a back-office."""
    actions.enter(by=request.user)
    rows = [(each, wording.DELIVERY_STATES[each.state]) for each in queries.deliveries_to_look_at(request.user)]
    return render(request, "desk/stuck.html", {"rows": rows, "list_url": list_address(request)})


@staff_required
@leads_back_to("desk:stuck")
def send_again(request: StaffRequest, package_id: UUID) -> HttpResponse:
    """Try once more."""
    actions.send_again(package_id, by=request.user)
    messages.success(request, _("The package is sent again. This can take a minute."))
    return redirect("desk:stuck")


def _seen(request: StaffRequest) -> str:
    """Return what the page has seen on which a button was pressed; nothing when it does not say."""
    return request.POST.get("seen", "")


def _mark(request: StaffRequest, found: Case) -> str:
    """Say who looks at a page, and when: a photo of the screen tells where it came from."""
    return f"{found.office.name} · {str(request.user.pk)[:8]} · {clock.today():%d.%m.%Y}"


def _why_empty(wish: queries.Wish | None, counts: dict[str, int]) -> str:
    """Say what it means when the list is empty: the office has none, all are closed, or the filter finds none."""
    if not any(counts[state] for state in states.CASE.states()):
        return "yet"
    return "open" if wish == queries.Wish() else "fits"


def _too_late(
    request: StaffRequest, case_id: UUID, error: WrongStateError, form: forms.MoveForm | None = None
) -> HttpResponse:
    """Show how the case stands by now. What was typed stands in its form again, or alone where that is closed."""
    found = actions.open_case(case_id, by=request.user)
    more: dict[str, Any] = {"late": error.message}
    if form is not None and form.prefix in queries.open_moves_of(found):
        return case_page(request, found, status=error.status, again=form, **more)
    return case_page(request, found, status=error.status, typed=form.typed() if form else "", **more)
