"""The forms of a service's parts: what they offer to choose from, and what they do not take."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, ClassVar

from django import forms

from cms.services import meanwhile, words
from cms.services.text_form import SMALL, TextsForm
from portal.catalogue.models import DocumentType, Fee, Question, Service, Step
from portal.catalogue.queries.editing import (
    Spot,
    is_leika_key,
    problems_of_when,
    published_codes,
)
from portal.shared.language import column

CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")
SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}")
ONLY_EDITORS = "Den deutschen Text ändert nur die Redaktion."
KEPT = "Veröffentlicht: Das bleibt so, denn Anträge und Bedingungen nennen es."


def document_types() -> Iterator[tuple[str, str]]:
    """Yield the kinds of paper by their German titles."""
    yield words.NOT_CHOSEN
    yield from _kinds_of_paper()


def _kinds_of_paper() -> Iterator[tuple[str, str]]:
    for code, title in DocumentType.objects.values_list("code", column("title", "de")):
        yield code, f"{title} ({code})"


def fees() -> Iterator[tuple[str, str]]:
    """Yield the fees of the law, each key once."""
    yield "", "nichts zu zahlen"
    yield from fee_keys()


def fee_keys() -> Iterator[tuple[str, str]]:
    """Yield the keys of fees with their newest title."""
    rows = Fee.objects.order_by("key", "valid_from").values_list("key", column("title", "de"), "amount")
    yield from {key: (key, f"{key}: {title} ({amount} €)") for key, title, amount in rows}.values()


def optional(label: str, offered: dict[str, str]) -> forms.ChoiceField:
    """Return a select that may stay empty."""
    return forms.ChoiceField(label=label, required=False, choices=words.choices(offered, optional=True))


def several(label: str, offered: Callable[[], Iterator[tuple[str, str]]]) -> forms.MultipleChoiceField:
    """Return boxes to tick; what is stored is the list of codes."""
    return forms.MultipleChoiceField(
        label=label, required=False, choices=offered, widget=forms.CheckboxSelectMultiple()
    )


class PartForm(TextsForm):
    """The form of every part of a service. Where it belongs stands on the row before the form is made."""

    # What names the row elsewhere, and stays as it is once that was published.
    names: ClassVar[tuple[str, ...]] = ("code",)
    as_shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            del self.fields[meanwhile.SHOWN]
            return
        if not self.is_for_editors:
            self._keep_german()
        self.fields[meanwhile.SHOWN].initial = partial(meanwhile.carried, self)
        published = self.kept_names()
        for name in self.names:
            if name in self.fields and getattr(self.instance, name) in published:
                self.fields[name].disabled = True
                self.fields[name].help_text = KEPT

    @property
    def refusal(self) -> str:
        """Return why nothing was saved, where the person may only read."""
        return ""

    @property
    def remark(self) -> str:
        """Return a sentence about what else a saved change does."""
        return ""

    @property
    def is_for_editors(self) -> bool:
        """Say whether the person may do more than translate."""
        model = self.instance._meta.model_name  # noqa: SLF001 - the documented way to a model's name
        return self.for_user is None or self.for_user.has_perm(f"catalogue.add_{model}")

    def _keep_german(self) -> None:
        """Let translators read the German texts: they are what the office says."""
        self.fields.pop(SMALL, None)
        lists = [form for formset in self.formsets.values() for form in formset.forms]
        for form in (self, *lists):
            for name in form.fields:
                if name.endswith("_de"):
                    form.fields[name].disabled = True
                    form.fields[name].help_text = ONLY_EDITORS

    def is_valid(self) -> bool:
        is_valid: bool = super().is_valid()
        if meanwhile.SHOWN in self.fields:
            meanwhile.refuse_changed(self, self.data.get(self.add_prefix(meanwhile.SHOWN), ""))
        return is_valid and not self.errors

    def kept_names(self) -> frozenset[str]:
        """Return the codes that stay as they are."""
        return published_codes(self.service)

    @property
    def service(self) -> Service:
        """Return the service that this is a part of."""
        return self.instance if isinstance(self.instance, Service) else self.instance.service

    @property
    def spot(self) -> Spot:
        """Return where its condition stands."""
        return Spot(self.service)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not CODE.fullmatch(code):
            raise forms.ValidationError("Kleine Buchstaben ohne Umlaute, Ziffern und _, am Anfang ein Buchstabe.")
        if self.same_code(code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(f"„{code}“ gibt es in dieser Leistung schon. Wählen Sie einen anderen Code.")
        return code

    def same_code(self, code: str) -> Any:
        """Return the rows that would be mistaken for this one."""
        return type(self.instance)._default_manager.filter(service=self.service, code=code)  # noqa: SLF001

    def clean_when(self) -> str:
        source: str = self.cleaned_data["when"].strip()
        if source and (problems := problems_of_when(source, self.spot)):
            raise forms.ValidationError([f"Bedingung: {problem}" for problem in problems])
        return source


class ServiceForm(PartForm):
    """The service itself, with one select for each language: who wrote its texts."""

    names = ("slug", "code")
    origin_tr = optional("Türkisch", words.ORIGINS)
    origin_ar = optional("Arabisch", words.ORIGINS)
    origin_uk = optional("Ukrainisch", words.ORIGINS)
    origin_ru = optional("Russisch", words.ORIGINS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in words.OTHERS:
            if f"origin_{code}" in self.fields:
                self.fields[f"origin_{code}"].initial = self.instance.origins.get(code, "")

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if Service.objects.filter(code=code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(f"„{code}“ heißt schon eine andere Leistung.")
        return code

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if not SLUG.fullmatch(slug):
            raise forms.ValidationError("Kleine Buchstaben ohne Umlaute, Ziffern und -, am Anfang ein Buchstabe.")
        if Service.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(f"„{slug}“ ist schon die Adresse einer anderen Leistung.")
        return slug

    def clean_talent_center_when(self) -> str:
        source: str = self.cleaned_data["talent_center_when"].strip()
        if source and (problems := problems_of_when(source, self.spot)):
            raise forms.ValidationError([f"Bedingung: {problem}" for problem in problems])
        return source

    def clean_leika_key(self) -> str:
        key: str = self.cleaned_data["leika_key"].replace(" ", "")
        if key and not is_leika_key(key):
            raise forms.ValidationError(
                "Ein Leistungsschlüssel hat 14 Ziffern und beginnt mit 99. Lassen Sie das Feld leer, wenn Sie ihn "
                "nicht sicher kennen: Er wird nie erfunden."
            )
        return key

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        chosen = {code: cleaned[f"origin_{code}"] for code in words.OTHERS if f"origin_{code}" in cleaned}
        origins = {**dict.fromkeys(words.FIRST, "human"), **self.instance.origins, **chosen}
        self.instance.origins = {code: origin for code, origin in origins.items() if origin}
        return cleaned


class StepForm(PartForm):
    """A page of the form."""

    panel = optional("Rechner", words.STEP_PANELS)


class DocumentForm(PartForm):
    """A document asked for."""

    document_type = forms.ChoiceField(label="Dokumentart", choices=document_types)
    alternatives = several("Ersatzweise", _kinds_of_paper)
    checks = several("Prüfungen", lambda: iter(words.CHECKS.items()))
    issuer = optional("Wer stellt es aus", words.ISSUERS)


class FeeRuleForm(PartForm):
    """When which fee is due."""

    fee_key = forms.ChoiceField(label="Gebühr", required=False, choices=fees)

    @property
    def spot(self) -> Spot:
        return Spot(self.service, per=self._group(str(self.data.get("per", "")).strip()))

    def clean_per(self) -> str:
        code: str = self.cleaned_data["per"].strip()
        if code and self._group(code) is None:
            raise forms.ValidationError(f"„{code}“ ist keine wiederholbare Frage dieser Leistung.")
        return code

    def _group(self, code: str) -> Question | None:
        return Question.objects.filter(step__service=self.service, kind="group", code=code).first() if code else None


class HintForm(PartForm):
    """A hint, on one of the pages."""

    step = forms.ChoiceField(label="Seite", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "step" in self.fields:
            rows = Step.objects.filter(service=self.service).values_list("code", column("title", "de"))
            self.fields["step"].choices = [words.NOT_CHOSEN, *((code, f"{title} ({code})") for code, title in rows)]


class StatusTextForm(PartForm):
    """What the status page says."""

    state = forms.ChoiceField(label="Stand des Antrags", choices=words.choices(words.STATES))

    def clean_state(self) -> str:
        state: str = self.cleaned_data["state"]
        same = self.service.status_texts.filter(state=state).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError("Zu diesem Stand gibt es schon einen Text. Ändern Sie ihn in der Liste.")
        return state
