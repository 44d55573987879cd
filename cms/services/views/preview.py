"""Try a draft out as an applicant would: page by page, in every language, on a phone or a desk."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from cms.services import queries, words
from cms.services.access import for_texts
from cms.services.views.pages import page, service_named
from portal.catalogue.models import Step
from portal.shared.language import column

WIDTHS = {"phone": "Telefon (390 Pixel)", "desktop": "Bildschirm"}
# Behind the last page: what all answers lead to. No page has such a code.
END, END_TITLE = "/", "Am Ende: Unterlagen und Gebühren"


@for_texts
@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Frame the portal's own page for one step of the draft, and say what of the draft cannot be shown."""
    service = service_named(slug)
    steps = list(Step.objects.filter(service=service).values_list("code", column("title", "de")))
    steps += [(END, END_TITLE)] if steps else []
    chosen = _chosen(request, [code for code, _title in steps])
    context = {"steps": steps, "languages": words.LANGUAGES, "widths": WIDTHS, "end": END}
    context["faults"] = queries.faults_of(service)
    context |= {**chosen, "address": _address(slug, chosen)}
    # Without answers one begins at the first page.
    context["restart"] = _address(slug, {**chosen, "step": steps[0][0] if steps else "", "all": False})
    return page(request, "cms_services/preview.html", "Vorschau", context, service)


def _chosen(request: HttpRequest, steps: list[str]) -> dict[str, Any]:
    return {
        "step": _one_of(request.GET.get("step"), steps),
        "language": _one_of(request.GET.get("language"), list(words.LANGUAGES)),
        "width": _one_of(request.GET.get("width"), list(WIDTHS)),
        "all": "all" in request.GET,
    }


def _one_of(wanted: str | None, offered: list[str]) -> str:
    return wanted if wanted in offered else next(iter(offered), "")


def _address(slug: str, chosen: dict[str, Any]) -> str:
    if not chosen["step"]:
        return ""
    with override(chosen["language"]):
        if chosen["step"] == END:
            return reverse("applications:preview-end", args=[slug])
        address = reverse("applications:preview", args=[slug, chosen["step"]])
    return f"{address}?all=1" if chosen["all"] else address
