"""How the forms of a service's parts are laid out. Translators see the texts alone."""

from collections.abc import Callable
from functools import partial
from typing import Any

from wagtail.admin.panels import FieldRowPanel, Panel
from wagtail.admin.widgets import AdminAutoHeightTextInput

from cms.services.panels import LONG, Choices, field, rules, text, texts
from cms.services.words import FIRST, OTHERS


class Line(AdminAutoHeightTextInput):
    """A box for one sentence: it shows all of it, and breaks of lines in it become spaces."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"data-line": "", **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what was typed, in one line."""
        found = super().value_from_datadict(data, files, name)
        return " ".join(found.split()) if isinstance(found, str) else found


RULE = (
    "Fragen nennen Sie mit ihrem Code: side_job && semester_no > 4. "
    'Auswahlen: purpose == "work". Daten: is_before(title_valid_until, today). '
    "Listen: children.exists(kind, kind.child_lives_here) für mindestens einen Eintrag, .all für jeden."
)
CEL = f"Leer heißt immer. {RULE}"


def of_service(permission: str) -> list[Panel]:
    own = partial(field, permission=permission)
    return [
        *texts("Name", {"title": ("Titel", Line), "summary": ("Zusammenfassung", LONG)}),
        rules(
            "Eigenschaften",
            [
                FieldRowPanel([own("slug", "Adresse"), own("code", "Kurzzeichen", "z. B. S8")]),
                FieldRowPanel([own("legal_basis", "Rechtsgrundlage"), own("position", "Platz in Listen")]),
                own(
                    "leika_key", "Leistungsschlüssel (FIM)", "14 Ziffern, beginnt mit 99. Leer, solange nicht sicher."
                ),
                own("active", "Wird angeboten"),
                own("prolongs_title", "Wer rechtzeitig beantragt, behält den alten Titel (§ 81 Abs. 4 AufenthG)"),
                own("talent_center", "Bearbeitet das International Talent Center"),
                own("talent_center_when", "Nur wenn", CEL),
            ],
            permission=permission,
        ),
        rules(
            "Herkunft der Texte",
            [FieldRowPanel([own(f"origin_{code}", "") for code in pair]) for pair in (OTHERS[:2], OTHERS[2:])],
            permission=permission,
            classname="collapsed",
        ),
    ]


def of_guide(_permission: str) -> list[Panel]:
    parts = {
        "in_short": "In Kürze (drei kurze Sätze)",
        "who": "Für wen",
        "deadline": "Frist",
        "duration": "Dauer",
        "after": "Wie es weitergeht",
    }
    own = {
        "privacy": "Datenschutzhinweis (leer: der gemeinsame Text)",
        "contact": "Kontakt (leer: der gemeinsame Text)",
    }
    return [
        *texts("Ratgeber", {name: (heading, LONG) for name, heading in parts.items()}),
        *texts("Datenschutz und Kontakt", {name: (heading, LONG) for name, heading in own.items()}),
    ]


def of_guide_step(_permission: str) -> list[Panel]:
    return texts("Schritt", {"title": ("Überschrift", Line), "text": ("Text", LONG)})


def of_step(permission: str) -> list[Panel]:
    own = partial(field, permission=permission)
    return [
        *texts("Seite", {"title": ("Überschrift", Line), "intro": ("Einleitung", LONG)}),
        rules(
            "Eigenschaften",
            [FieldRowPanel([own("code", "Code"), own("panel", "Rechner neben den Fragen")])],
            permission=permission,
        ),
    ]


def of_question(permission: str) -> list[Panel]:
    own = partial(field, permission=permission)
    return [
        rules("Frage", [FieldRowPanel([own("code", "Code"), own("kind", "Art")])], permission=permission),
        *texts("Texte", {"label": ("Frage", Line), "hint": ("Hilfe oder Beispiel", LONG)}),
        Choices("choices", heading="Auswahlen", label="Auswahl", panels=_choice("catalogue.add_choice")),
        rules(
            "Wann wird gefragt?",
            [own("when", "Bedingung", CEL), own("required", "Muss beantwortet werden")],
            permission=permission,
        ),
        *texts("Grund, wenn eine Bedingung steht", {"because": ("Sie sehen diese Frage, weil …", LONG)}),
        rules("Grenzen", _limits(own), permission=permission, classname="collapsed"),
        rules(
            "Verbindungen",
            [
                own("shared", "Gilt für die ganze Familie, wenn sie gemeinsam beantragt"),
                FieldRowPanel([own("autocomplete", "autocomplete (HTML)"), own("fim_field_id", "Datenfeld (FIM)")]),
                own("mapping", "Entsprechungen"),
            ],
            permission=permission,
            classname="collapsed",
        ),
    ]


def _limits(own: Callable[..., Panel]) -> list[Panel]:
    return [
        FieldRowPanel([own("minimum", "Zahl mindestens"), own("maximum", "Zahl höchstens")]),
        FieldRowPanel([own("decimals", "Stellen nach dem Komma"), own("max_length", "höchstens Zeichen")]),
        FieldRowPanel([own("period", "Datum liegt"), own("must_agree", "Nur „Ja“ führt weiter (Erklärung)")]),
        FieldRowPanel([own("least", "Wiederholung: mindestens"), own("most", "Wiederholung: höchstens")]),
    ]


def _choice(permission: str) -> list[Panel]:
    own = partial(field, permission=permission)
    rows = [
        FieldRowPanel([text("label", code, "Text", Line) for code in pair]) for pair in (FIRST, OTHERS[:2], OTHERS[2:])
    ]
    return [own("code", "Code"), *rows]


def of_document(permission: str) -> list[Panel]:
    own = partial(field, permission=permission)
    return [
        rules(
            "Dokument",
            [
                FieldRowPanel([own("code", "Code"), own("document_type", "Dokumentart")]),
                own("when", "Bedingung", CEL),
                FieldRowPanel([own("required", "Muss vorgelegt werden"), own("max_files", "höchstens Dateien")]),
                FieldRowPanel([own("issuer", "Wer stellt es aus"), own("law", "Rechtsgrundlage")]),
                own("shared", "Eines für die ganze Familie, wenn sie gemeinsam beantragt"),
            ],
            permission=permission,
        ),
        *texts("Grund", {"why": ("Sie brauchen das, weil …", LONG)}),
        rules("Ersatzweise", [own("alternatives", "")], permission=permission, classname="collapsed"),
        rules("Prüfungen", [own("checks", "")], permission=permission, classname="collapsed"),
    ]


def of_fee(permission: str) -> list[Panel]:
    own = partial(field, permission=permission)
    fields = [
        own("fee_key", "Gebühr", "Betrag und Rechtsgrundlage stehen unter „Gesetz und Beträge“."),
        own("when", "Bedingung", CEL),
        own("surcharge", "Zuschlag: kommt zur Gebühr dazu"),
        own("per", "Für jeden Eintrag von", "Code einer wiederholbaren Frage, z. B. children. Nur bei Zuschlägen."),
    ]
    return [
        rules("Gebühr", fields, permission=permission),
        *texts("Grund", {"reason": ("Warum diese Gebühr", LONG)}),
    ]


def _remark(permission: str, more: list[Panel]) -> list[Panel]:
    own = partial(field, permission=permission)
    return [
        rules(
            "Regel",
            [
                FieldRowPanel([own("code", "Code"), own("law", "Rechtsgrundlage")]),
                own("when", "Bedingung", CEL),
                *more,
            ],
            permission=permission,
        ),
        *texts("Text", {"text": ("Text", LONG)}),
    ]


def of_hint(permission: str) -> list[Panel]:
    return _remark(permission, [field("step", "Seite, auf der er steht", permission=permission)])


def of_note(permission: str) -> list[Panel]:
    return _remark(permission, [])


def of_status(permission: str) -> list[Panel]:
    own = field("state", "Stand des Antrags", permission=permission)
    return [rules("Stand", [own], permission=permission), *texts("Text", {"text": ("Text", LONG)})]
