"""Reads a data scheme (Stammdatenschema) of XDatenfelder 2 or 3, or one group of fields, as a draft service.

Groups become pages, repeating groups become rows, fields become questions or documents. The draft is German only and
incomplete on purpose: the checks before publication ask for the rest (English, guide, fee, reasons).
"""

from dataclasses import dataclass
from typing import Any

from portal.catalogue.conditions.syntax import RESERVED
from portal.catalogue.errors import PackError
from portal.catalogue.fim.elements import Codes, Entry, Remarks, Unknown, excerpt, list_strange, look_over, word_of
from portal.catalogue.fim.pages import Draft
from portal.catalogue.fim.questions import HINT, TITLE, german
from portal.shared.adapters.defused import Document, Node, XmlRefusedError, parse

STANDARDS = frozenset({"urn:xoev-de:fim:standard:xdatenfelder_2", "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"})
# A message holds a whole scheme, or one group that many schemes share (an address, say).
MESSAGES = {
    "xdatenfelder.stammdatenschema.0102": "stammdatenschema",
    "xdatenfelder.datenfeldgruppe.0103": "datenfeldgruppe",
}
MOST_ELEMENTS = 1000

# As long as the service's own columns.
SLUG, CODE = 40, 10


@dataclass(frozen=True)
class Imported:
    """A scheme as a draft: `service` as a pack's YAML would give it, and the list of what an editor must look at."""

    service: dict[str, Any]
    unknown: list[Unknown]


def read(data: bytes) -> Imported:
    """Return the draft service in an XML file of XDatenfelder 2 or 3; raises PackError when it is none."""
    remarks = Remarks()
    try:
        document = parse(data)
    except XmlRefusedError as error:
        raise PackError([str(error.message)]) from error
    node = _schema_in(document)
    schema = Entry(node, node.tag)
    list_strange(Entry(document.root, document.root.tag), {"header", node.tag}, remarks)
    look_over(schema, remarks)
    draft = Draft(remarks, Codes(set(RESERVED)))
    draft.fill(schema)
    _list_references(schema, remarks)
    return Imported(_service(schema, draft, remarks), remarks.unknown)


def _schema_in(document: Document) -> Node:
    if document.namespace not in STANDARDS:
        found = excerpt(document.namespace) or "keiner"
        raise PackError([f"Die Datei gehört nicht zu XDatenfelder 2 oder 3.0.0. Ihr Namensraum: {found}."])
    wanted = MESSAGES.get(document.root.tag)
    schema = document.root.first(wanted) if wanted else None
    if schema is None:
        raise PackError([f"Die Datei enthält kein Datenschema, sondern: {excerpt(document.root.tag)}."])
    number = sum(node.tag in {"datenfeld", "datenfeldgruppe"} for node in schema.walk())
    if not number:
        raise PackError(["Das Datenschema enthält keine Felder."])
    if number > MOST_ELEMENTS:
        raise PackError([f"Das Schema hat mehr als {MOST_ELEMENTS} Felder und Gruppen. Bitte teilen Sie es auf."])
    return schema


def _list_references(schema: Entry, remarks: Remarks) -> None:
    """Say once that fields name their laws: nearly all do, and a line for each would hide the rest."""
    kinds = {"datenfeld", "datenfeldgruppe", "struktur"}
    # Those of a file stand at its requirement.
    places = [each for each in schema.node.walk() if each.tag in kinds and each.value("datentyp", "code") != "file"]
    number = sum(any(each.text for each in node.all("bezug")) for node in places)
    if number:
        remarks.add(schema, f"Rechtsbezüge an {number} Stellen stehen nur in der FIM-Datei, nicht im Entwurf.")


def _short(number: str) -> str:
    """Return the scheme's number as a code: version 3 puts three more digits (of the author) after the third sign."""
    return (number if len(number) <= CODE else number[:3] + number[6:])[:CODE] or "FIM"


def _service(schema: Entry, draft: Draft, remarks: Remarks) -> dict[str, Any]:
    number = schema.node.value("identifikation", "id")
    laws = "; ".join(node.text for node in schema.node.all("bezug") if node.text)
    return {
        "slug": (word_of(schema.label, "-") or word_of(number, "-") or "fim")[:SLUG].strip("-"),
        "code": _short(number),
        "legal_basis": remarks.clipped(schema, laws, TITLE),
        "prolongs_title": False,
        "talent_center": False,
        "title": german(remarks.clipped(schema, schema.label or number, TITLE)),
        "summary": german(remarks.clipped(schema, schema.hint, HINT)),
        "guide": {
            **{part: german("") for part in ("in_short", "who", "deadline", "duration", "after")},
            "steps": [],
        },
        "steps": draft.steps(),
        "hints": [],
        "notes": [],
        "requirements": draft.requirements,
        "fees": [],
        "status": {},
        "languages": {},
    }
