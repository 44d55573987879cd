"""Show editors a page of a form that is not published yet, as applicants would see it. Nothing is saved."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.csp import CSP
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from portal.applications.forms import Asked, StepForm
from portal.applications.steps import groups
from portal.applications.views.parts import EntryPart, GroupPart, Part
from portal.catalogue import queries as catalogue
from portal.catalogue.actions.standing import draft_definition
from portal.catalogue.definition import Definition, Question, Step
from portal.catalogue.models import Service
from portal.shared.errors import NotAllowedError
from portal.shared.guards import staff_required
from portal.shared.language import pick
from portal.shared.templatetags.portal import spoken

NEEDED = ("wagtailadmin.access_admin", "catalogue.change_service")
# The editors' admin shows the page in a frame; nobody else may.
IN_A_FRAME: dict[str, Any] = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}


@staff_required
@require_safe
@xframe_options_sameorigin
@csp_override(IN_A_FRAME)
def preview(request: HttpRequest, service_slug: str, step: str) -> HttpResponse:
    """Show one page of a draft with all its questions, those behind conditions too."""
    if not request.user.has_perms(NEEDED):
        raise NotAllowedError
    definition = draft_definition(get_object_or_404(Service, slug=service_slug))
    found = definition.step(step)
    if found is None:
        raise Http404
    return render(request, "applications/preview.html", _context(definition, found))


def _context(definition: Definition, step: Step) -> dict[str, Any]:
    form = StepForm([each for question in step.questions for each in _asked(question)], {})
    hints = [{"text": pick(each.text), "law": each.law} for each in definition.hints if each.step == step.code]
    return {
        "form": form,
        "parts": [_part(question, form) for question in step.questions],
        "title": pick(step.title),
        "intro": pick(step.intro),
        "service_title": pick(definition.title),
        "number": definition.steps.index(step) + 1,
        "total": len(definition.steps),
        "hints": hints,
        "hints_intro": catalogue.hints_intro() if hints else None,
    }


def _asked(question: Question) -> Iterator[Asked]:
    yield Asked(question.code, question, remarks=_remarks(question))
    for member in question.questions:
        yield Asked(groups.name_of(question.code, 0, member.code), member, 1, _remarks(member))


def _remarks(question: Question) -> tuple[SafeString, ...]:
    reason = pick(question.because)
    if question.when is None or not reason.value:
        return ()
    why = format_html(_("Why we ask: {reason}"), reason=spoken(reason))
    return (format_html('<span class="field__because">{}</span>', why),)


def _part(question: Question, form: StepForm) -> Part:
    group = _group(question, form) if question.kind == "group" else None
    return Part(question.code, question.kind, form[question.code], group)


def _group(question: Question, form: StepForm) -> GroupPart:
    names = [(member, groups.name_of(question.code, 0, member.code)) for member in question.questions]
    entry = EntryPart(f"{question.code}-0", 1, [Part(name, member.kind, form[name]) for member, name in names])
    return GroupPart([entry], [], can_add=False, can_remove=False)
