"""Pages for clerks. Everybody else, and clerks of other offices, find nothing here."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import wraps
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from portal.accounts.models import Person
from portal.desk import actions, counter, forms, queries, rules, states, told, wording
from portal.desk.adapters.watermark import stamp
from portal.desk.models import Case, name_of
from portal.shared import clock, language
from portal.shared.errors import WrongStateError
from portal.shared.guards import View, staff_required
from portal.shared.language import pick

ON_A_PAGE = 25
# In the address: the form for asking is open and names what is missing.
MISSING = "missing"
UNKEPT = {"Cache-Control": "no-store, private", "X-Content-Type-Options": "nosniff"}


class StaffRequest(HttpRequest):
    """What `staff_required` lets through."""

    user: Person


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
    form, counts = forms.FilterForm(request.GET), queries.counts(request.user)
    wish = form.wish(request.user)
    page = Paginator(queries.listed(request.user, wish), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": _rows(list(page.object_list)),
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
    return _case_page(request, found, asks=request.GET.get("ask") == MISSING)


@staff_required
@leads_back_to("desk:case", "case_id")
def take(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Make the case mine."""
    try:
        actions.take(actions.open_case(case_id, by=request.user), by=request.user)
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
        actions.check_move(found, name)
        if not form.is_valid():
            return _case_page(request, found, form, status=422)
        actions.move(found, name, by=request.user, **form.cleaned_data)
    except WrongStateError as error:
        return _too_late(request, case_id, error, form.typed())
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
    return render(request, "desk/stuck.html", {"rows": rows})


@staff_required
@leads_back_to("desk:stuck")
def send_again(request: StaffRequest, package_id: UUID) -> HttpResponse:
    """Try once more."""
    actions.send_again(package_id, by=request.user)
    messages.success(request, _("The package is sent again. This can take a minute."))
    return redirect("desk:stuck")


def _mark(request: StaffRequest, found: Case) -> str:
    """Say who looks at a page, and when: a photo of the screen tells where it came from."""
    return f"{found.office.name} · {str(request.user.pk)[:8]} · {clock.today():%d.%m.%Y}"


def _rows(found: list[Case]) -> list[tuple[Case, str, bool]]:
    """Return each case with its applicant's name and whether it is urgent."""
    names, soon = queries.names_of(found), queries.urgent_until()
    return [(each, names[each.pk], each.ends_by(soon)) for each in found]


def _why_empty(wish: queries.Wish | None, counts: dict[str, int]) -> str:
    """Say what it means when the list is empty: the office has none, all are closed, or the filter finds none."""
    if not any(counts[state] for state in states.CASE.states()):
        return "yet"
    return "open" if wish == queries.Wish() else "fits"


def _case_page(
    request: StaffRequest, found: Case, form: forms.MoveForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    is_mine = found.assignee_id == request.user.pk
    moves = _moves(found, form, asks=more.pop("asks", False))
    context = {"case": found, "form": form, "is_mine": is_mine, "moves": moves, **_content(found), **_rules(found)}
    return render(request, "desk/case.html", {**context, **more}, status=status)


def _too_late(request: StaffRequest, case_id: UUID, error: WrongStateError, typed: str = "") -> HttpResponse:
    """Show how the case stands by now, and what was typed: it is not lost."""
    found = actions.open_case(case_id, by=request.user)
    return _case_page(request, found, status=error.status, late=error.message, typed=typed)


def _rules(found: Case) -> dict[str, Any]:
    """Return what is missing, as long as nothing is decided, and the hints that the applicant got."""
    hints = [{"text": pick(each.text), "law": each.law} for each in rules.hints_of(found)]
    return {"lack": rules.lack_of(found) if found.state in states.UNDECIDED else None, "hints": hints}


def _content(found: Case) -> dict[str, Any]:
    return {
        "applicant": queries.applicant_of(found),
        "applicant_language": language.spoken_name(found.language),
        "steps": told.steps_of(found),
        "unit": told.unit_of(found),
        "fees": (fees := told.fees_of(found)),
        "fees_total": sum((each.amount for each in fees), Decimal(0)),
        "papers": queries.papers_of(found),
        "shared": queries.shared_with(found),
        "on_their_way": counter.count_on_their_way(found),
        "entries": _entries(found),
    }


def _moves(found: Case, failed: forms.MoveForm | None, *, asks: bool) -> list[dict[str, Any]]:
    """Return the buttons that are open now, each with its form; the one that was not complete keeps its words.

    `asks`: the clerk wants to ask for what is missing.
    """
    asked = queries.last_asked_of(found) if found.state == states.NEEDS_MORE else {}
    words = {"ask": rules.request_for(found) if asks else asked}
    made = {name: forms.form_for(name, initial=words.get(name)) for name in queries.open_moves_of(found)}
    if failed is not None and failed.prefix:
        made[failed.prefix] = failed
    labels = {**wording.MOVES, "ask": wording.ASK_AGAIN} if asked else wording.MOVES
    return [_move(name, form, labels[name], is_open=asks and name == "ask") for name, form in made.items()]


def _move(name: str, form: forms.MoveForm, label: Any, *, is_open: bool) -> dict[str, Any]:
    is_final, is_open = name in states.FINAL_MOVES, is_open or bool(form.errors)
    return {"name": name, "label": label, "form": form, "is_final": is_final, "is_open": is_open}


def _entries(found: Case) -> list[dict[str, Any]]:
    first = {"title": _("Received"), "at": found.received_at, "state": "done", "text": found.reference}
    brought = counter.documents_by_id(found)
    later = [
        {"title": _later(counter.is_of_counter(each, brought)), "at": each.received_at, "state": "done", "text": ""}
        for each in queries.later_packages_of(found)
    ]
    done = [_entry(step, words) for step, words in queries.timeline_of(found)]
    return [first, *sorted([*later, *done], key=itemgetter("at"))]


def _later(is_of_counter: bool) -> Any:  # noqa: FBT001 - two words for two ways
    return wording.BROUGHT if is_of_counter else wording.MORE_ARRIVED


def _entry(step: Any, words: dict[str, str]) -> dict[str, Any]:
    until = date.fromisoformat(words["until"]) if words.get("until") else None
    by = name_of(step.by) if step.by else ""
    parts = [wording.OUTCOMES.get(words.get("outcome", ""), ""), words.get("note", ""), _day(until), by]
    text = " · ".join(str(part) for part in parts if part)
    return {"title": wording.DONE[step.move], "at": step.at, "state": "done", "text": text}


def _day(until: date | None) -> str:
    return _("until %(day)s") % {"day": f"{until:%d.%m.%Y}"} if until else ""
