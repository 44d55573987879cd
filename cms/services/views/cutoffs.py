"""Say from when drafts of an old version go on with the newest, or take that back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST

from cms.services.access import for_rules
from cms.services.cutoff import CutoffForm
from cms.services.views.pages import page, service_named, workbench_url
from portal.catalogue import actions
from portal.catalogue.models import Cutoff, ServiceVersion


@for_rules
@require_http_methods(["GET", "HEAD", "POST"])
def cut_off(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Choose from when drafts of an old version go on with the newest one."""
    version = get_object_or_404(ServiceVersion, service=service_named(slug), number=number)
    form = CutoffForm(request.POST or None, initial=CutoffForm.initial_of(version))
    if request.method == "POST" and form.is_valid():
        return _cut_off(request, version, form)
    found = Cutoff.objects.filter(version=version).first()
    context = {"form": form, "media": form.media, "version": version, "cutoff": found}
    return page(request, "cms_services/cut_off.html", f"Stichtag für Fassung {number}", context, version.service)


def _cut_off(request: HttpRequest, version: ServiceVersion, form: CutoffForm) -> HttpResponse:
    at = localtime(form.cleaned_data["at"])
    actions.set_cutoff(version, at, form.reasons, by=request.user)
    messages.success(
        request, f"Entwürfe der Fassung {version.number} wechseln ab {at:%d.%m.%Y, %H:%M} Uhr zur neuesten."
    )
    if not any(form.reasons.values()):
        messages.warning(request, "Die Betroffenen lesen nicht, warum. Schreiben Sie es unter „Stichtag“ dazu.")
    return redirect(workbench_url(version.service, "versions"))


@for_rules
@require_POST
def no_cut_off(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Let drafts of an old version stay on it after all."""
    version = get_object_or_404(ServiceVersion, service=service_named(slug), number=number)
    if actions.remove_cutoff(version, by=request.user):
        messages.success(request, f"Der Stichtag ist entfernt. Entwürfe der Fassung {number} bleiben bei ihr.")
    return redirect(workbench_url(version.service, "versions"))
