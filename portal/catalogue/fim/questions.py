"""Turns a data field (Datenfeld) into a question or a document requirement of the pack format."""

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from portal.catalogue.fim.elements import Codes, Entry, Remarks, excerpt
from portal.catalogue.fim.keys import is_fim_field_id
from portal.shared.adapters.defused import Node

KINDS = {
    "text": "text",
    # Letters of DIN 91379, which our texts take anyway.
    "text_latin": "text",
    "date": "date",
    "bool": "yes_no",
    "num": "number",
    "num_int": "number",
    "num_currency": "money",
}
# Lists of the federal statistical office that our own kinds stand for.
LISTS = {
    "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:staat": "country",
    "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:staatsangehoerigkeit": "nationality",
}
LIMITS = ("minLength", "maxLength", "minValue", "maxValue", "pattern")
# For files that write `"pattern":"\d{5}"`, which is no JSON.
LOOSE_LIMIT = re.compile(r'"(minLength|maxLength|minValue|maxValue)"\s*:\s*"?\s*([-+0-9.,]{1,24})')

# Longer answers get several lines.
ONE_LINE = 255
MOST_CHARACTERS = 10_000
# As large as the column of a question.
MOST_AMOUNT = 2**31 - 1
# How many rows or files stand for "any number".
ANY_NUMBER = 10
MOST_TIMES = 50

# As long as the columns.
TITLE, LABEL, HINT, LAW = 200, 300, 2000, 120

NOT_IN_CODES = re.compile(r"[^A-Za-z0-9_-]+")

type Texts = dict[str, str]


def german(text: str) -> Texts:
    """Return a text as it comes from FIM: German, the English still to be written."""
    return {"de": text, "en": ""}


def times(entry: Entry, remarks: Remarks) -> int:
    """Return how often an element may stand at most; where that is more than we allow, it goes on the list."""
    most = min(max(ANY_NUMBER, entry.least) if entry.most is None else entry.most, MOST_TIMES)
    if most != entry.most:
        asked = "beliebig oft" if entry.most is None else f"bis zu {entry.most}-mal"
        remarks.add(entry, f"Das Schema erlaubt die Angabe {asked}, der Entwurf {most}-mal.")
    return most


def question_of(entry: Entry, codes: Codes, remarks: Remarks, *, required: bool) -> dict[str, Any]:
    """Return the question that a field asks once; what it cannot say goes on the list."""
    question: dict[str, Any] = {"code": codes.new(entry.name), **_numbered(entry, remarks)}
    question["kind"] = _kind(entry, remarks)
    question["label"] = german(remarks.clipped(entry, entry.label, LABEL))
    if entry.hint:
        question["hint"] = german(remarks.clipped(entry, entry.hint, HINT))
    question["required"] = required
    if question["kind"] == "choice":
        question["choices"] = _choices(entry, remarks)
    question |= _limits(entry, question["kind"], remarks)
    _list_filled_in(entry, remarks)
    return question


def requirement_of(entry: Entry, codes: Codes, remarks: Remarks, *, required: bool) -> dict[str, Any]:
    """Return the document that a field of type `file` asks for."""
    remarks.add(entry, "Unterlage: Wählen Sie die Art der Unterlage. Im Entwurf steht „Sonstiges“ (SONST).")
    for tag, words in (("maxSize", "Größte Datei in Byte"), ("mediaType", "Dateiformat")):
        for node in entry.node.all(tag):
            remarks.add(entry, f"{words}: {excerpt(node.text)}. Bei uns gilt für alle Unterlagen dieselbe Grenze.")
    if entry.least > 1:
        remarks.add(entry, f"Das Schema verlangt mindestens {entry.least} Dateien, der Entwurf eine.")
    law = "; ".join(node.text for node in entry.node.all("bezug") if node.text)
    return {
        "code": codes.new(entry.name),
        "document_type": "SONST",
        "why": german(remarks.clipped(entry, ": ".join(filter(None, (entry.label, entry.hint))), HINT)),
        "required": required,
        "max_files": times(entry, remarks),
        **({"law": remarks.clipped(entry, law, LAW)} if law else {}),
    }


def _numbered(entry: Entry, remarks: Remarks) -> dict[str, Any]:
    if is_fim_field_id(entry.number):
        return {"fim_field_id": entry.number, "x_map": {"fim": entry.number}}
    remarks.add(entry, f"„{excerpt(entry.number)}“ ist keine Feldnummer von FIM (F und Ziffern).")
    return {}


def _kind(entry: Entry, remarks: Remarks) -> str:
    art, kind = entry.code_of("feldart"), entry.code_of("datentyp")
    if art == "select":
        return _kind_of_list(entry, remarks)
    if art not in {"", "input"}:
        remarks.add(entry, f"Die Feldart „{excerpt(art)}“ ist nicht bekannt. Im Entwurf ist es ein Eingabefeld.")
    if kind not in KINDS:
        remarks.add(entry, f"Der Datentyp „{excerpt(kind)}“ ist nicht bekannt. Im Entwurf ist es ein Textfeld.")
    return KINDS.get(kind, "text")


def _kind_of_list(entry: Entry, remarks: Remarks) -> str:
    if entry.node.first("werte"):
        return "choice"
    reference = entry.node.first("codelisteReferenz")
    urn = _urn(reference) if reference else ""
    if urn in LISTS:
        remarks.add(entry, f"Codeliste {urn}: Der Entwurf nimmt unsere eigene Liste mit ISO-Codes.")
        return LISTS[urn]
    remarks.add(entry, f"Die Werte der Codeliste „{excerpt(urn)}“ stehen nicht in der Datei. Tragen Sie sie ein.")
    return "choice"


def _urn(reference: Node) -> str:
    # Version 2 puts it one level deeper.
    inner = reference.first("genericodeIdentification") or reference
    return inner.value("canonicalIdentification") or reference.value("identifikation", "id")


def _choices(entry: Entry, remarks: Remarks) -> list[dict[str, Any]]:
    choices: dict[str, dict[str, Any]] = {}
    for node in [value for holder in entry.node.all("werte") for value in holder.children]:
        written, name = node.value("code"), node.value("name")
        code = NOT_IN_CODES.sub("_", written)[:60].lstrip("_-")
        if node.tag != "wert" or not code or code in choices:
            remarks.add(entry, f"Der Wert „{excerpt(written)} {excerpt(name)}“ hat keinen eigenen Code und fehlt.")
            continue
        choices[code] = {"code": code, "label": german(remarks.clipped(entry, name or code, LABEL))}
        if code != written:
            remarks.add(entry, f"Der Code „{excerpt(written)}“ heißt im Entwurf „{code}“.")
        if node.value("hilfe"):
            remarks.add(entry, f"Hilfe zum Wert „{excerpt(name)}“: {excerpt(node.value('hilfe'))}")
    return list(choices.values())


def _limits(entry: Entry, kind: str, remarks: Remarks) -> dict[str, Any]:
    """Return max_length, minimum, maximum and decimals; a limit that is not ours goes on the list."""
    limits: dict[str, Any] = {"decimals": 2} if entry.code_of("datentyp") == "num" and kind == "number" else {}
    for name, value in _written_limits(entry, remarks).items():
        number = _whole(value)
        if kind == "text" and name == "maxLength" and number is not None and 0 < number <= MOST_CHARACTERS:
            limits |= {"max_length": number, "kind": "long_text" if number > ONE_LINE else "text"}
        elif kind in {"number", "money"} and name in {"minValue", "maxValue"} and number is not None:
            limits["minimum" if name == "minValue" else "maximum"] = number
        elif not (name == "minLength" and number in {0, 1}):
            remarks.add(entry, f"Präzisierung {excerpt(name)} = „{excerpt(value)}“ kennt diese Frage nicht.")
    return limits


def _written_limits(entry: Entry, remarks: Remarks) -> dict[str, str]:
    """Read the limits: attributes in version 3, JSON in the text in version 2."""
    node = entry.node.first("praezisierung")
    if node is None:
        return {}
    limits = {name: value for name, value in node.attributes.items() if value}
    if not node.text:
        return limits
    try:
        written = json.loads(node.text)
    except (ValueError, RecursionError):
        written = None
    if isinstance(written, dict):
        return limits | {str(name): str(value) for name, value in written.items() if value is not None and value != ""}
    remarks.add(entry, f"Präzisierung in freiem Text: {excerpt(node.text)}")
    return limits | dict(LOOSE_LIMIT.findall(node.text))


def _whole(value: str) -> int | None:
    try:
        number = Decimal(value.strip().replace(",", "."))
    except InvalidOperation:
        return None
    fits = number.is_finite() and abs(number) <= MOST_AMOUNT and number == number.to_integral_value()
    return int(number) if fits else None


def _list_filled_in(entry: Entry, remarks: Remarks) -> None:
    if entry.node.value("inhalt"):
        remarks.add(entry, f"Vorgegebener Inhalt: {excerpt(entry.node.value('inhalt'))}")
    if entry.code_of("vorbefuellung") not in {"", "keine"}:
        remarks.add(entry, f"Vorbefüllung „{excerpt(entry.code_of('vorbefuellung'))}“: bitte selbst einrichten.")
