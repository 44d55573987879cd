"""What all forms with texts in several languages share: translations that are older than their German text."""

from dataclasses import dataclass
from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from portal.catalogue.actions import keep_track
from portal.catalogue.queries.older import older_in_rows
from portal.shared.language import column

SMALL = "is_small"


@dataclass(frozen=True)
class Older:
    """What a form knows of an older translation: the German text it was made for, and the tick "Stimmt noch".

    The tick is no field of the form: fields that no panel claims would be shown once more below it.
    """

    made_for: str
    name: str
    is_ticked: bool


class TextsForm(WagtailAdminModelForm):
    """A form that marks older translations, each with a tick to say that it still fits."""

    is_small = forms.BooleanField(required=False)
    # Columns of translations that the last save left behind their German text, of the lists below as well.
    behind: list[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.behind = []
        if not self.instance.pk:
            del self.fields[SMALL]
            return
        owners = {form.instance: form for form in self._edited()}
        for (row, field), mark in older_in_rows(owners):
            form, name = owners[row], column(field, mark.language)
            tick = form.add_prefix(f"{name}_fits")
            found = Older(mark.made_for, tick, is_ticked=self.may_confirm and tick in form.data)
            form.older = {**getattr(form, "older", {}), name: found}

    @property
    def may_confirm(self) -> bool:
        """Say whether the person may say that a translation still fits."""
        return True

    def _edited(self) -> list[Any]:
        """Return this form and those of the lists below it, as far as their rows are there already."""
        lists = [form for formset in self.formsets.values() for form in formset.initial_forms]
        return [each for each in (self, *lists) if each.instance.pk]

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - as Django calls it
        """Save the row, and note which translations the German text has left behind."""
        edited = self._edited()
        row = super().save(commit)
        is_small = self.cleaned_data.get(SMALL, False)
        for form in edited:
            confirmed = [name for name, each in getattr(form, "older", {}).items() if each.is_ticked]
            self.behind += keep_track(form.instance, form.initial, confirmed, is_small=is_small)
        return row
