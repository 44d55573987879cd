"""Publish, compare, try out, and go back to what was published before."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from cms.services import queries
from cms.services.access import CHANGE_RULES, for_rules, for_texts
from cms.services.names import names_in
from cms.services.older import older_texts
from cms.services.views.pages import page, service_named, workbench_url
from portal.catalogue import actions
from portal.catalogue.actions.standing import draft_definition, standing_of
from portal.catalogue.errors import ConditionError, NotPublishableError
from portal.catalogue.models import Service, ServiceVersion
from portal.catalogue.queries import changes, definition_of
from portal.catalogue.queries.drafts import draft_of
from portal.catalogue.queries.dry_run import dry_run

DRAFT = "draft"
DESPITE_OLDER = "despite_older"
WARNED = "Noch nicht veröffentlicht: Setzen Sie unter den älteren Übersetzungen den Haken, oder ändern Sie sie zuerst."
NOTHING_NEW = "Es gibt nichts Neues: Die neueste Fassung ist schon so wie der Entwurf."


@for_rules
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask once more, with what would change, and then publish; or come back to what keeps the draft back."""
    service = service_named(slug)
    if request.method == "POST":
        return _publish(request, service)
    standing = standing_of(service)
    if standing.problems:
        return _kept_back(request, service, len(standing.problems))
    if not standing.is_changed:
        messages.info(request, NOTHING_NEW)
        return redirect(workbench_url(service))
    title = f"Fassung {(standing.number or 0) + 1} veröffentlichen"
    context = {**_what_changes(service), "older": older_texts(service), "tick": DESPITE_OLDER}
    return page(request, "cms_services/publish.html", title, context, service)


def _publish(request: HttpRequest, service: Service) -> HttpResponse:
    if DESPITE_OLDER not in request.POST and older_texts(service):
        messages.error(request, WARNED)
        return redirect("cms_services:publish", service.slug)
    try:
        version = actions.publish(service, by=request.user)
    except NotPublishableError as error:
        return _kept_back(request, service, len(error.problems))
    messages.success(request, _published(service, version))
    return redirect(workbench_url(service))


def _kept_back(request: HttpRequest, service: Service, count: int) -> HttpResponse:
    messages.error(request, f"Noch nicht veröffentlicht: Beheben Sie {_points(count)} der Liste.")
    return redirect(workbench_url(service, "problems"))


def _what_changes(service: Service) -> dict[str, Any]:
    newest = ServiceVersion.objects.current(service.slug).first()
    draft = actions.publishable(draft_of(service))
    found = _differences(newest.definition, draft) if newest else []
    return {**_tried(service, newest), "differences": found}


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[queries.Difference]:
    return queries.differences(changes(old, new), names_in(old, new))


def _points(count: int) -> str:
    return "den einen Punkt" if count == 1 else f"die {count} Punkte"


def _published(service: Service, version: ServiceVersion | None) -> str:
    if version is None:
        return NOTHING_NEW
    sentence = f"Fassung {version.number} ist veröffentlicht."
    return (
        sentence if service.active else f"{sentence} Angeboten wird die Leistung erst mit dem Haken in ihrem Formular."
    )


@for_texts
@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what differs between two versions, or between one and the draft."""
    service = service_named(slug)
    versions = list(ServiceVersion.objects.current(slug))
    newest = str(versions[0].number) if versions else DRAFT
    old, new = request.GET.get("old", newest), request.GET.get("new", DRAFT)
    found = _differences(_data(service, versions, old), _data(service, versions, new))
    context: dict[str, Any] = {"differences": found, "old": old, "new": new, "names": _names(versions)}
    context["may_reset"] = request.user.has_perm(CHANGE_RULES) and new == DRAFT and old != DRAFT and bool(found)
    return page(request, "cms_services/compare.html", "Vergleichen", context, service)


def _names(versions: list[ServiceVersion]) -> list[tuple[str, str]]:
    return [(DRAFT, "Entwurf"), *((str(each.number), f"Fassung {each.number}") for each in versions)]


def _data(service: Service, versions: list[ServiceVersion], name: str) -> Any:
    if name == DRAFT:
        return actions.publishable(draft_of(service))
    found = next((each.definition for each in versions if str(each.number) == name), None)
    if found is None:
        raise Http404
    return found


@for_texts
@require_safe
def trial(request: HttpRequest, slug: str) -> HttpResponse:
    """Hold the draft against applications sent before."""
    service = service_named(slug)
    newest = ServiceVersion.objects.current(slug).first()
    return page(request, "cms_services/dry_run.html", "Probelauf", _tried(service, newest), service)


def _tried(service: Service, newest: ServiceVersion | None) -> dict[str, Any]:
    if newest is None:
        return {"newest": None}
    try:
        return {"newest": newest, "found": dry_run(service, definition_of(newest), draft_definition(service))}
    except ConditionError as error:
        return {"newest": newest, "trouble": str(error)}


@for_rules
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Make a version published before the draft again, after asking."""
    service = service_named(slug)
    version = get_object_or_404(ServiceVersion, service=service, number=number)
    if request.method == "POST":
        actions.reset_draft(version, by=request.user)
        messages.success(request, f"Der Entwurf ist wieder wie Fassung {number}. Veröffentlicht ist damit nichts.")
        return redirect(workbench_url(service))
    found = _differences(actions.publishable(draft_of(service)), version.definition)
    context = {"differences": found, "version": version}
    return page(request, "cms_services/reset.html", f"Entwurf auf Fassung {number} zurücksetzen", context, service)
