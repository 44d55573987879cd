"""Services come in from files and go out as files; nothing of an office's work is overwritten unseen."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from cms.services import queries
from cms.services.access import for_rules, for_texts
from cms.services.models import Incoming
from cms.services.uploading import UploadForm, stored, take_in
from cms.services.views.pages import page, service_named, workbench_url
from portal.catalogue.actions import exchange
from portal.catalogue.errors import PackError
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
            return redirect("cms_services:import-compare", stored(form.cleaned_data["file"], by=request.user).pk)
        except PackError as error:
            form.problems = error.problems
    return page(
        request,
        "cms_services/import.html",
        "Leistung importieren",
        {"form": form, "recent": Incoming.objects.all()[:10]},
    )


@for_rules
@require_http_methods(POSTED)
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the file would change; only a confirmed comparison becomes the draft."""
    incoming = get_object_or_404(Incoming, pk=pk)
    if request.method == "POST" and incoming.taken_in is None:
        return _decided(request, incoming)
    found = exchange.compared(incoming.data)
    differences = queries.differences(found.changes)
    context = {"incoming": incoming, "found": found, "differences": differences}
    return page(request, "cms_services/import_compare.html", "Import prüfen", context)


def _decided(request: HttpRequest, incoming: Incoming) -> HttpResponse:
    if "discard" in request.POST:
        incoming.delete()
        messages.success(request, "Verworfen. Der Entwurf ist, wie er war.")
        return redirect("cms_services:import")
    try:
        service = take_in(incoming, request.POST.get("stamp", ""), by=request.user)
    except WrongStateError:
        messages.error(request, MEANWHILE)
        return redirect("cms_services:import-compare", incoming.pk)
    messages.success(request, "Übernommen. Es ist ein Entwurf und noch nicht veröffentlicht.")
    return redirect(workbench_url(service))


@for_texts
@require_safe
def export(_request: HttpRequest, slug: str) -> HttpResponse:
    """Hand a service's draft out as a pack for other offices."""
    content = exchange.exported(service_named(slug))
    headers = {"Content-Disposition": f'attachment; filename="{slug}.yaml"'}
    return HttpResponse(content, content_type="application/yaml; charset=utf-8", headers=headers)


@for_rules
@require_http_methods(POSTED)
def pack(request: HttpRequest, slug: str) -> HttpResponse:
    """Compare an office's draft with the portal's own pack, and take the pack when the editor wants it."""
    service, shipped = service_named(slug), exchange.shipped(slug)
    if shipped is None:
        raise Http404
    if request.method == "POST":
        return _taken(request, slug)
    found = exchange.compared(shipped)
    return page(
        request,
        "cms_services/pack.html",
        "Paket-Aktualisierung",
        {"found": found, "differences": queries.differences(found.changes)},
        service,
    )


def _taken(request: HttpRequest, slug: str) -> HttpResponse:
    service = service_named(slug)
    try:
        exchange.take_pack(service, request.POST.get("stamp", ""), by=request.user)
    except WrongStateError:
        messages.error(request, MEANWHILE)
        return redirect("cms_services:pack", slug)
    messages.success(request, "Der Entwurf ist jetzt wie das Paket. Veröffentlichen Sie ihn, wenn er so gelten soll.")
    return redirect(workbench_url(service))
