"""The form of a question, with its choices in a list below."""

import re
from typing import Any

from django import forms

from cms.services import words
from cms.services.forms import KEPT, PartForm, optional
from cms.services.meanwhile import without_gone
from portal.catalogue.models import Question, Service
from portal.catalogue.queries.editing import Spot, is_fim_field_id, published_choices, published_codes

CHOICE_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
CHOICE_CODE_WANTED = "Buchstaben ohne Umlaute, Ziffern, - und _."
OTHER_KIND = (
    " Diese Frage ist mit einer anderen Art veröffentlicht. Angefangene Anträge behalten die alte Art, bis Sie für "
    "ihre Fassung einen Stichtag setzen. Dann wird ihre Antwort nach der neuen Art gelesen. Passt sie nicht dazu, "
    "wird die Frage noch einmal gestellt."
)
WITH_CHOICES = frozenset({"choice", "several"})


class QuestionForm(PartForm):
    """A question, with its choices in a list below."""

    kind = forms.ChoiceField(label="Art", choices=words.choices(words.KINDS))
    period = optional("Zeitraum", words.PERIODS)
    mapping = forms.CharField(
        label="Entsprechungen",
        required=False,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
        help_text="Je Zeile: Standard = Feld, z. B. bundid = familyName.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("data") and kwargs["instance"].pk:
            kept = {str(pk) for pk in kwargs["instance"].choices.values_list("pk", flat=True)}
            kwargs["data"] = without_gone(kwargs["data"], kept, "choices")
        super().__init__(*args, **kwargs)
        if "mapping" in self.fields:
            pairs = self.instance.x_map.items()
            self.fields["mapping"].initial = "\n".join(f"{name} = {target}" for name, target in pairs)
        if "kind" in self.fields and self.instance.group_id:
            self.fields["kind"].choices = [each for each in words.choices(words.KINDS) if each[0] != "group"]
        self._keep_choices()

    def _keep_choices(self) -> None:
        """Let published choices keep their codes."""
        published = published_choices(self.instance) if self.instance.pk else frozenset[str]()
        for form in self.formsets["choices"].forms if "choices" in self.formsets else ():
            if form.instance.pk and form.instance.code in published:
                form.fields["code"].help_text = KEPT
                form.fields["code"].disabled = True
            elif not self.may_change_rules:
                form.fields["code"].disabled = True

    def is_valid(self) -> bool:
        is_valid: bool = super().is_valid()
        return is_valid and self._has_valid_choices()

    def _has_valid_choices(self) -> bool:
        if "choices" not in self.formsets:
            return True
        formset = self.formsets["choices"]
        left = [form for form in formset.forms if form not in formset.deleted_forms]
        kept = [form for form in left if form.has_changed()]
        _check_codes([form for form in left if form.has_changed() or form.instance.pk])
        is_other_number = formset.deleted_forms or any(form.instance.pk is None for form in kept)
        if is_other_number and not self.may_change_rules:
            self.add_error(None, "Auswahlen hinzufügen und löschen kann nur die Redaktion.")
        if self.cleaned_data.get("kind") in WITH_CHOICES and not any(
            each.instance.pk or each in kept for each in left
        ):
            self.add_error("kind", "Zu dieser Art gehören Auswahlen. Fügen Sie unten die erste hinzu.")
        return not self.errors and not any(form.errors for form in left)

    @property
    def remark(self) -> str:
        if "kind" not in self.changed_data or self.instance.code not in published_codes(self.service):
            return ""
        return OTHER_KIND

    @property
    def may_change_rules(self) -> bool:
        """Say whether the person may do more than change texts."""
        return self.for_user is None or self.for_user.has_perm("catalogue.add_question")

    @property
    def service(self) -> Service:
        return self.instance.step.service

    @property
    def spot(self) -> Spot:
        own = self.instance if self.instance.pk else None
        return Spot(self.service, self.instance.step, self.instance.group, own)

    def same_code(self, code: str) -> Any:
        return Question.objects.filter(step__service=self.service, code=code)

    def clean_fim_field_id(self) -> str:
        found: str = self.cleaned_data["fim_field_id"].strip()
        if found and not is_fim_field_id(found):
            raise forms.ValidationError(
                "Eine Feldnummer beginnt mit F und hat 8 oder 11 Ziffern, z. B. F60000227V1.1."
            )
        return found

    def clean_mapping(self) -> dict[str, str]:
        lines = [line.partition("=") for line in self.cleaned_data["mapping"].splitlines() if line.strip()]
        if any(not sign or not name.strip() or not target.strip() for name, sign, target in lines):
            raise forms.ValidationError("Schreiben Sie in jede Zeile: Standard = Feld.")
        return {name.strip(): target.strip() for name, _sign, target in lines}

    def clean_max_length(self) -> int | None:
        length: int | None = self.cleaned_data["max_length"]
        if length == 0:
            raise forms.ValidationError("So könnte niemand antworten. Schreiben Sie 1 oder mehr, oder gar nichts.")
        return length

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "mapping" in cleaned:
            self.instance.x_map = cleaned["mapping"]
        for low, high in (("minimum", "maximum"), ("least", "most")):
            first, last = cleaned.get(low), cleaned.get(high)
            if first is not None and last is not None and first > last:
                self.add_error(high, f"Das ist weniger als mindestens ({first}). Ändern Sie eines von beiden.")
        return cleaned


def _check_codes(rows: list[Any]) -> None:
    """Refuse codes of choices that are none, and the second of two that are the same."""
    seen: set[str] = set()
    for form in rows:
        code = form.cleaned_data.get("code") or form.instance.code
        if form.has_changed() and not CHOICE_CODE.fullmatch(code):
            form.add_error("code", CHOICE_CODE_WANTED)
        elif code in seen:
            form.add_error("code", f"„{code}“ gibt es in dieser Frage schon. Wählen Sie einen anderen Code.")
        seen.add(code)
