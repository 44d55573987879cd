"""What editors call the things of the catalogue. Their admin is German."""

from collections.abc import Iterable

from portal.shared.language import CODES

# The languages in the order in which editors look at them.
LANGUAGES = {
    "de": "Deutsch",
    "en": "Englisch",
    "tr": "Türkisch",
    "ar": "Arabisch",
    "uk": "Ukrainisch",
    "ru": "Russisch",
}
FIRST = ("de", "en")
OTHERS = tuple(code for code in CODES if code not in FIRST)

NOT_CHOSEN = ("", "–")
KINDS = {
    "text": "Kurzer Text",
    "long_text": "Langer Text",
    "name": "Name (Zeichen nach DIN 91379)",
    "date": "Datum",
    "partial_date": "Datum, auch nur Jahr oder Monat",
    "email": "E-Mail",
    "phone": "Telefon",
    "postcode": "Postleitzahl",
    "country": "Staat",
    "nationality": "Staatsangehörigkeit",
    "language": "Sprache",
    "choice": "Eine Auswahl",
    "several": "Mehrere Auswahlen",
    "yes_no": "Ja oder Nein",
    "number": "Zahl",
    "money": "Geldbetrag",
    "fim_field_id": "Datenfeld (FIM)",
    "group": "Wiederholung (z. B. Kinder, Arbeitgeber)",
}
PERIODS = {"past": "nur in der Vergangenheit", "future": "nur in der Zukunft"}
STEP_PANELS = {
    "bluecard_salary": "Gehalt für die Blaue Karte EU",
    "opportunity_points": "Punkte für die Chancenkarte",
    "settlement_date": "Zeitpunkt der Niederlassungserlaubnis",
    "work_days": "Arbeitstage im Studium",
}
ISSUERS = {
    "university": "Hochschule",
    "employer": "Arbeitgeber",
    "authority": "Behörde",
    "embassy": "Botschaft",
    "landlord": "Vermieter",
    "insurer": "Versicherung",
    "bank": "Bank",
    "self": "Antragsteller selbst",
}
CHECKS = {
    "kind_by_words": "Art des Dokuments an Wörtern erkennen",
    "name_matches": "Name stimmt überein",
    "not_older_3_months": "nicht älter als 3 Monate",
    "not_older_6_months": "nicht älter als 6 Monate",
    "passport_zone": "Pass: maschinenlesbare Zone",
    "passport_expiry": "Pass: Gültigkeit",
    "passport_name": "Pass: Name",
    "passport_birth": "Pass: Geburtsdatum",
    "passport_nationality": "Pass: Staatsangehörigkeit",
    "passport_number": "Pass: Nummer",
}
ORIGINS = {"human": "von Menschen geschrieben", "machine": "maschinell übersetzt"}
EFFECTS = {"half": "die Hälfte", "free": "nichts zu zahlen", "price": "eine andere Gebühr", "note": "nur ein Hinweis"}

STATES = {
    "draft": "Entwurf",
    "submitted": "eingereicht",
    "delivered": "bei der Behörde angekommen",
    "in_review": "in Bearbeitung",
    "action_required": "Rückfrage offen",
    "decided": "entschieden",
    "ready_to_collect": "abholbereit",
    "closed": "abgeschlossen",
    "withdrawn": "zurückgezogen",
    "rejected": "abgelehnt",
}

# -- what a comparison names -----------------------------------------------------
THINGS = {
    "service": "Leistung",
    "guide": "Ratgeber",
    "guide_step": "Schritt des Ratgebers",
    "page": "Seite",
    "question": "Frage",
    "choice": "Auswahl",
    "document": "Dokument",
    "fee": "Gebühr",
    "hint": "Hinweis",
    "note": "Merksatz",
    "status": "Statustext",
}
WAYS = {"added": "neu", "removed": "entfällt", "changed": "geändert"}
# Which words stand for what a field holds.
VALUES = {
    "checks": CHECKS,
    "issuer": ISSUERS,
    "kind": KINDS,
    "origins": ORIGINS,
    "panel": STEP_PANELS,
    "period": PERIODS,
}
FIELDS = {
    "after": "Wie es weitergeht",
    "alternatives": "Ersatzweise",
    "autocomplete": "autocomplete (HTML)",
    "because": "Grund der Frage",
    "checks": "Prüfungen",
    "code": "Code",
    "contact": "Kontakt",
    "deadline": "Frist",
    "decimals": "Stellen nach dem Komma",
    "document_type": "Dokumentart",
    "duration": "Dauer",
    "explanation": "Was ist das?",
    "fee_key": "Gebühr",
    "group": "Wiederholung",
    "hint": "Hilfe",
    "in_short": "In Kürze",
    "intro": "Einleitung",
    "issuer": "Wer stellt es aus",
    "kind": "Art",
    "label": "Text",
    "law": "Rechtsgrundlage",
    "least": "mindestens",
    "leika_key": "Leistungsschlüssel (FIM)",
    "legal_basis": "Rechtsgrundlage",
    "max_files": "höchstens Dateien",
    "max_length": "höchstens Zeichen",
    "maximum": "höchstens",
    "minimum": "mindestens",
    "most": "höchstens",
    "must_agree": "Zustimmung nötig",
    "order": "Reihenfolge",
    "origins": "Herkunft der Texte",
    "page": "Seite",
    "panel": "Rechner",
    "per": "für jeden Eintrag von",
    "period": "Zeitraum",
    "position": "Platz in Listen",
    "privacy": "Datenschutzhinweis",
    "prolongs_title": "Wer rechtzeitig beantragt, behält den alten Titel",
    "reason": "Grund",
    "required": "Pflicht",
    "shared": "für die ganze Familie",
    "slug": "Adresse",
    "step": "Seite",
    "summary": "Zusammenfassung",
    "surcharge": "Zuschlag",
    "talent_center": "International Talent Center",
    "talent_center_when": "International Talent Center, nur wenn",
    "text": "Text",
    "title": "Titel",
    "when": "Bedingung",
    "who": "Für wen",
    "why": "Grund",
    "x_map": "Entsprechungen",
}


def choices(words: dict[str, str], *, optional: bool = False) -> list[tuple[str, str]]:
    """Return what a select offers."""
    return [*([NOT_CHOSEN] if optional else []), *words.items()]


def name_of_field(field: str) -> str:
    """Return what editors call a field, with its language: "label.ar" is "Text, Arabisch"."""
    name, _, language = field.partition(".")
    rest = LANGUAGES.get(language, "")
    return ", ".join(each for each in (FIELDS.get(name, name), rest) if each)


def listed(words: Iterable[object]) -> str:
    """Join words as a list."""
    return ", ".join(str(each) for each in words)


# Places in a service's data, as the list of problems names them. A word of ROWS is followed by the row's code.
PLACES = {
    "steps": "Seite",
    "questions": "Frage",
    "choices": "Auswahl",
    "requirements": "Unterlage",
    "fees": "Gebühr",
    "hints": "Hinweis",
    "notes": "Merksatz",
    "status": "Statustext",
    "guide": "Ratgeber",
    "label": "Text",
    "hint": "Hilfetext",
    "because": "Warum wir fragen",
    "why": "Warum die Unterlage nötig ist",
    "reason": "Grund",
    "title": "Titel",
    "text": "Text",
    "intro": "Einleitung",
    "summary": "Kurztext",
    "who": "Für wen",
    "deadline": "Frist",
    "duration": "Dauer",
    "after": "Wie es weitergeht",
    "in_short": "Kurz gesagt",
    "privacy": "Datenschutz",
    "contact": "Kontakt",
}
ROWS = frozenset({"Seite", "Frage", "Auswahl", "Unterlage", "Gebühr", "Hinweis", "Merksatz", "Statustext"})
