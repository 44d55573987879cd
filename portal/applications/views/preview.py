"""Editors try a form out that is not published yet: page by page as applicants would. No application comes of it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.applications.actions import Saved
from portal.applications.steps import progress, trying
from portal.applications.steps.standing import CURRENT, Standing
from portal.applications.views import mending, pages, parts, typed, whole
from portal.applications.views.parts import Sheet
from portal.catalogue import queries as catalogue
from portal.catalogue.actions.standing import draft_definition
from portal.catalogue.definition import Definition, Step
from portal.catalogue.models import Service
from portal.catalogue.queries import ChecklistItem
from portal.shared.errors import NotAllowedError
from portal.shared.guards import staff_required
from portal.shared.language import Text, pick
from portal.shared.templatetags.portal import spoken

type View = Callable[..., HttpResponse]

NEEDED = ("wagtailadmin.access_admin", "catalogue.change_service")
# The editors' admin shows the page in a frame; nobody else may.
IN_A_FRAME: dict[str, Any] = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}
# What was typed stays in the editor's session, sealed as all of it, for one service at a time.
KEPT = "preview"


def for_editors(view: View) -> View:
    """Let in only editors, and let the page stand in a frame of the admin."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perms(NEEDED):
            raise NotAllowedError
        return view(request, *args, **kwargs)

    return staff_required(xframe_options_sameorigin(csp_override(IN_A_FRAME)(guarded)))


@dataclass(frozen=True)
class Trial:
    """A draft with what its editor has typed into it so far. `is_full`: the last of it was too much to keep."""

    service: Service
    definition: Definition
    tried: trying.Tried = field(default_factory=dict)
    is_full: bool = False

    @property
    def standing(self) -> Standing:
        """Return where an applicant would stand with these answers."""
        return trying.standing_of(self.service, self.definition, self.tried)

    def step(self, code: str) -> Step:
        """Return a page of the draft, asked with these answers or not; Http404."""
        found = self.definition.step(code)
        if found is None:
            raise Http404
        return found

    def url(self, step: Step | None, door: str = "preview") -> str:
        """Return the address of a page, or of what comes of all answers behind the last one."""
        if step is None:
            return reverse("applications:preview-end", args=[self.service.slug])
        return reverse(f"applications:{door}", args=[self.service.slug, step.code])


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, service_slug: str, step: str) -> HttpResponse:
    """Show one page of a draft as these answers lead to it (`?all=1`: with all its questions), or go on from it."""
    trial = _trial(request, service_slug)
    found = trial.step(step)
    if request.method == "POST":
        return _go_on(request, trial, found)
    if "all" in request.GET:
        return _shown(request, "applications/preview_all.html", _whole(trial, found))
    return _page(request, trial, Sheet(Saved(trial.standing, found)))


@for_editors
@require_POST
def autosave(request: HttpRequest, service_slug: str, step: str) -> HttpResponse:
    """Answer with the questions that appeared or went with what stands in the form now."""
    trial, saved = _typed(request, _trial(request, service_slug), step)
    sheet = Sheet(saved, as_posted=True)
    changed = list(sheet.parts_of(typed.changed(request, sheet)))
    context = {"parts": changed, "shown": sheet.shown, "step_url": trial.url(saved.step), "is_full": trial.is_full}
    context |= {"mended": mending.mended(request, saved)}
    return render(request, "applications/preview_saved.html", context | _beside(saved))


@for_editors
@require_safe
def end(request: HttpRequest, service_slug: str) -> HttpResponse:
    """Show what all answers come to: which documents are asked for, what it costs, what is said before sending."""
    trial = _trial(request, service_slug)
    return _shown(request, "applications/preview_end.html", _outcome(trial, trial.standing))


def _shown(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    # The links around the page would lead out of the preview: they are shown, and dead.
    return render(request, template, {**context, "is_preview": True})


def _trial(request: HttpRequest, slug: str) -> Trial:
    service = get_object_or_404(Service, slug=slug)
    definition, kept = trying.without_nesting(draft_definition(service)), request.session.get(KEPT, {})
    return Trial(service, definition, kept["tried"] if kept.get("service") == slug else {})


def _typed(request: HttpRequest, trial: Trial, code: str) -> tuple[Trial, Saved]:
    """Keep what was typed into a page if it is little enough, and say what it leads to."""
    step, fields = trial.step(code), typed.fields(request)
    tried = trying.typed_into(step, trial.tried, fields)
    if trying.fits(tried):
        trial = replace(trial, tried=tried)
        request.session[KEPT] = {"service": trial.service.slug, "tried": tried}
    else:
        trial = replace(trial, is_full=True)
    stands = trial.standing
    problems = progress.problems_of(stands.questions_of(step), stands.content_of(step), stands.weighed.facts)
    return trial, Saved(stands, step, problems, progress.read_step(step, fields).entries)


def _go_on(request: HttpRequest, trial: Trial, step: Step) -> HttpResponse:
    go = request.POST.get("go")
    if go == "forget":
        request.session.pop(KEPT, None)
        return redirect(trial.url(step))
    trial, saved = _typed(request, trial, step.code)
    if touched := typed.touched(request):
        return _page(request, trial, Sheet(saved, touched=touched))
    held_up = typed.held_up(request, saved) if go not in {"back", "skip"} else None
    if held_up or trial.is_full:
        problems, has_new = held_up or ({}, False)
        return _page(request, trial, Sheet(saved, problems), has_new=has_new)
    return redirect(trial.url(_neighbour(saved, -1) or step if go == "back" else _neighbour(saved, 1)))


def _neighbour(saved: Saved, offset: int) -> Step | None:
    """Return the page asked before (-1) or after (1) this one, also where this one is not asked itself."""
    steps = saved.standing.definition.steps
    asked = {each.code for each in saved.standing.steps}
    place = steps.index(saved.step)
    ways = steps[place + 1 :] if offset > 0 else steps[:place][::-1]
    return next((each for each in ways if each.code in asked), None)


def _page(request: HttpRequest, trial: Trial, sheet: Sheet, *, has_new: bool = False) -> HttpResponse:
    saved, back = sheet.saved, _neighbour(sheet.saved, -1)
    context: dict[str, Any] = {"is_full": trial.is_full, "is_asked": bool(sheet.questions), "has_new": has_new}
    context |= {"step_url": trial.url(saved.step), "autosave_url": trial.url(saved.step, "preview-autosave")}
    context |= {"documents_url": trial.url(None), "back_url": trial.url(back) if back else None}
    context |= {"steps": _steps(trial, saved.standing, saved.step), **parts.page_of(sheet), **_beside(saved)}
    return _shown(request, "applications/preview.html", context)


def _beside(saved: Saved) -> dict[str, Any]:
    # Nobody has chosen an office, so none can be another one.
    return parts.beside(saved) | {"other_office": None}


def _steps(trial: Trial, stands: Standing, current: Step) -> list[dict[str, Any]]:
    states = {each.code: stands.state_of(each) for each in stands.steps} | {current.code: CURRENT}
    return [
        {"title": spoken(pick(each.title)), "url": trial.url(each), "state": states[each.code]}
        for each in stands.definition.steps
        if each.code in states
    ]


def _whole(trial: Trial, step: Step) -> dict[str, Any]:
    steps = trial.definition.steps
    place = steps.index(step)
    before, after = [f"{trial.url(each)}?all=1" for each in steps[:place]], steps[place + 1 :]
    next_url = f"{trial.url(after[0])}?all=1" if after else trial.url(None)
    return whole.page_of(trial.definition, step) | {"back_url": before[-1] if before else "", "next_url": next_url}


def _outcome(trial: Trial, stands: Standing) -> dict[str, Any]:
    """Return what stands before sending, without the applicant: documents, fee, hints, notes, and what is open."""
    fees = catalogue.lines_so_far(stands.definition, stands.weighed.facts, catalogue.law_on())
    found = {"service_title": pick(stands.definition.title), "fees": fees, "total": catalogue.known_total(fees)}
    found |= _papers(stands) | parts.told(stands, stands.definition.hints)
    found |= {"notes": pages.notes_of(stands.definition, stands.weighed.facts)}
    unfinished = [{"title": spoken(pick(each.title)), "url": trial.url(each)} for each in stands.unfinished]
    return found | {"unfinished": unfinished, "back_url": trial.url(stands.steps[-1]) if stands.steps else ""}


def _papers(stands: Standing) -> dict[str, Any]:
    """Return the documents asked for, those that perhaps are with the questions that decide, and all others.

    Those of a kind of paper that does not exist stay out.
    """
    titles, facts = catalogue.document_titles(), stands.weighed.facts
    known = tuple(each for each in stands.definition.requirements if each.document_type in titles)
    pending = {each.code: each for each in catalogue.pending_questions(stands.definition, facts)}
    papers, others = list[ChecklistItem](), list[ChecklistItem]()
    perhaps: list[tuple[ChecklistItem, list[Text]]] = []
    for each in catalogue.checklist_of(replace(stands.definition, requirements=known)):
        if decisive := catalogue.hangs_on(each.requirement.when, facts, pending):
            perhaps.append((each, [pick(question.label) for question in decisive]))
        else:
            (papers if facts.holds(each.requirement.when) else others).append(each)
    return {"papers": papers, "perhaps": perhaps, "others": others}
