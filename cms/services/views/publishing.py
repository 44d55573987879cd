"""Publish, compare, try out, and say from when drafts of an old version go on with the newest."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.services import queries, words
from cms.services.access import for_rules, for_texts
from cms.services.cutoff import CutoffForm
from cms.services.views.pages import page, service_named, workbench_url
from portal.catalogue import actions
from portal.catalogue.actions.standing import draft_definition
from portal.catalogue.errors import ConditionError, NotPublishableError
from portal.catalogue.models import Service, ServiceVersion
from portal.catalogue.queries import changes, definition_of
from portal.catalogue.queries.drafts import draft_of
from portal.catalogue.queries.dry_run import dry_run

DRAFT = "draft"


@for_rules
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish the draft, or come back to the list of what keeps it back."""
    service = service_named(slug)
    try:
        version = actions.publish(service, by=request.user)
    except NotPublishableError as error:
        messages.error(request, f"Noch nicht veröffentlicht: Beheben Sie {_points(len(error.problems))} der Liste.")
        return redirect(workbench_url(service, "problems"))
    messages.success(request, _published(service, version))
    return redirect(workbench_url(service))


def _points(count: int) -> str:
    return "den einen Punkt" if count == 1 else f"die {count} Punkte"


def _published(service: Service, version: ServiceVersion | None) -> str:
    if version is None:
        return "Es gibt nichts Neues: Die neueste Fassung ist schon so wie der Entwurf."
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
    found = queries.differences(changes(_data(service, versions, old), _data(service, versions, new)))
    context = {"differences": found, "old": old, "new": new, "names": _names(versions)}
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
    context: dict[str, Any] = {"newest": newest}
    if newest is not None:
        try:
            context["found"] = dry_run(service, definition_of(newest), draft_definition(service))
        except ConditionError as error:
            context["trouble"] = str(error)
    return page(request, "cms_services/dry_run.html", "Probelauf", context, service)


@for_rules
@require_http_methods(["GET", "HEAD", "POST"])
def cut_off(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Choose from when drafts of an old version go on with the newest one."""
    version = get_object_or_404(ServiceVersion, service=service_named(slug), number=number)
    form = CutoffForm(request.POST or None, initial=CutoffForm.initial_of(version))
    if request.method == "POST" and form.is_valid():
        actions.set_cutoff(version, form.cleaned_data["at"], form.reasons, by=request.user)
        messages.success(request, f"Entwürfe der Fassung {number} wechseln ab diesem Zeitpunkt zur neuesten.")
        return redirect(workbench_url(version.service, "versions"))
    context = {"form": form, "media": form.media, "version": version, "languages": words.LANGUAGES}
    return page(request, "cms_services/cut_off.html", f"Stichtag für Fassung {number}", context, version.service)
