"""All tables of the law on one page, with what somebody must look at."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cms.services.access import CHANGE_RULES, for_texts
from cms.services.law import TABLES, TITLES, title_of
from cms.services.parts import Part
from cms.services.reminders import reminders
from cms.services.views.pages import LAW, page
from portal.shared import clock


@for_texts
@require_safe
def tables(request: HttpRequest) -> HttpResponse:
    """Show every row with its law, its time, and when somebody compared it with its source."""
    # Whom they lead to a form that is theirs.
    shown = reminders() if request.user.has_perm(CHANGE_RULES) else []
    sections = [
        (part, TITLES[name], _rows(part, request), part.may(request.user, "add")) for name, part in TABLES.items()
    ]
    return page(request, "cms_services/law.html", LAW, {"sections": sections, "reminders": shown})


def _rows(part: Part, request: HttpRequest) -> list[dict[str, Any]]:
    may = {action: part.may(request.user, action) for action in ("change", "delete")}
    today = clock.today()
    return [
        {
            "row": row,
            "name": str(getattr(row, "key", "") or getattr(row, "code", "")),
            "title": title_of(row),
            "may": may,
        }
        | {"is_over": _is_over(row, today)}
        for row in part.model._default_manager.all()  # noqa: SLF001 - every Django model has one
    ]


def _is_over(row: Any, today: date) -> bool:
    until: date | None = getattr(row, "valid_until", None)
    return until is not None and until < today
