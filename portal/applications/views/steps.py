"""One step of the form: show, save at every change, go on. What arrives without a session is kept, not lost."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.signing import TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from portal.applications import actions, queries, reuse
from portal.applications.actions import Saved
from portal.applications.models import Application
from portal.applications.receivers import HELD_COOKIE
from portal.applications.steps import standing
from portal.applications.views import drafts, mending, pages, parts, typed
from portal.applications.views.parts import Sheet
from portal.shared import clock, guards, language
from portal.shared.context import same_page_in


@guards.public
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, id: UUID, step: str) -> HttpResponse:  # noqa: A002
    """Show a step, or take what was typed and go on."""
    if not request.user.is_authenticated:
        return _without_session(request, id, step)
    if request.method == "POST":
        return _go_on(request, actions.save_step(id, step, typed.fields(request), by=pages.person(request)))
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
    saved = actions.save_step(id, step, typed.fields(request), by=pages.person(request))
    sheet = Sheet(saved, as_posted=True)
    changed = list(sheet.parts_of(typed.changed(request, sheet) | set(saved.stale)))
    context = {"now": clock.now(), "parts": changed, "shown": sheet.shown, "mended": mending.mended(request, saved)}
    context |= {"step_url": _step_url(id, saved.step.code), **parts.beside(saved)}
    return render(request, "applications/_saved.html", context)


def _show(request: HttpRequest, application: Application, step: str) -> HttpResponse:
    if not application.is_draft:
        return redirect("applications:receipt", id=application.pk)
    stands = standing.standing_of(application)
    if application.moved_at and stands.definition.step(step) is None:
        # The page is gone with the version that had it.
        return redirect(_step_url(application.pk, stands.next_step.code))
    here = queries.step_of(stands.definition, step)
    said = reuse.said_before(stands, here)
    saved = Saved(reuse.filled(stands, here, said) if said else stands, here)
    found = mending.recalled(request, saved)
    sheet = Sheet(replace(saved, stale=found.stale), found.problems)
    return _page(request, sheet, has_new=found.has_new, said=said)


def _go_on(request: HttpRequest, saved: Saved) -> HttpResponse:
    wanted, go = request.POST.get("switch_language", ""), request.POST.get("go")
    if wanted in language.CODES:
        return redirect(same_page_in(request.path, wanted))
    if touched := typed.touched(request):
        return _page(request, Sheet(saved, touched=touched))
    if go == "later":
        return redirect("applications:list")
    if saved.moved:
        return redirect(_step_url(saved.application.pk, saved.step.code))
    if go == "back":
        return redirect(_neighbour_url(saved, -1) or reverse("applications:list"))
    return _next(request, saved)


def _next(request: HttpRequest, saved: Saved) -> HttpResponse:
    """Go on, unless something must be mended, or there are questions or answers now that nobody has seen here."""
    held_up = typed.held_up(request, saved)
    if held_up or saved.stale:
        problems, has_new = held_up or ({}, False)
        mending.remember(request, saved, problems, has_new=has_new)
        return redirect(_step_url(saved.application.pk, saved.step.code))
    return redirect(_neighbour_url(saved, 1) or _documents_url(saved.application))


def _page(request: HttpRequest, sheet: Sheet, **told: Any) -> HttpResponse:
    """Show a step. `told`: what stands above its questions, `has_new` and `said` (see reuse.SaidBefore)."""
    saved, application = sheet.saved, sheet.saved.application
    autosave_url = reverse("applications:autosave", kwargs={"id": application.pk, "step": saved.step.code})
    context: dict[str, Any] = {"application": application, "step": saved.step, **told}
    context |= {"step_url": _step_url(application.pk, saved.step.code), "autosave_url": autosave_url}
    context |= {"documents_url": _documents_url(application), "back_url": _neighbour_url(saved, -1)}
    context |= {"steps": pages.steps_of(saved.standing, saved.step), **parts.page_of(sheet)}
    if "changed" in saved.standing.content_of(saved.step):
        context |= {"moved": pages.told_of_move(application)}
    return render(request, "applications/step.html", context)


def _neighbour_url(saved: Saved, offset: int) -> str | None:
    found = saved.standing.weighed.neighbour(saved.step, offset)
    return _step_url(saved.application.pk, found.code) if found else None


def _documents_url(application: Application) -> str:
    return reverse("applications:documents", kwargs={"id": application.pk})


def _step_url(application_id: UUID, step: str) -> str:
    return reverse("applications:step", kwargs={"id": application_id, "step": step})


# -- the session has ended ------------------------------------------------------


def _without_session(request: HttpRequest, application_id: UUID, step: str) -> HttpResponse:
    if request.method != "POST":
        return drafts.sign_in(_step_url(application_id, step))
    sign_in = drafts.sign_in(_step_url(application_id, step), ended="1")
    return _hold(request, application_id, step, pages.go(request, sign_in.url))


def _hold(request: HttpRequest, application_id: UUID, step: str, answer: HttpResponse) -> HttpResponse:
    token = actions.hold(application_id, step, typed.fields(request))
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
