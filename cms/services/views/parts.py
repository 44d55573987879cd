"""Add, change, delete and move the rows of a service."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.admin.views import generic

from cms.services import actions, queries, uses, words
from cms.services.access import for_rules
from cms.services.law import ALL, TABLES, name_of
from cms.services.parts import Part, service_of
from cms.services.views.pages import HOME, law_url, trail, workbench_url
from portal.catalogue.actions import delete_unpublished
from portal.catalogue.models import Service, ServiceGuide
from portal.shared import clock

AS_DRAFT = "Die Änderung steht im Entwurf und ist noch nicht veröffentlicht."
AT_ONCE = "Die Änderung gilt sofort, auf allen Seiten."
BELOW = {
    "page": " mit allen ihren Fragen",
    "question": " mit ihren Auswahlen und Einträgen",
    "service": " mit allem, was dazu gehört,",
}
NEEDED = "Der Entwurf kann dann erst wieder veröffentlicht werden, wenn Sie diese Stellen geändert haben."


def part_named(name: str) -> Part:
    """Return a sort of row by its name in addresses; Http404 for others."""
    if name not in ALL:
        raise Http404
    return ALL[name]


def may_go(row: Any) -> bool:
    """Say whether a row may be deleted: applications point at a service for ever once it is published."""
    return not isinstance(row, ServiceGuide) and not (isinstance(row, Service) and row.versions.exists())


def _behind(columns: list[str]) -> str:
    """Return a sentence about translations that are older than their German text now."""
    codes = {name.rpartition("_")[2] for name in columns}
    names = words.listed(name for code, name in words.LANGUAGES.items() if code in codes)
    return f" Älter als der deutsche Text ist jetzt: {names}." if names else ""


class OfPart:
    """What the views of all parts share; which part it is stands in the address."""

    part: Part
    object: Any
    form: Any
    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.part = part_named(kwargs["part"])
        self.model, self.panel = self.part.model, self.part.panel
        super().setup(request, *args, **kwargs)  # type: ignore[misc]

    def get_page_subtitle(self) -> str:
        return self.label

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return trail(self.service, self.label, is_law=self.part.name in TABLES)

    @property
    def service(self) -> Service | None:
        """Return the service that the row belongs to, once there is one."""
        found = service_of(self.object)
        return found if found and found.pk else None

    @property
    def label(self) -> str:
        return f"{self.part.title} {queries.called(self.object) or name_of(self.object)}"

    @property
    def when(self) -> str:
        """Say from when a saved row holds."""
        if self.part.name not in TABLES:
            return AS_DRAFT
        first = getattr(self.object, "valid_from", None)
        holds = f"Die Zeile gilt ab {first:%d.%m.%Y}." if first and first > clock.today() else AT_ONCE
        return holds + self.form.followed

    def url_at(self, anchor: str) -> str:
        """Return the page where the row stands, at a place."""
        return workbench_url(self.service, anchor) if self.service else law_url(anchor)

    def get_success_url(self) -> str:
        return self.url_at(f"{self.part.name}-{self.object.pk}")

    def get_success_buttons(self) -> list[Any]:
        return []


class Add(OfPart, generic.CreateView):
    """Add a row below another one, at the end. A new service stands alone."""

    page_title = "Neu"
    submit_button_label = "Hinzufügen"
    error_message = "Bitte prüfen Sie die markierten Felder. Es ist noch nichts gespeichert."

    def get_object(self) -> Any:
        """Return the unsaved row, in its place."""
        if not self.part.parent:
            if "parent" in self.kwargs:
                raise Http404
            return self.part.model()
        parent = self.part.parent_of(self.kwargs.get("parent", 0))
        if parent is None:
            raise Http404
        return self.part.new(parent)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.object = self.get_object()

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.object}

    def get_add_url(self) -> str:
        return self.request.get_full_path()

    @property
    def label(self) -> str:
        return f"Neu: {self.part.title}"

    def get_success_message(self, _row: Any) -> str:
        return f"Hinzugefügt. {self.when}"

    def get_header_title(self) -> str:
        return self.label


class Edit(OfPart, generic.EditView):
    """Change a row. What is published stays as it is until somebody publishes again."""

    page_title = "Ändern"
    submit_button_label = "Speichern"
    error_message = "Bitte prüfen Sie die markierten Felder. Es ist noch nichts gespeichert."

    def get_edit_url(self) -> str:
        return self.request.path

    def get_delete_url(self) -> str | None:
        return reverse("cms_services:delete", args=[self.part.name, self.object.pk]) if may_go(self.object) else None

    def get_success_message(self) -> str:
        return self.form.refusal or f"Gespeichert. {self.when}{_behind(self.form.behind)}{self.form.remark}"


class Delete(OfPart, generic.DeleteView):
    """Delete a row with all below it, after asking."""

    page_title = "Löschen"
    template_name = "cms_services/confirm_delete.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not may_go(self.object):
            raise Http404

    def get_panel(self) -> None:
        """Return nothing: the question whether to delete has no fields."""

    def get_delete_url(self) -> str:
        return self.request.path

    @property
    def confirmation_message(self) -> str:
        return f"{self.part.title} „{name_of(self.object)}“{BELOW.get(self.part.name, '')} löschen?"

    @property
    def after_message(self) -> str:
        """Say what comes of it when something else needs the row."""
        return "Das Löschen gilt sofort, auf allen Seiten." if self.part.name in TABLES else NEEDED

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = self.url_at(f"{self.part.name}-{self.object.pk}")
        return {**super().get_context_data(**kwargs), "back_url": back, "uses": uses.sentences(self.object)}

    def get_success_url(self) -> str:
        if self.part.name == "service":
            return reverse(HOME)
        return self.url_at("pages" if self.part.parent == "step" else self.part.name)

    def delete_action(self) -> None:
        if isinstance(self.object, Service):
            delete_unpublished(self.object, by=self.request.user)
        else:
            super().delete_action()

    def get_success_message(self) -> str:
        if self.part.name == "service":
            return "Gelöscht."
        return (
            f"Gelöscht. {AT_ONCE if self.part.name in TABLES else 'Veröffentlichte Fassungen bleiben, wie sie sind.'}"
        )


def _tell_of_move(request: HttpRequest, row: Any, faults: list[str]) -> None:
    """Say that a row moved, and which conditions ask for something that comes after them since."""
    moved = f"„{row}“ steht jetzt an anderer Stelle."
    if faults:
        messages.warning(request, f"{moved} Damit stimmt etwas nicht mehr: {'; '.join(faults)}")
    else:
        messages.success(request, moved)


@for_rules
@require_POST
def move(request: HttpRequest, part: str, pk: int, way: str) -> HttpResponse:
    """Let a row change places with its neighbour, and come back to it."""
    sort = part_named(part)
    row = get_object_or_404(sort.model._default_manager.all(), pk=pk)  # noqa: SLF001
    service = service_of(row)
    if service is None or not sort.parent or not hasattr(row, "position") or way not in {"up", "down"}:
        raise Http404
    before = queries.faults_of(service)
    may_go_on = actions.move(sort, row, up=way == "up")
    _tell_of_move(request, row, [each for each in queries.faults_of(service) if each not in before])
    # The browser gives the focus to what the address names: the same arrow, or at the end the other one.
    arrow = way if may_go_on else {"up": "down", "down": "up"}[way]
    return redirect(workbench_url(service, f"{sort.name}-{pk}-{arrow}"))
