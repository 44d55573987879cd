"""The needs check: one question a page, then the result. Every step is a POST that leads on; the back button works."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.needs import actions, queries
from portal.needs.forms import QuestionsForm
from portal.needs.queries import Place
from portal.offices import queries as offices
from portal.shared.guards import public


@public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Say what this is, with the first question right below."""
    first = queries.needs_check().questions[0]
    place = Place(first, 1, None)
    return _page(request, place, _form(request, place))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, code: str) -> HttpResponse:
    """Ask one question, or keep its answer and go on; a question that is not open yet leads to the one that is."""
    if queries.needs_check().question(code) is None:
        raise Http404
    place = queries.place_of(request.session, code)
    if place is None:
        return _go_on(request)
    form = _form(request, place)
    if request.method != "POST":
        return _page(request, place, form)
    if not form.is_valid():
        return _page(request, place, form, status=422)
    actions.answer(request.session, place.question, form.cleaned_data[code])
    return _go_on(request)


@public
@require_safe
def result(request: HttpRequest) -> HttpResponse:
    """Show what to apply for, or the question that is still open."""
    if queries.next_question(request.session) is not None:
        return _go_on(request)
    found, origins = queries.result_of(request.session), queries.needs_check().origins
    context = {"result": found, "offices": offices.active_offices(), "by_machine": queries.is_by_machine(origins)}
    return render(request, "needs/result.html", context)


@public
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Erase everything and begin anew."""
    actions.start_again(request.session)
    return redirect("needs:start")


def _go_on(request: HttpRequest) -> HttpResponseRedirect:
    following = queries.next_question(request.session)
    return redirect("needs:question", code=following.code) if following else redirect("needs:result")


def _form(request: HttpRequest, place: Place) -> QuestionsForm:
    data = request.POST if request.method == "POST" else None
    code, before = place.question.code, queries.offered_before(request.session, place.question)
    return QuestionsForm([place.question], data, {code: before, **queries.counting(request.session)[1]})


def _page(request: HttpRequest, place: Place, form: QuestionsForm, *, status: int = 200) -> HttpResponse:
    by_machine = queries.is_by_machine(queries.needs_check().origins)
    context = {"place": place, "form": form, "field": form[place.question.code], "by_machine": by_machine}
    context["is_from_before"] = queries.offered_before(request.session, place.question) is not None
    return render(request, "needs/question.html", context, status=status)
