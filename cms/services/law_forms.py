"""The forms of the law's tables: what has begun stays, unless somebody corrects it and says why."""

from collections.abc import Iterator
from copy import copy
from typing import Any

from django import forms
from django.db import transaction

from cms.services import words
from cms.services.forms import PartForm, fee_keys, several
from cms.services.meanwhile import SHOWN
from cms.services.text_form import SMALL
from cms.services.written import AmountField, DayField
from portal.catalogue.actions import keep_row, row_that_resumes
from portal.catalogue.models import Fee, FeeReduction, InForce
from portal.catalogue.queries.editing import problem_of_rule
from portal.catalogue.queries.history import Misfit, backdates, misfits, rewrites, same_name, says_the_same
from portal.shared import clock

MISFITS = {
    "valid_until backwards": "Der letzte Tag liegt vor dem ersten.",
    "valid_from twice": "Diesen Schlüssel gibt es mit diesem ersten Tag schon.",
    "valid_from early": "Vorher kommt die Zeile ab {first}. Beginnen Sie frühestens am {day}.",
    "valid_from late": "Nachher kommt die Zeile ab {first}. Beginnen Sie spätestens am {day}.",
    "valid_from overlap": "Bis {until} gilt schon eine andere Zeile mit diesem Schlüssel. Beginnen Sie am {day}.",
    "valid_from gap": "Nach dem {until} würde eine Zeit lang nichts gelten. Beginnen Sie am {day}.",
    "valid_until overlap": "Ab {first} gilt schon eine andere Zeile mit diesem Schlüssel. Enden Sie am {day}.",
    "valid_from today": "Dann würde heute nichts gelten. Beginnen Sie spätestens am {day}. Was erst später gilt, ist "
    "eine neue Zeile.",
    "valid_until today": "Dann würde heute nichts gelten. Enden Sie frühestens am {day}.",
    "valid_until gap": "Vor dem {first} würde eine Zeit lang nichts gelten. Enden Sie am {day}.",
}
PAST = "Das ändert, was schon gegolten hat. War der letzte Tag falsch, nehmen Sie „Fehler berichtigen“."


BACK = "Damit gilt die Zeile ab einem Tag, der vorbei ist. Schreiben Sie, warum."
SAME = "Das ist dasselbe wie bisher. Ändern Sie es, oder setzen Sie diesen Haken."
UNCHANGED = "Es ist nichts anders als vorher. Ändern Sie, was falsch ist, oder gehen Sie zurück."
FOR_EDITORS = "Sätze mit Rechtsfolge ändert nur die Redaktion."
# Shorter than this, nobody understands a reason later.
REASON = 10
SHORT_REASON = f"Schreiben Sie den Grund so, dass andere ihn verstehen: mindestens {REASON} Zeichen."


def reason(*, required: bool = True) -> forms.CharField:
    """Return the field for why something about the law changes."""
    errors = {"min_length": SHORT_REASON, "required": SHORT_REASON}
    return forms.CharField(required=required, min_length=REASON, max_length=300, error_messages=errors)


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


class SentenceForm(LawForm):
    """A sentence that has consequences by law: what it says is for editors alone, in every language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_for_editors:
            for field in self.fields.values():
                field.disabled, field.help_text = True, FOR_EDITORS

    @property
    def may_confirm(self) -> bool:
        return self.is_for_editors

    @property
    def refusal(self) -> str:
        return "" if self.is_for_editors else f"Es ist nichts geändert. {FOR_EDITORS}"


class InForceForm(LawForm):
    """A row that holds for a time. Rows of one name follow each other without a gap."""

    valid_from = DayField(label="Gilt ab", help_text="Zum Beispiel 01.01.2027.")
    valid_until = DayField(label="Gilt bis", required=False)
    checked_on = DayField(label="Zuletzt mit der Quelle verglichen", required=False)
    # Both are asked for only where the days or what the row says need it.
    why = reason(required=False)
    sure = forms.BooleanField(label="Ja, das soll so bleiben wie bisher", required=False)
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
        if not self.is_bound:
            self._ask()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        asked: set[str] = set()
        if not {"valid_from", "valid_until", self.instance.named_by} & set(self.errors):
            asked = self._look_at_days(cleaned)
        self._ask(*asked)
        return cleaned

    def _ask(self, *asked: str) -> None:
        """Leave out the questions that nobody needs to answer here."""
        for name in {"sure", *(() if self.corrects else ("why",))} - set(asked):
            self.fields.pop(name, None)

    def _look_at_days(self, cleaned: dict[str, Any]) -> set[str]:
        """Refuse a row that does not fit, and return what to ask the person for."""
        typed = copy(self.instance)
        for name in {"valid_until", typed.named_by, *typed.says} & set(cleaned):
            setattr(typed, name, cleaned[name])
        if not self.corrects and typed.pk and rewrites(typed, self.instance, clock.today()):
            self.add_error("valid_until", PAST)
            return set()
        for each in misfits(typed, same_name(typed), self.follows):
            self.add_error(each.field, sentence_of(each))
        return set() if self.corrects else set(self._missing(typed, cleaned))

    def _missing(self, typed: InForce, cleaned: dict[str, Any]) -> Iterator[str]:
        """Yield what the person must say, or confirm, with a sentence where that is not there yet."""
        if backdates(typed, self.instance, clock.today()):
            yield "why"
            if not cleaned.get("why") and "why" not in self.errors:
                self.add_error("why", BACK)
        if says_the_same(typed, self.instance):
            yield "sure"
            if not cleaned.get("sure"):
                self.add_error("sure", SAME)

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - as Django calls it
        """Save the row, with its place among the others and its history."""
        with transaction.atomic():
            why = self.cleaned_data.get("why", "")
            self.moved = keep_row(self.instance, by=self.for_user, why=why, follows=self.follows)
            return super().save(commit)

    @property
    def followed(self) -> str:
        is_end_new = "valid_until" in self.changed_data
        return resting(self.moved) + (ending_of(same_name(self.instance).last()) if is_end_new else "")


def sentence_of(misfit: Misfit) -> str:
    """Return what to do about a row that does not fit on its days."""
    other = misfit.other
    days = {"day": misfit.day, "first": other and other.valid_from, "until": other and other.valid_until}
    written = {name: f"{day:%d.%m.%Y}" for name, day in days.items() if day}
    return MISFITS[f"{misfit.field} {misfit.reason}"].format(**written)


def ending_of(last: InForce | None) -> str:
    """Return a sentence about what is not there after the last of the rows of a name."""
    if last is None or last.valid_until is None:
        return ""
    return f" Nach dem {last.valid_until:%d.%m.%Y} gilt noch nichts."


def outcome_of(row: InForce) -> str:
    """Return a sentence about the row before one that is to be deleted, or ""."""
    before = row_that_resumes(row)
    if before is None:
        return ""
    day, last = f"{before.valid_from:%d.%m.%Y}", before.valid_until
    return f"Die Zeile ab {day} gilt dann " + (f"bis {last:%d.%m.%Y}." if last else "wieder ohne letzten Tag.")


def resting(moved: list[InForce]) -> str:
    """Return sentences about rows whose last day is another one now."""
    return "".join(
        f" Die Zeile ab {each.valid_from:%d.%m.%Y} endet jetzt am {each.valid_until:%d.%m.%Y}."
        if each.valid_until
        else f" Die Zeile ab {each.valid_from:%d.%m.%Y} gilt wieder ohne letzten Tag."
        for each in moved
    )


class AmountForm(InForceForm):
    """A fee or a threshold."""

    amount = AmountField(label="Betrag in Euro")


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
    why = reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Its texts are not changed here.
        self.fields.pop(SMALL, None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not set(self.changed_data) - {"why", SHOWN}:
            self.add_error(None, UNCHANGED)
        return cleaned


class AmountCorrection(Correction, AmountForm):
    """The same for an amount."""


class ReductionCorrection(Correction, ReductionForm):
    """The same for what makes a fee smaller."""
