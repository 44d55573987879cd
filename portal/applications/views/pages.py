"""What several pages of this room show."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.applications.steps.progress import open_questions, shown
from portal.applications.steps.standing import CURRENT, Standing
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Definition, Step
from portal.catalogue.models import Service
from portal.shared import clock, language
from portal.shared.language import pick
from portal.shared.templatetags.portal import spoken


def person(request: HttpRequest) -> Person:
    """Return who is signed in."""
    return cast("Person", request.user)


def card_url(application: Application, requirement: str) -> str:
    """Return the place of one document on the page of documents."""
    return f"{reverse('applications:documents', kwargs={'id': application.pk})}#{requirement}"


def go(request: HttpRequest, address: str) -> HttpResponse:
    """Lead to another page, also when only a part of this one was asked for."""
    is_part = bool(request.headers.get("HX-Request"))
    return HttpResponse(status=204, headers={"HX-Redirect": address}) if is_part else redirect(address)


def service_context(service: Service) -> dict[str, Any]:
    """Return what one should know before starting."""
    definition = catalogue.definition_of(catalogue.current_version(service.slug))
    return {
        "service": service,
        "by_machine": is_by_machine(definition),
        "guide": definition.guide,
        "deadline": pick(definition.guide.deadline),
        "duration": pick(definition.guide.duration),
        "checklist": catalogue.checklist_of(definition),
        "fees": catalogue.possible_fees(definition, clock.today()),
    }


def is_by_machine(definition: Definition) -> bool:
    """Say whether the reader sees texts of this form that a machine translated."""
    return definition.origins.get(language.current()) == "machine"


def steps_of(standing: Standing, current: Step | None = None) -> list[dict[str, Any]]:
    """Return the steps for the steps component, then documents and check."""
    place = {"id": standing.application.pk}
    return [
        {
            "title": spoken(pick(step.title)),
            "url": reverse("applications:step", kwargs={**place, "step": step.code}),
            "state": CURRENT if current is not None and step.code == current.code else standing.state_of(step),
        }
        for step in standing.steps
    ]


def sections_of(standing: Standing) -> list[dict[str, Any]]:
    """Return the answers step by step as summary lists, each with a link back."""
    return [_section(standing, step) for step in standing.steps]


def _section(standing: Standing, step: Step) -> dict[str, Any]:
    url = reverse("applications:step", kwargs={"id": standing.application.pk, "step": step.code})
    content = standing.contents.get(step.code, {"values": {}, "raw": {}})
    rows = [
        {
            "label": spoken(pick(question.label)),
            "value": shown(question, content["values"].get(question.code), language.current()),
            "url": f"{url}#id_{question.code}",
        }
        for question in open_questions(standing.definition, step, standing.answers)
    ]
    is_done = step not in standing.unfinished
    return {"title": spoken(pick(step.title)), "url": url, "rows": rows, "is_done": is_done}
