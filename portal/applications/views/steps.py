"""One step of the form: show, save at every change, go on. What arrives without a session is kept, not lost."""

import re
from uuid import UUID

from django.conf import settings
from django.core.signing import TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from portal.applications import actions, queries
from portal.applications.actions import Saved
from portal.applications.models import Application
from portal.applications.receivers import HELD_COOKIE
from portal.applications.steps import groups, requirements, standing
from portal.applications.views import drafts, pages, parts
from portal.applications.views.parts import Sheet, Touched
from portal.shared import clock, guards, language
from portal.shared.context import same_page_in
from portal.shared.language import Text, pick

# As many as a page may send at all (see DATA_UPLOAD_MAX_NUMBER_FIELDS); a step reads its own of them.
MOST_FIELDS = 500
MOST_TEXT = 20_000
MOST_CHOICES = 200


@guards.public
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, id: UUID, step: str) -> HttpResponse:  # noqa: A002
    """Show a step, or take what was typed and go on."""
    if not request.user.is_authenticated:
        return _without_session(request, id, step)
    if request.method == "POST":
        return _go_on(request, actions.save_step(id, step, _fields(request), by=pages.person(request)))
    application = actions.brought_up_to_date(queries.own(pages.person(request), id))
    return _show(request, application, step)


@guards.public
@require_POST
def autosave(request: HttpRequest, id: UUID, step: str) -> HttpResponse:  # noqa: A002
    """Keep what stands in the form now; answer with the time and the questions that appeared or went."""
    if not request.user.is_authenticated:
        return _hold(
            request, id, step, render(request, "applications/_signed_out.html", {"next": _step_url(id, step)})
        )
    saved = actions.save_step(id, step, _fields(request), by=pages.person(request))
    sheet = Sheet(saved, as_posted=True)
    changed = sheet.codes if saved.moved else _shown_before(request) ^ sheet.codes
    context = {"now": clock.now(), "parts": list(sheet.parts_of(changed)), "shown": sheet.shown}
    context |= {"step_url": _step_url(id, saved.step.code), **parts.beside(saved)}
    return render(request, "applications/_saved.html", context)


def _show(request: HttpRequest, application: Application, step: str) -> HttpResponse:
    if not application.is_draft:
        return redirect("applications:receipt", id=application.pk)
    stands = standing.standing_of(application)
    if application.moved_at and stands.definition.step(step) is None:
        # The page is gone with the version that had it.
        return redirect(_step_url(application.pk, stands.next_step.code))
    return _page(request, Sheet(Saved(stands, queries.step_of(stands.definition, step))))


def _go_on(request: HttpRequest, saved: Saved) -> HttpResponse:
    wanted, go = request.POST.get("switch_language", ""), request.POST.get("go")
    if wanted in language.CODES:
        return redirect(same_page_in(request.path, wanted))
    if touched := _touched(request):
        return _page(request, Sheet(saved, touched=touched))
    if go == "later":
        return redirect("applications:list")
    if saved.moved:
        return redirect(_step_url(saved.application.pk, saved.step.code))
    if go == "back":
        return redirect(_neighbour_url(saved, -1) or reverse("applications:list"))
    return _next(request, saved)


def _next(request: HttpRequest, saved: Saved) -> HttpResponse:
    """Go on, unless something must be mended, or questions appeared that nobody has seen."""
    unseen = Sheet(saved, as_posted=True).filled_codes - _shown_before(request) if "shown" in request.POST else set()
    unseen = parts.in_order(saved, unseen)
    if saved.problems or unseen:
        seen = {code: text for code, text in saved.problems.items() if code not in unseen}
        return _page(request, Sheet(saved, seen), has_new=bool(unseen), status=422 if seen else 200)
    documents_url = reverse("applications:documents", kwargs={"id": saved.application.pk})
    return redirect(_neighbour_url(saved, 1) or documents_url)


def _page(request: HttpRequest, sheet: Sheet, *, has_new: bool = False, status: int = 200) -> HttpResponse:
    saved, stands = sheet.saved, sheet.saved.standing
    context = {"step_url": _step_url(saved.application.pk, saved.step.code), "has_new": has_new}
    context |= {"title": pick(saved.step.title), "intro": pick(saved.step.intro)}
    context |= {"service_title": pick(stands.definition.title), "back_url": _neighbour_url(saved, -1)}
    context |= {"steps": pages.steps_of(stands, saved.step), "number": stands.number_of(saved.step)}
    context |= {"by_machine": pages.is_by_machine(stands.definition)}
    context["privacy"] = _privacy(sheet)
    context |= {"shortcut": requirements.shortcut_of(stands.definition, saved.step, stands.answers)}
    context |= {"application": saved.application, "step": saved.step}
    context |= {"form": sheet.form, "parts": sheet.parts(), "shown": sheet.shown, **parts.beside(saved)}
    if "changed" in stands.content_of(saved.step):
        context |= {"moved": pages.told_of_move(saved.application)}
    return render(request, "applications/step.html", context, status=status)


def _privacy(sheet: Sheet) -> Text | None:
    """Return the notice about personal data for the page on which the person says to have read it."""
    is_asked = any(each.code == "data_notice" for each in sheet.questions)
    return pick(sheet.saved.standing.definition.privacy) if is_asked else None


def _touched(request: HttpRequest) -> Touched | None:
    """Return the group that one of its own buttons asks to lengthen or to shorten."""
    if group := request.POST.get("add"):
        return Touched(group, adds=True)
    place = _removed(request)
    return Touched(place["group"]) if place else None


def _removed(request: HttpRequest) -> re.Match[str] | None:
    return groups.PLACE.fullmatch(request.POST.get("remove", ""))


def _neighbour_url(saved: Saved, offset: int) -> str | None:
    found = saved.standing.weighed.neighbour(saved.step, offset)
    return _step_url(saved.application.pk, found.code) if found else None


def _step_url(application_id: UUID, step: str) -> str:
    return reverse("applications:step", kwargs={"id": application_id, "step": step})


def _fields(request: HttpRequest) -> dict[str, object]:
    """Return what was typed by name: a text, or texts where a name was sent several times; without a removed entry."""
    place = _removed(request)
    sent = list(request.POST.lists())[:MOST_FIELDS]
    texts = {name: [str(each)[:MOST_TEXT] for each in values[:MOST_CHOICES]] for name, values in sent}
    kept = {name: found for name, found in texts.items() if place is None or not name.startswith(f"{place[0]}-")}
    return {name: found[0] if len(found) == 1 else found for name, found in kept.items()}


def _shown_before(request: HttpRequest) -> set[str]:
    return {code for each in request.POST.getlist("shown") for code in each.split(",")}


# -- the session has ended ------------------------------------------------------


def _without_session(request: HttpRequest, application_id: UUID, step: str) -> HttpResponse:
    if request.method != "POST":
        return drafts.sign_in(_step_url(application_id, step))
    sign_in = drafts.sign_in(_step_url(application_id, step), ended="1")
    return _hold(request, application_id, step, pages.go(request, sign_in.url))


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
