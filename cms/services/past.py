"""The history of a row of the law, in words for editors."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model

from cms.services import words
from portal.catalogue.models import InForce
from portal.catalogue.queries.history import Change, history_of

WHATS = {
    "added": "hinzugefügt",
    "changed": "geändert",
    "corrected": "berichtigt",
    "ended": "beendet, weil eine andere Zeile folgt",
    "resumed": "gilt wieder länger, weil die folgende Zeile gelöscht ist",
    "deleted": "gelöscht",
}
FIELDS = {
    "amount": "Betrag in Euro",
    "effect": "Zu zahlen ist",
    "price_key": "Andere Gebühr",
    "applies_to": "Gilt für die Gebühren",
    "when": "Bedingung",
    "law": "Rechtsgrundlage",
    "source": "Quelle",
    "checked_on": "Mit der Quelle verglichen",
    "valid_from": "Gilt ab",
    "valid_until": "Gilt bis",
    "title": "Titel",
    "reason": "Grund",
}
DAYS = {"checked_on", "valid_from", "valid_until"}


@dataclass(frozen=True)
class Told:
    """One change, as it is read: who did what when, what it was before and since, and why."""

    at: datetime
    who: str
    what: str
    first: date
    # (field, before, since); before is None for what is new
    fields: list[tuple[str, str | None, str]]
    why: str


def told(row: InForce) -> list[Told]:
    """Return the history of all rows with a row's name, newest first."""
    changes = history_of(row)
    people = {str(pk): each for pk, each in _people({each.by for each in changes if each.by}).items()}
    return [_told(each, people) for each in changes]


def _people(ids: set[str]) -> dict[Any, Any]:
    return get_user_model()._default_manager.in_bulk(ids)  # noqa: SLF001 - every Django model has one


def _told(change: Change, people: dict[str, Any]) -> Told:
    return Told(
        at=change.at,
        who=_name_of(people.get(change.by)) if change.by else "Katalog des Portals",
        what=WHATS[change.what],
        first=change.first,
        fields=[
            (_label(name), None if change.what == "added" else _value(name, before), _value(name, since))
            for name, (before, since) in change.fields.items()
        ],
        why=change.why,
    )


def _name_of(person: Any) -> str:
    if person is None:
        return "ein gelöschtes Konto"
    return f"{person.first_name} {person.last_name}".strip() or str(person.email)


def _label(name: str) -> str:
    if name in FIELDS:
        return FIELDS[name]
    field, _line, code = name.rpartition("_")
    return f"{FIELDS.get(field, field)} ({words.LANGUAGES.get(code, code)})"


def _value(name: str, value: Any) -> str:
    if value in (None, "", []):
        return "ohne Ende" if name == "valid_until" else "–"
    if name in DAYS:
        return f"{date.fromisoformat(value):%d.%m.%Y}"
    if name == "effect":
        return words.EFFECTS.get(value, value)
    if name == "amount":
        return str(value).replace(".", ",")
    return ", ".join(value) if isinstance(value, list) else str(value)
