"""Look at a draft as an applicant would: page by page, in every language, on a phone or a desk."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from cms.services import words
from cms.services.access import for_texts
from cms.services.views.pages import page, service_named
from portal.catalogue.models import Step
from portal.shared.language import column

WIDTHS = {"phone": "Telefon (390 Pixel)", "desktop": "Bildschirm"}


@for_texts
@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Frame the portal's own page for one step of the draft."""
    service = service_named(slug)
    steps = list(Step.objects.filter(service=service).values_list("code", column("title", "de")))
    chosen = {
        "step": _one_of(request.GET.get("step"), [code for code, _title in steps]),
        "language": _one_of(request.GET.get("language"), list(words.LANGUAGES)),
        "width": _one_of(request.GET.get("width"), list(WIDTHS)),
    }
    context = {
        "steps": steps,
        "languages": words.LANGUAGES,
        "widths": WIDTHS,
        **chosen,
        "address": _address(slug, chosen),
    }
    return page(request, "cms_services/preview.html", "Vorschau", context, service)


def _one_of(wanted: str | None, offered: list[str]) -> str:
    return wanted if wanted in offered else next(iter(offered), "")


def _address(slug: str, chosen: dict[str, str]) -> str:
    if not chosen["step"]:
        return ""
    with override(chosen["language"]):
        return reverse("applications:preview", args=[slug, chosen["step"]])
