"""What several pages of this room show."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.applications.steps.standing import CURRENT, Standing
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Definition, Facts, Step
from portal.catalogue.models import Cutoff, Service
from portal.shared import clock, language
from portal.shared.language import Text, pick, text_of
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
        "in_short": pick(definition.guide.in_short),
        "privacy": pick(definition.privacy),
        "contact": pick(definition.contact),
        "notes": notes_of(definition),
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


def notes_of(definition: Definition, facts: Facts | None = None) -> list[dict[str, Any]]:
    """Return the rules that the person should know; without facts those that hold for everybody."""
    known = facts or catalogue.known_of(definition, {})[0]
    return [{"text": pick(each.text), "law": each.law} for each in definition.notes if known.holds(each.when)]


def told_of_move(application: Application) -> Text | None:
    """Return the reason with which the version was withdrawn that a draft was moved from; None when it never was."""
    cutoff = Cutoff.objects.filter(version=application.moved_from_id).first()
    return None if cutoff is None else text_of(cutoff, "reason")
