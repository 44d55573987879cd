"""The law's tables as editors see them: fees, reductions, thresholds, kinds of paper, sentences, shared texts."""

from dataclasses import replace
from functools import partial
from typing import Any

from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel, Panel

from cms.services.law_forms import (
    AmountCorrection,
    AmountForm,
    Correction,
    LawForm,
    ReductionCorrection,
    ReductionForm,
    SentenceForm,
)
from cms.services.layouts import RULE
from cms.services.panels import LONG, SHORT, field, rules, texts
from cms.services.parts import PARTS, Part
from portal.catalogue.models import DocumentType, Fee, FeeReduction, InForce, LegalSentence, StandardText, Threshold
from portal.shared.language import column

# -- layouts -----------------------------------------------------------------------


def _times(own: Any) -> list[Panel]:
    return [
        FieldRowPanel([own("law", "Rechtsgrundlage"), own("checked_on", "Zuletzt mit der Quelle verglichen")]),
        FieldRowPanel([own("valid_from", "Gilt ab"), own("valid_until", "Gilt bis (leer: weiterhin)")]),
        own("source", "Quelle"),
    ]


def _asked(permission: str) -> MultiFieldPanel:
    """Return what is asked only where the days or what the row says need it."""
    own = partial(field, permission=permission)
    return rules("Bitte noch sagen", [own("why", "Grund"), own("sure", "")], permission=permission)


def _amount(permission: str) -> list[Panel]:
    own = partial(field, permission=permission)
    fields = [FieldRowPanel([own("key", "Schlüssel"), own("amount", "Betrag in Euro")]), *_times(own)]
    return [
        rules("Betrag", fields, permission=permission),
        _asked(permission),
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
        _asked(permission),
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
    "law-fee": Part("law-fee", "Gebühr", Fee, AmountForm, _amount, parent=""),
    "law-reduction": Part("law-reduction", "Ermäßigung", FeeReduction, ReductionForm, _reduction, parent=""),
    "law-threshold": Part("law-threshold", "Betragsgrenze", Threshold, AmountForm, _amount, parent=""),
    "law-paper": Part("law-paper", "Dokumentart", DocumentType, LawForm, _paper, parent=""),
    "law-sentence": Part("law-sentence", "Satz mit Rechtsfolge", LegalSentence, SentenceForm, _sentence, parent=""),
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
IN_FORCE = {name: part for name, part in TABLES.items() if issubclass(part.model, InForce)}


def _to_correct(part: Part, form: type[Correction]) -> Part:
    """Return the same sort of row, to put right what is wrong in it: without its texts, and with a reason."""

    def panels(permission: str) -> list[Panel]:
        hint = "Zum Beispiel: Zahlendreher, im Bundesgesetzblatt steht 93 Euro. Schreiben Sie keine Namen auf."
        return [part.panels(permission)[0], MultiFieldPanel([field("why", "Grund", hint)], heading="Warum")]

    return replace(part, form=form, panels=panels)


CORRECTIONS = {
    name: _to_correct(part, ReductionCorrection if part.model is FeeReduction else AmountCorrection)
    for name, part in IN_FORCE.items()
}


def name_of(row: Any) -> str:
    """Return what tells a row from others: its key or code, with its first day if it has one."""
    first = getattr(row, "valid_from", None)
    return f"{row.name} ab {first:%d.%m.%Y}" if first else str(row)


def title_of(row: Any) -> str:
    """Return what a row is called in German."""
    found = (getattr(row, column(name, "de"), "") for name in ("title", "text"))
    return next((each for each in found if each), "")
