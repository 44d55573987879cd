"""One step of the form: show, save at every change, go on. What arrives without a session is kept, not lost."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.signing import TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from portal.applications import actions, queries
from portal.applications.actions import Saved
from portal.applications.forms import StepForm
from portal.applications.models import Application
from portal.applications.receivers import HELD_COOKIE
from portal.applications.steps import progress, requirements, standing
from portal.applications.views import drafts, pages
from portal.shared import clock, guards, language
from portal.shared.context import same_page_in
from portal.shared.language import pick

# Far more than any honest step; the rest of a giant request is not looked at.
MOST_FIELDS = 60
MOST_TEXT = 20_000


@guards.public
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, id: UUID, step: str) -> HttpResponse:  # noqa: A002
    """Show a step, or take what was typed and go on."""
    if not request.user.is_authenticated:
        return _without_session(request, id, step)
    if request.method == "POST":
        saved = actions.save_step(id, step, _fields(request), by=pages.person(request))
        return _go_on(request, saved)
    return _show(request, queries.own(pages.person(request), id), step)


@guards.public
@require_POST
def autosave(request: HttpRequest, id: UUID, step: str) -> HttpResponse:  # noqa: A002
    """Keep what stands in the form now; answer with the time and the questions that appeared or went."""
    if not request.user.is_authenticated:
        return _hold(
            request, id, step, render(request, "applications/_signed_out.html", {"next": _step_url(id, step)})
        )
    saved = actions.save_step(id, step, _fields(request), by=pages.person(request))
    changed = _shown_before(request) ^ set(_open_codes(saved))
    context = {
        "now": clock.now(),
        "parts": _parts(saved, None, changed) if changed else [],
        "shown": _open_codes(saved),
    }
    return render(request, "applications/_saved.html", context)


def _show(request: HttpRequest, application: Application, step: str) -> HttpResponse:
    if not application.is_draft:
        return redirect("applications:receipt", id=application.pk)
    definition = queries.definition_of(application)
    contents = queries.contents_of(application)
    found = Saved(application, definition, queries.step_of(definition, step), contents, {})
    return _page(request, found, problems=None)


def _go_on(request: HttpRequest, saved: Saved) -> HttpResponse:
    wanted, go = request.POST.get("switch_language", ""), request.POST.get("go")
    if wanted in language.CODES:
        return redirect(same_page_in(request.path, wanted))
    if go == "later":
        return redirect("applications:list")
    if go == "back":
        return redirect(_neighbour_url(saved, -1) or reverse("applications:list"))
    unseen = set(_open_codes(saved)) - _shown_before(request) if "shown" in request.POST else set()
    if saved.problems or unseen:
        seen = {code: text for code, text in saved.problems.items() if code not in unseen}
        return _page(request, saved, problems=seen, has_new=bool(unseen), status=422 if seen else 200)
    documents_url = reverse("applications:documents", kwargs={"id": saved.application.pk})
    return redirect(_neighbour_url(saved, 1) or documents_url)


def _page(
    request: HttpRequest, saved: Saved, problems: Mapping[str, Any] | None, *, has_new: bool = False, status: int = 200
) -> HttpResponse:
    stands = standing.standing_with(saved.application, dict(saved.contents))
    context = {"application": saved.application, "step": saved.step, "has_new": has_new}
    context |= {"title": pick(saved.step.title), "intro": pick(saved.step.intro)}
    context |= {"service_title": pick(saved.definition.title), "back_url": _neighbour_url(saved, -1)}
    context |= {"steps": pages.steps_of(stands, saved.step), "number": stands.number_of(saved.step)}
    context |= {"by_machine": pages.is_by_machine(saved.definition)}
    context |= {"shortcut": requirements.shortcut_of(saved.definition, saved.step, saved.answers)}
    context |= {"form": _form(saved, problems), "parts": _parts(saved, problems), "shown": _open_codes(saved)}
    return render(request, "applications/step.html", context, status=status)


def _parts(saved: Saved, problems: Mapping[str, Any] | None, only: set[str] | None = None) -> list[dict[str, Any]]:
    """Return every question's place in the form, empty where it is not asked now."""
    form = _form(saved, problems)
    codes = [each.code for each in saved.step.questions if only is None or each.code in only]
    return [{"code": code, "field": form[code] if code in form.fields else None} for code in codes]


def _form(saved: Saved, problems: Mapping[str, Any] | None) -> StepForm:
    questions = progress.open_questions(saved.definition, saved.step, saved.answers)
    return StepForm(questions, saved.shown, problems)


def _open_codes(saved: Saved) -> list[str]:
    return [each.code for each in progress.open_questions(saved.definition, saved.step, saved.answers)]


def _neighbour_url(saved: Saved, offset: int) -> str | None:
    found = progress.neighbour(saved.definition, saved.answers, saved.step, offset)
    return _step_url(saved.application.pk, found.code) if found else None


def _step_url(application_id: UUID, step: str) -> str:
    return reverse("applications:step", kwargs={"id": application_id, "step": step})


def _fields(request: HttpRequest) -> dict[str, str]:
    return {name: str(value)[:MOST_TEXT] for name, value in list(request.POST.items())[:MOST_FIELDS]}


def _shown_before(request: HttpRequest) -> set[str]:
    return set(request.POST.get("shown", "").split(","))


# -- the session has ended ------------------------------------------------------


def _without_session(request: HttpRequest, application_id: UUID, step: str) -> HttpResponse:
    if request.method != "POST":
        return drafts.sign_in(_step_url(application_id, step))
    return _hold(request, application_id, step, drafts.sign_in(_step_url(application_id, step), ended="1"))


def _hold(request: HttpRequest, application_id: UUID, step: str, answer: HttpResponse) -> HttpResponse:
    token = actions.hold(application_id, step, _fields(request))
    if token is not None:
        answer.set_cookie(
            HELD_COOKIE,
            TimestampSigner(salt=HELD_COOKIE).sign(token),
            max_age=actions.HELD_FOR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return answer
