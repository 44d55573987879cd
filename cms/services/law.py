"""The law's tables as editors see them: fees, reductions, thresholds, kinds of paper, sentences, shared texts."""

from datetime import date
from functools import partial
from typing import Any

from django import forms
from wagtail.admin.panels import FieldRowPanel, Panel

from cms.services import words
from cms.services.forms import PartForm, fee_keys, several
from cms.services.layouts import CEL
from cms.services.panels import LONG, SHORT, field, rules, texts
from cms.services.parts import PARTS, Part
from portal.catalogue.models import DocumentType, Fee, FeeReduction, LegalSentence, StandardText, Threshold
from portal.catalogue.queries.editing import problem_of_syntax
from portal.shared.language import column


class LawForm(PartForm):
    """A row of the law's tables. What services name it by stays as it is."""

    names = ("key", "code", "official_name")

    def kept_names(self) -> frozenset[str]:
        return frozenset({getattr(self.instance, name, "") for name in ("key", "code")})

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip()

    def clean_when(self) -> str:
        source: str = self.cleaned_data["when"].strip()
        if problem := problem_of_syntax(source):
            raise forms.ValidationError(f"Bedingung: {problem}")
        return source

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("valid_until", "Der letzte Tag liegt vor dem ersten.")
        return cleaned


class ReductionForm(LawForm):
    """What makes a fee smaller."""

    effect = forms.ChoiceField(label="Zu zahlen ist", choices=words.choices(words.EFFECTS))
    applies_to = several("Gilt für die Gebühren", fee_keys)


# -- layouts -----------------------------------------------------------------------


def _times(own: Any) -> list[Panel]:
    return [
        FieldRowPanel([own("law", "Rechtsgrundlage"), own("checked_on", "Zuletzt mit der Quelle verglichen")]),
        FieldRowPanel([own("valid_from", "Gilt ab"), own("valid_until", "Gilt bis (leer: weiterhin)")]),
        own("source", "Quelle"),
    ]


def _amount(permission: str) -> list[Panel]:
    own = partial(field, permission=permission)
    help_text = "Ein neuer Betrag ist eine neue Zeile mit ihrem ersten Tag; die alte bekommt ihren letzten Tag."
    fields = [FieldRowPanel([own("key", "Schlüssel"), own("amount", "Betrag in Euro")]), *_times(own)]
    return [
        rules("Betrag", fields, permission=permission, help_text=help_text),
        *texts("Name", {"title": ("Titel", SHORT)}),
    ]


def _reduction(permission: str) -> list[Panel]:
    own = partial(field, permission=permission)
    fields = [
        FieldRowPanel([own("code", "Code"), own("effect", "Zu zahlen ist")]),
        own("price_key", "Schlüssel der anderen Gebühr"),
        own("when", "Bedingung", CEL),
        *_times(own),
        own("applies_to", "Gilt für die Gebühren"),
    ]
    return [
        rules("Ermäßigung", fields, permission=permission),
        *texts("Texte", {"title": ("Titel", SHORT), "reason": ("Grund", LONG)}),
    ]


def _paper(permission: str) -> list[Panel]:
    own = partial(field, permission=permission)
    fields = [
        FieldRowPanel([own("code", "Code"), own("official_name", "Amtliche Bezeichnung")]),
        own("is_file", "Wird als Datei hochgeladen"),
    ]
    return [
        rules("Dokumentart", fields, permission=permission),
        *texts("Texte", {"title": ("Titel", SHORT), "explanation": ("Was ist das?", LONG)}),
    ]


def _sentence(permission: str) -> list[Panel]:
    own = partial(field, permission=permission)
    fields = FieldRowPanel([own("key", "Schlüssel"), own("law", "Rechtsgrundlage")])
    return [rules("Satz", [fields], permission=permission), *texts("Text", {"text": ("Text", LONG)})]


def _standard(permission: str) -> list[Panel]:
    own = field("key", "Schlüssel", "privacy, contact, hints_intro oder status.<Stand>", permission=permission)
    return [rules("Text", [own], permission=permission), *texts("Text", {"text": ("Text", LONG)})]


TABLES = {
    "law-fee": Part("law-fee", "Gebühr", Fee, LawForm, _amount, parent=""),
    "law-reduction": Part("law-reduction", "Ermäßigung", FeeReduction, ReductionForm, _reduction, parent=""),
    "law-threshold": Part("law-threshold", "Betragsgrenze", Threshold, LawForm, _amount, parent=""),
    "law-paper": Part("law-paper", "Dokumentart", DocumentType, LawForm, _paper, parent=""),
    "law-sentence": Part("law-sentence", "Satz mit Rechtsfolge", LegalSentence, LawForm, _sentence, parent=""),
    "law-text": Part("law-text", "Gemeinsamer Text", StandardText, LawForm, _standard, parent=""),
}
TITLES = {
    "law-fee": "Gebühren",
    "law-reduction": "Ermäßigungen",
    "law-threshold": "Betragsgrenzen",
    "law-paper": "Dokumentarten",
    "law-sentence": "Sätze mit Rechtsfolge",
    "law-text": "Gemeinsame Texte",
}
ALL = {**PARTS, **TABLES}


def title_of(row: Any) -> str:
    """Return what a row is called in German."""
    found = (getattr(row, column(name, "de"), "") for name in ("title", "text"))
    return next((each for each in found if each), "")
