"""The law's tables as editors see them: fees, reductions, thresholds, kinds of paper, sentences, shared texts."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django import forms
from wagtail.admin.panels import FieldRowPanel, Panel

from cms.services import words
from cms.services.forms import PartForm, fee_keys, several
from cms.services.layouts import RULE
from cms.services.panels import LONG, SHORT, field, rules, texts
from cms.services.parts import PARTS, Part
from portal.catalogue.models import DocumentType, Fee, FeeReduction, LegalSentence, StandardText, Threshold
from portal.catalogue.queries.editing import problem_of_rule
from portal.shared.language import column

DAY, OTHER = timedelta(days=1), "schon eine andere Zeile mit diesem Schlüssel"


class LawForm(PartForm):
    """A row of the law's tables. What services name it by stays as it is."""

    names = ("key", "code", "official_name")
    # Rows of the same key without an end, which this one follows.
    closing: list[Any]

    def kept_names(self) -> frozenset[str]:
        return frozenset({getattr(self.instance, name, "") for name in ("key", "code")})

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip()

    def clean_when(self) -> str:
        source: str = self.cleaned_data["when"].strip()
        # What stands there unchanged may ask about a service that an office has not published.
        if source != self.initial.get("when") and (problem := problem_of_rule(source)):
            raise forms.ValidationError(f"Bedingung: {problem}")
        return source

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self.closing = []
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("valid_until", "Der letzte Tag liegt vor dem ersten.")
        elif isinstance(first, date):
            self._beside(first, last)
        elif self.same_name().exists():
            self.add_error(self.named_by, "Diesen Schlüssel gibt es schon. Ändern Sie die Zeile, die da ist.")
        return cleaned

    @property
    def named_by(self) -> str:
        """Return the field that services name the row by."""
        return "key" if hasattr(self.instance, "key") else "code"

    def same_name(self) -> Any:
        """Return the other rows that services name in the same way."""
        name = self.cleaned_data.get(self.named_by) or getattr(self.instance, self.named_by)
        rows = type(self.instance)._default_manager.exclude(pk=self.instance.pk)  # noqa: SLF001
        return rows.filter(**{self.named_by: name})

    def _beside(self, first: date, last: date | None) -> None:
        """Let one row hold on a day: what has no end ends the day before this one begins; refuse other overlaps."""
        for other in self.same_name().filter(valid_from__lte=last or date.max):
            until = other.valid_until
            if other.valid_from == first:
                self.add_error("valid_from", "Diesen Schlüssel gibt es mit diesem ersten Tag schon.")
            elif other.valid_from > first:
                end = f"{other.valid_from - DAY:%d.%m.%Y}"
                self.add_error("valid_until", f"Ab {other.valid_from:%d.%m.%Y} gilt {OTHER}. Enden Sie am {end}.")
            elif until is None:
                self.closing.append(other)
            elif until >= first:
                start = f"{until + DAY:%d.%m.%Y}"
                self.add_error("valid_from", f"Bis {until:%d.%m.%Y} gilt {OTHER}. Beginnen Sie am {start}.")

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - as Django calls it
        """Save the row, and the last day of the one that it follows."""
        for other in self.closing:
            other.valid_until = self.instance.valid_from - DAY
            other.save(update_fields=["valid_until"])
        return super().save(commit)

    @property
    def followed(self) -> str:
        """Return a sentence about the rows that end because of this one."""
        return "".join(
            f" Die Zeile ab {each.valid_from:%d.%m.%Y} endet jetzt am {each.valid_until:%d.%m.%Y}."
            for each in self.closing
        )


class ReductionForm(LawForm):
    """What makes a fee smaller."""

    effect = forms.ChoiceField(label="Zu zahlen ist", choices=words.choices(words.EFFECTS))
    applies_to = several("Gilt für die Gebühren", fee_keys)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_price = cleaned.get("effect") == FeeReduction.Effect.PRICE
        if is_price and not Fee.objects.filter(key=cleaned.get("price_key", "")).exists():
            self.add_error("price_key", "Wählen Sie den Schlüssel einer Gebühr, die es gibt, zum Beispiel 52a.")
        return cleaned


# -- layouts -----------------------------------------------------------------------


def _times(own: Any) -> list[Panel]:
    return [
        FieldRowPanel([own("law", "Rechtsgrundlage"), own("checked_on", "Zuletzt mit der Quelle verglichen")]),
        FieldRowPanel([own("valid_from", "Gilt ab"), own("valid_until", "Gilt bis (leer: weiterhin)")]),
        own("source", "Quelle"),
    ]


def _amount(permission: str) -> list[Panel]:
    own = partial(field, permission=permission)
    help_text = "Ein neuer Betrag ist eine neue Zeile mit ihrem ersten Tag; die alte endet von selbst am Tag davor."
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
        own("when", "Bedingung", RULE),
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


def name_of(row: Any) -> str:
    """Return what tells a row from others: its key or code, with its first day if it has one."""
    first = getattr(row, "valid_from", None)
    return f"{row.key if hasattr(row, 'key') else row.code} ab {first:%d.%m.%Y}" if first else str(row)


def title_of(row: Any) -> str:
    """Return what a row is called in German."""
    found = (getattr(row, column(name, "de"), "") for name in ("title", "text"))
    return next((each for each in found if each), "")
