"""All tables of the law on one page, and the rows that hold for a time, with their history."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.services import past
from cms.services.access import CHANGE_RULES, for_texts
from cms.services.law import CORRECTIONS, TABLES, TITLES, title_of
from cms.services.law_forms import ending_of, outcome_of, resting
from cms.services.parts import Part
from cms.services.reminders import reminders
from cms.services.views import parts
from cms.services.views.pages import LAW, page
from portal.catalogue.actions import delete_row
from portal.catalogue.models import InForce
from portal.catalogue.queries.history import is_past, same_name, successor
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
        | _time(row, today)
        for row in part.model._default_manager.all()  # noqa: SLF001 - every Django model has one
    ]


def _time(row: Any, today: Any) -> dict[str, bool]:
    if not isinstance(row, InForce):
        return {"is_over": False, "is_to_come": False}
    return {"is_over": row.is_over(today), "is_to_come": not row.has_begun(today)}


class Edit(parts.Edit):
    """Change a row. What it says stays once it has begun; something new is a new row."""

    template_name = "cms_services/law_row.html"

    def get_object(self, queryset: Any = None) -> Any:
        """Return the row, and keep in mind how it stands: a form may carry other days."""
        row = super().get_object(queryset)
        self.has_begun, self.is_past = row.has_begun(clock.today()), is_past(row)
        return row

    def get_delete_url(self) -> str | None:
        return None if self.has_begun else super().get_delete_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = {
            "part": self.part,
            "may_rule": self.part.may(self.request.user, "add"),
            "has_begun": self.has_begun,
            "is_past": self.is_past,
            "told": past.told(self.object),
        }
        return {**super().get_context_data(**kwargs), **own}


class Correct(parts.Edit):
    """Put right what is wrong in a row that has begun, and say why."""

    permission_required = "add"
    page_title = "Berichtigen"
    submit_button_label = "Berichtigen"
    template_name = "cms_services/law_correct.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        if kwargs["part"] not in CORRECTIONS:
            raise Http404
        super().setup(request, *args, **kwargs)
        self.panel = CORRECTIONS[kwargs["part"]].panel

    def get_object(self, queryset: Any = None) -> Any:
        """Return a row that has begun; others are changed without a reason."""
        row = super().get_object(queryset)
        if not row.has_begun(clock.today()):
            raise Http404
        return row

    @property
    def label(self) -> str:
        return f"{super().label}: Fehler berichtigen"

    def get_delete_url(self) -> None:
        """Return nothing: the row stays."""

    def get_success_message(self) -> str:
        return f"Berichtigt. {self.when} Die alte Angabe steht im Verlauf."


class Follow(parts.Add):
    """Add the row that follows another one, which ends the day before."""

    page_title = "Neuer Betrag"
    template_name = "cms_services/law_next.html"

    def get_object(self) -> Any:
        if self.kwargs["part"] not in CORRECTIONS:
            raise Http404
        kind: Any = self.model
        self.former: InForce = get_object_or_404(kind.objects.all(), pk=self.kwargs["pk"])
        if is_past(self.former):
            raise Http404
        return successor(self.former)

    def get_form(self, form_class: Any = None) -> Any:
        """Return the form, with what the new row follows; where it was read must be said anew."""
        form = super().get_form(form_class)
        form.follows = self.former
        form.fields["source"].required = True
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("cms_services:edit", args=[self.part.name, self.former.pk])
        return {**super().get_context_data(**kwargs), "former": self.former, "back_url": back}

    @property
    def label(self) -> str:
        return f"{self.part.title} {self.former.name}: was neu gilt"


class Delete(parts.Delete):
    """Delete a row that has not begun. The one before it ends as it did until then."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.object.has_begun(clock.today()):
            raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        # As long as another row has the name, nothing misses this one.
        is_last = not same_name(self.object).exclude(pk=self.object.pk).exists()
        told = {"outcome": outcome_of(self.object)}
        return {**context, **told} if is_last else {**context, **told, "uses": []}

    def delete_action(self) -> None:
        self.moved = delete_row(self.object, by=self.request.user)
        self.gap = ending_of(same_name(self.object).last())

    def get_success_message(self) -> str:
        return f"{super().get_success_message()}{resting(self.moved)}{self.gap}"
