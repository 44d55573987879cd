"""What a service is made of, as editors see it: each sort of row with its form, its parent and its place."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from wagtail.admin.panels import ObjectList, Panel

from cms.services import forms, layouts
from cms.services.panels import small_edit
from cms.services.question_form import QuestionForm
from portal.catalogue.models import (
    DocumentRequirement,
    FeeRule,
    GuideStep,
    Hint,
    Note,
    Question,
    Service,
    ServiceGuide,
    StatusText,
    Step,
)


@dataclass(frozen=True)
class Part:
    """A sort of row. `name` stands in addresses; `parent` is the field that says where a row belongs."""

    name: str
    title: str
    model: type[models.Model]
    form: type[forms.PartForm]
    panels: Callable[[str], list[Panel]]
    parent: str = "service"
    # Of members: the field of the row that a new one is added to, when that is not the parent itself.
    is_member: bool = False

    @property
    def permission(self) -> str:
        """Return the permission to do more than change texts."""
        return f"catalogue.add_{self.model._meta.model_name}"  # noqa: SLF001 - the documented way to a model's name

    def may(self, user: Any, action: str) -> bool:
        """Say whether a person may add, change or delete such rows."""
        return bool(user.has_perm(f"catalogue.{action}_{self.model._meta.model_name}"))  # noqa: SLF001

    @cached_property
    def panel(self) -> Any:
        """Return the form's layout, bound to its model."""
        layout = ObjectList([*self.panels(self.permission), small_edit()], base_form_class=self.form)
        return layout.bind_to_model(self.model)

    def parent_of(self, pk: int) -> models.Model | None:
        """Return the row that a new one belongs to."""
        kind: Any = Question if self.is_member else self.model._meta.get_field(self.parent).related_model  # noqa: SLF001
        found: models.Model | None = kind._default_manager.filter(pk=pk).first()  # noqa: SLF001
        return found

    def new(self, parent: Any) -> Any:
        """Return an unsaved row below a parent, at the end."""
        places = {"step": parent.step, "group": parent} if self.is_member else {self.parent: parent}
        row = self.model(**places)
        if hasattr(row, "position"):
            last = self.beside(row).aggregate(last=models.Max("position"))["last"]
            row.position = 0 if last is None else last + 1
        return row

    def beside(self, row: Any) -> Any:
        """Return a row and those it stands in line with."""
        same: dict[str, Any] = {self.parent: getattr(row, self.parent)}
        if isinstance(row, Question):
            same["group"] = row.group
        return self.model._default_manager.filter(**same)  # noqa: SLF001


# -- the parts -------------------------------------------------------------------------

SERVICE = Part("service", "Leistung", Service, forms.ServiceForm, layouts.of_service, parent="")
GUIDE = Part("guide", "Ratgeber", ServiceGuide, forms.PartForm, layouts.of_guide)
MEMBER = Part("member", "Frage der Wiederholung", Question, QuestionForm, layouts.of_question, "step", is_member=True)
PARTS = {
    part.name: part
    for part in (
        SERVICE,
        GUIDE,
        Part("guide-step", "Schritt des Ratgebers", GuideStep, forms.PartForm, layouts.of_guide_step),
        Part("page", "Seite", Step, forms.StepForm, layouts.of_step),
        Part("question", "Frage", Question, QuestionForm, layouts.of_question, "step"),
        MEMBER,
        Part("document", "Dokument", DocumentRequirement, forms.DocumentForm, layouts.of_document),
        Part("fee", "Gebühr", FeeRule, forms.FeeRuleForm, layouts.of_fee),
        Part("hint", "Hinweis", Hint, forms.HintForm, layouts.of_hint),
        Part("note", "Merksatz", Note, forms.PartForm, layouts.of_note),
        Part("status", "Statustext", StatusText, forms.StatusTextForm, layouts.of_status),
    )
}


def service_of(row: Any) -> Service | None:
    """Return the service that a row belongs to; rows of the law belong to none."""
    if isinstance(row, Service):
        return row
    service: Service | None = row.step.service if isinstance(row, Question) else getattr(row, "service", None)
    return service
