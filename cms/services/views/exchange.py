"""Services come in from files and go out as files; nothing of an office's work is overwritten unseen."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cms.services import offered
from cms.services.access import for_rules, for_texts
from cms.services.models import Incoming
from cms.services.uploading import UploadForm, stored, take_in
from cms.services.views.pages import page, service_named, title_of, workbench_url
from portal.catalogue.actions import exchange, exported_version
from portal.catalogue.errors import PackError
from portal.catalogue.models import Service, ServiceVersion
from portal.shared.errors import WrongStateError

MEANWHILE = "Der Entwurf hat sich inzwischen geändert. Sehen Sie sich den Vergleich noch einmal an."
POSTED = ("GET", "HEAD", "POST")


@for_rules
@require_http_methods(POSTED)
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file, and go on to the comparison with the present draft."""
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_compare_url(stored(form.cleaned_data["file"], by=request.user), request))
        except PackError as error:
            form.problems = error.problems
    return page(
        request,
        "cms_services/import.html",
        "Leistung importieren",
        {"form": form, "recent": Incoming.objects.all()[:10]},
    )


def _compare_url(incoming: Incoming, request: HttpRequest) -> str:
    """Return where a file is compared, with the service whose workbench the person came from."""
    of = request.GET.get("of", "")
    return reverse("cms_services:import-compare", args=[incoming.pk]) + (f"?{urlencode({'of': of})}" if of else "")


@for_rules
@require_http_methods(POSTED)
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the file would change; only a confirmed comparison becomes the draft, in the parts that are ticked."""
    incoming = get_object_or_404(Incoming, pk=pk)
    if "discard" in request.POST and incoming.taken_in is None:
        return _discarded(incoming, request)
    found = exchange.compared(incoming.data)
    choice = _choice(request, found) if incoming.taken_in is None else offered.choice_of(found)
    if request.method == "POST" and incoming.taken_in is None and not choice.problems:
        return _decided(request, incoming, found, choice)
    name = title_of(found.service) if found.service else _title(incoming.data)
    warnings = [] if incoming.taken_in else list(_warnings(incoming.data, found.service, request.GET.get("of", "")))
    context = {"incoming": incoming, "found": found, "choice": choice, "name": name, "warnings": warnings}
    return page(request, "cms_services/import_compare.html", f"Import prüfen: {name}", context)


def _choice(request: HttpRequest, found: exchange.Comparison, *, careful: bool = False) -> offered.Choice:
    """Return what is ticked: as the editor sent it, or as it is proposed."""
    sent = request.POST.getlist("part") if request.method == "POST" else None
    taken = None if sent is None else set(sent) & set(found.parts)
    return offered.choice_of(found, taken, careful=careful)


def _title(data: Mapping[str, Any]) -> str:
    return str(data.get("title", {}).get("de") or data["slug"])


def _warnings(data: Mapping[str, Any], service: Service | None, of: str) -> Iterator[str]:
    """Yield what an editor may not have meant: a file of another service, a code that another one has."""
    came_from = Service.objects.filter(slug=of).first()
    if came_from is not None and came_from != service:
        becomes = f"Ersetzt würde „{title_of(service)}“" if service else f"Neu angelegt würde „{_title(data)}“"
        yield f"Diese Datei ist nicht von „{title_of(came_from)}“. {becomes}."
    same_code = Service.objects.filter(code=data["code"]).exclude(slug=data["slug"]).first()
    if same_code is not None:
        yield (
            f"Das Kurzzeichen {data['code']} gehört schon zu „{title_of(same_code)}“. "
            "Die Leistung aus der Datei bekommt ein anderes."
        )


def _discarded(incoming: Incoming, request: HttpRequest) -> HttpResponse:
    incoming.delete()
    messages.success(request, "Verworfen. Der Entwurf ist, wie er war.")
    return redirect("cms_services:import")


def _decided(
    request: HttpRequest, incoming: Incoming, found: exchange.Comparison, choice: offered.Choice
) -> HttpResponse:
    if found.service and not choice.rows:
        messages.info(request, "Die Datei sagt dasselbe wie der Entwurf. Es gibt nichts zu übernehmen.")
        return redirect(request.get_full_path())
    try:
        service = take_in(incoming, request.POST.get("stamp", ""), by=request.user, parts=choice.parts)
    except WrongStateError:
        messages.error(request, MEANWHILE)
        return redirect(request.get_full_path())
    messages.success(request, "Übernommen. Es ist ein Entwurf und noch nicht veröffentlicht.")
    return redirect(workbench_url(service))


@for_texts
@require_safe
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand a service's draft out as a pack for other offices, or with `?version=` what was published."""
    service, number = service_named(slug), request.GET.get("version", "")
    if number:
        if not number.isdecimal():
            raise Http404
        content = exported_version(get_object_or_404(ServiceVersion, service=service, number=int(number[:9])))
    else:
        content = exchange.exported(service)
    name = f"{slug}-{number}" if number else slug
    headers = {"Content-Disposition": f'attachment; filename="{name}.yaml"'}
    return HttpResponse(content, content_type="application/yaml; charset=utf-8", headers=headers)


@for_rules
@require_http_methods(POSTED)
def pack(request: HttpRequest, slug: str) -> HttpResponse:
    """Compare an office's draft with the portal's own pack, and take the pack when the editor wants it."""
    service, shipped = service_named(slug), exchange.shipped(slug)
    if shipped is None:
        raise Http404
    found = exchange.compared(shipped)
    choice = _choice(request, found, careful=True)
    if request.method == "POST" and not choice.problems:
        return _taken(request, service, choice)
    context = {"found": found, "choice": choice}
    return page(request, "cms_services/pack.html", "Paket-Aktualisierung", context, service)


def _taken(request: HttpRequest, service: Service, choice: offered.Choice) -> HttpResponse:
    try:
        exchange.take_pack(service, request.POST.get("stamp", ""), by=request.user, parts=choice.parts)
    except WrongStateError:
        messages.error(request, MEANWHILE)
        return redirect("cms_services:pack", service.slug)
    told = "Der Entwurf ist jetzt wie das Paket." if choice.parts is None else "Die angehakten Teile sind im Entwurf."
    messages.success(request, f"{told} Veröffentlichen Sie ihn, wenn er so gelten soll.")
    return redirect(workbench_url(service))
