"""A page of a draft with all its questions, those behind conditions too: what stands in the form, whoever is asked."""

from collections.abc import Iterator
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.applications.forms import Asked, StepForm
from portal.applications.steps import groups
from portal.applications.views.parts import EntryPart, GroupPart, Part
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Definition, Question, Step
from portal.shared.language import pick
from portal.shared.templatetags.portal import spoken


def page_of(definition: Definition, step: Step) -> dict[str, Any]:
    """Return what the page shows: every question with the reason why not everybody is asked, and every hint."""
    form = StepForm([each for question in step.questions for each in _asked(question)], {})
    hints = [{"text": pick(each.text), "law": each.law} for each in definition.hints if each.step == step.code]
    found: dict[str, Any] = {
        "title": pick(step.title),
        "intro": pick(step.intro),
        "service_title": pick(definition.title),
    }
    found |= {"number": definition.steps.index(step) + 1, "total": len(definition.steps)}
    found |= {"hints": hints, "hints_intro": catalogue.hints_intro() if hints else None}
    return found | {"form": form, "parts": [_part(question, form) for question in step.questions]}


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
