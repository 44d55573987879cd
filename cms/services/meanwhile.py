"""What somebody else has changed in a row while a form of it was open: nobody's work is overwritten unseen.

A form carries a fingerprint of each of its fields as they were shown.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from django.forms import BoundField

from cms.services import words
from portal.catalogue.queries.older import said

SHOWN = "as_shown"
CHANGED = (
    "Inzwischen hat jemand anders hier etwas geändert. Lesen Sie, was an den markierten Stellen jetzt steht. Wenn "
    "alles so stimmt, speichern Sie noch einmal."
)
NOW = "Jemand anders hat das inzwischen geändert. Gespeichert ist jetzt: „{value}“."
TAKEN = "Jemand anders hat das inzwischen geändert. Hier steht es schon, wie es jetzt gespeichert ist."
LIST = (
    "Inzwischen hat jemand anders Auswahlen hinzugefügt oder gelöscht. Jetzt sind es: {rows}. Wenn alles so stimmt, "
)
LIST += "speichern Sie noch einmal."
LISTED = "list"
MOST_SHOWN = 300
# Fields that say nothing of the row.
OF_FORM = frozenset({SHOWN, "id", "ORDER", "DELETE"})


def fingerprints(form: Any) -> dict[str, str]:
    """Return a short text for each field of a form and of the lists below it, which differs when its row does."""
    found = {key: _print(_stored(bound)) for key, _form, bound in _fields(form)}
    return found | ({LISTED: _print(_rows(form))} if form.formsets else {})


def carried(form: Any) -> str:
    """Return what a form carries along."""
    return json.dumps(fingerprints(form), separators=(",", ":"))


def refuse_changed(form: Any, sent: str) -> None:
    """Put an error on every field that somebody else has changed since the form was shown.

    What was typed stays; where nothing was typed, the field shows what is stored now. Sent again, the form is taken.
    """
    before, now = _read(sent), fingerprints(form)
    changed = [each for each in _fields(form) if before.get(each[0], now[each[0]]) != now[each[0]]]
    is_other_list = before.get(LISTED, now.get(LISTED)) != now.get(LISTED)
    if not changed and not is_other_list:
        return
    data = form.data.copy()
    data[form.add_prefix(SHOWN)] = json.dumps(now)
    for key, owner, bound in changed:
        is_typed = _print(owner.cleaned_data.get(bound.name)) != before[key]
        if not is_typed:
            _show(data, bound)
        bound.label = _label(bound)
        owner.add_error(bound.name, NOW.format(value=_spoken(bound)) if is_typed else TAKEN)
    form.add_error(None, LIST.format(rows=", ".join(_rows(form))) if is_other_list else CHANGED)
    _give(form, data)


def _fields(form: Any) -> Iterator[tuple[str, Any, BoundField]]:
    """Yield the fields that can be changed, each with its key and the form that it is in."""
    for prefix, owner in [("", form), *((f"{each.instance.pk}.", each) for each in _below(form))]:
        for name, field in owner.fields.items():
            if name not in OF_FORM and not field.disabled and name in {*owner.initial, *_declared(owner)}:
                yield f"{prefix}{name}", owner, owner[name]


def _declared(form: Any) -> set[str]:
    """Return fields that show something of the row although no column of it has their name."""
    return {name for name, field in form.fields.items() if field.initial is not None}


def _rows(form: Any) -> list[str]:
    """Return the rows of the lists below a form as they are stored, by their codes."""
    relations = [getattr(type(form.instance), name).rel for name in form.formsets]
    found = [each.related_model.objects.filter(**{each.field.name: form.instance.pk}) for each in relations]
    return sorted(str(each.code) for rows in found for each in rows)


def _below(form: Any) -> list[Any]:
    lists = [each for formset in form.formsets.values() for each in formset.initial_forms]
    return [each for each in lists if each.instance.pk]


def _stored(bound: BoundField) -> Any:
    return bound.form.get_initial_for_field(bound.field, bound.name)


def _print(value: Any) -> str:
    text = json.dumps(sorted(value) if isinstance(value, set) else value, default=str, sort_keys=True)
    if value is None or isinstance(value, str):
        text = said(value)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _read(sent: str) -> dict[str, str]:
    try:
        found = json.loads(sent)
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _widget_values(bound: BoundField) -> list[str]:
    value = _stored(bound)
    if isinstance(value, bool):
        return ["on"] if value else []
    shown = bound.field.widget.format_value(bound.field.prepare_value(value))
    return [str(each) for each in shown] if isinstance(shown, list | tuple) else [str(shown or "")]


def _label(bound: BoundField) -> str:
    name, _line, language = bound.name.rpartition("_")
    return words.name_of_field(f"{name}.{language}" if language in words.LANGUAGES else bound.name)


def _spoken(bound: BoundField) -> str:
    value = _stored(bound)
    if isinstance(value, bool):
        return "ja" if value else "nein"
    named = dict(getattr(bound.field, "choices", ()))
    text = ", ".join(str(named.get(each, each)) for each in _widget_values(bound) if each)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]} …"


def _show(data: Any, bound: BoundField) -> None:
    data.setlist(bound.html_name, _widget_values(bound))


def without_gone(data: Any, kept: Collection[str], prefix: str) -> Any:
    """Return what was sent, with rows of a list that somebody else has deleted as if they were new ones."""
    names = [name for name in data or () if re.fullmatch(rf"{prefix}-\d+-id", name)]
    gone = [name for name in names if data[name] and data[name] not in kept]
    if not gone:
        return data
    data = data.copy()
    for name in gone:
        data[name] = ""
    return data


def _give(form: Any, data: Any) -> None:
    form.data = data
    for formset in form.formsets.values():
        formset.data = data
        for each in formset.forms:
            each.data = data
