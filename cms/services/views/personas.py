"""The ten golden personas, green or red."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cms.services import personas
from cms.services.access import for_texts
from cms.services.views.pages import page


@for_texts
@require_safe
def examples(request: HttpRequest) -> HttpResponse:
    """Show what the catalogue makes of ten people, and where that is not what the law says."""
    cases = personas.cases()
    context = {"cases": cases, "sound": sum(each.is_sound for each in cases)}
    return page(request, "cms_services/personas.html", "Musterpersonen", context)
