"""The forms of the law's tables: what has begun stays, unless somebody corrects it and says why."""

from copy import copy
from typing import Any

from django import forms
from django.db import transaction
from wagtail.admin.widgets import AdminDateInput

from cms.services import words
from cms.services.forms import PartForm, fee_keys, several
from cms.services.text_form import SMALL
from portal.catalogue.actions import keep_row
from portal.catalogue.models import Fee, FeeReduction, InForce
from portal.catalogue.queries.editing import problem_of_rule
from portal.catalogue.queries.history import Misfit, misfits, rewrites, same_name
from portal.shared import clock

MISFITS = {
    "valid_until backwards": "Der letzte Tag liegt vor dem ersten.",
    "valid_from twice": "Diesen Schlüssel gibt es mit diesem ersten Tag schon.",
    "valid_from early": "Vorher kommt die Zeile ab {first}. Beginnen Sie frühestens am {day}.",
    "valid_from late": "Nachher kommt die Zeile ab {first}. Beginnen Sie spätestens am {day}.",
    "valid_from overlap": "Bis {until} gilt schon eine andere Zeile mit diesem Schlüssel. Beginnen Sie am {day}.",
    "valid_from gap": "Nach dem {until} würde eine Zeit lang nichts gelten. Beginnen Sie am {day}.",
    "valid_until overlap": "Ab {first} gilt schon eine andere Zeile mit diesem Schlüssel. Enden Sie am {day}.",
    "valid_until gap": "Vor dem {first} würde eine Zeit lang nichts gelten. Enden Sie am {day}.",
}
# As people here write it; pickers of dates send the second.
WRITTEN = ("%d.%m.%Y", "%Y-%m-%d")
PAST = "Das ändert, was schon gegolten hat. War der letzte Tag falsch, nehmen Sie „Fehler berichtigen“."


def day(label: str, *, required: bool = False) -> forms.DateField:
    """Return the field of a day as it is written in German."""
    widget = AdminDateInput(format=WRITTEN[0])
    return forms.DateField(label=label, required=required, widget=widget, input_formats=WRITTEN)


class LawForm(PartForm):
    """A row of the law's tables. What services name it by stays as it is."""

    names = ("key", "code", "official_name")

    def kept_names(self) -> frozenset[str]:
        return frozenset({getattr(self.instance, name, "") for name in ("key", "code")})

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        named_by = "key" if hasattr(self.instance, "key") else "code"
        if not isinstance(self.instance, InForce) and named_by in cleaned:
            others = type(self.instance)._default_manager.exclude(pk=self.instance.pk)  # noqa: SLF001
            if others.filter(**{named_by: cleaned[named_by]}).exists():
                self.add_error(named_by, "Diesen Schlüssel gibt es schon. Ändern Sie die Zeile, die da ist.")
        return cleaned

    @property
    def followed(self) -> str:
        """Return a sentence about the rows whose last day moved with this one."""
        return ""


class InForceForm(LawForm):
    """A row that holds for a time. Rows of one name follow each other without a gap."""

    valid_from = day("Gilt ab", required=True)
    valid_until = day("Gilt bis")
    checked_on = day("Zuletzt mit der Quelle verglichen")
    # Whether what a row says may be changed after it has begun.
    corrects = False
    # The row that a new one follows: its last day makes room.
    follows: InForce | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moved: list[InForce] = []
        row = self.instance
        has_begun = row.pk and row.has_begun(clock.today())
        kept = row.says if has_begun and not self.corrects else ()
        # A new row with a name is one that follows another.
        for name in [*kept, *([row.named_by] if row.name else [])]:
            if name in self.fields:
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not {"valid_from", "valid_until", self.instance.named_by} & set(self.errors):
            self._look_at_days(cleaned)
        return cleaned

    def _look_at_days(self, cleaned: dict[str, Any]) -> None:
        typed = copy(self.instance)
        for name in {"valid_from", "valid_until", typed.named_by} & set(cleaned):
            setattr(typed, name, cleaned[name])
        if not self.corrects and typed.pk and rewrites(typed, self.instance, clock.today()):
            self.add_error("valid_until", PAST)
            return
        for each in misfits(typed, same_name(typed), self.follows):
            self.add_error(each.field, sentence_of(each))

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - as Django calls it
        """Save the row, with its place among the others and its history."""
        with transaction.atomic():
            why = self.cleaned_data.get("why", "")
            self.moved = keep_row(self.instance, by=self.for_user, why=why, follows=self.follows)
            return super().save(commit)

    @property
    def followed(self) -> str:
        return resting(self.moved)


def sentence_of(misfit: Misfit) -> str:
    """Return what to do about a row that does not fit on its days."""
    other = misfit.other
    days = {"day": misfit.day, "first": other and other.valid_from, "until": other and other.valid_until}
    written = {name: f"{day:%d.%m.%Y}" for name, day in days.items() if day}
    return MISFITS[f"{misfit.field} {misfit.reason}"].format(**written)


def resting(moved: list[InForce]) -> str:
    """Return sentences about rows whose last day is another one now."""
    return "".join(
        f" Die Zeile ab {each.valid_from:%d.%m.%Y} endet jetzt am {each.valid_until:%d.%m.%Y}."
        if each.valid_until
        else f" Die Zeile ab {each.valid_from:%d.%m.%Y} gilt wieder ohne letzten Tag."
        for each in moved
    )


class ReductionForm(InForceForm):
    """What makes a fee smaller."""

    effect = forms.ChoiceField(label="Zu zahlen ist", choices=words.choices(words.EFFECTS))
    applies_to = several("Gilt für die Gebühren", fee_keys)

    def clean_when(self) -> str:
        source: str = self.cleaned_data["when"].strip()
        # What stands there unchanged may ask about a service that an office has not published.
        if source != self.initial.get("when") and (problem := problem_of_rule(source)):
            raise forms.ValidationError(f"Bedingung: {problem}")
        return source

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_price = cleaned.get("effect") == FeeReduction.Effect.PRICE
        if is_price and not Fee.objects.filter(key=cleaned.get("price_key", "")).exists():
            self.add_error("price_key", "Wählen Sie den Schlüssel einer Gebühr, die es gibt, zum Beispiel 52a.")
        return cleaned


class Correction(InForceForm):
    """What was wrong in a row, put right."""

    corrects = True
    why = forms.CharField(max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Its texts are not changed here.
        del self.fields[SMALL]


class ReductionCorrection(Correction, ReductionForm):
    """The same for what makes a fee smaller."""
