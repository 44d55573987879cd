"""What XDatenfelder 2 and 3 have in common: named elements, each with a number of times it may stand there."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from portal.shared.adapters.defused import Node

COUNT = re.compile(r"([0-9]{1,4}):([0-9]{1,4}|\*)")

# What says who wrote an element when, and how other tools print it. It asks nothing of the applicant.
BOOKKEEPING = frozenset(
    """
    identifikation name bezeichnung bezeichnungEingabe bezeichnungAusgabe beschreibung definition bezug status
    freigabestatus statusGesetztAm statusGesetztDurch gueltigAb gueltigBis fachlicherErsteller versionshinweis
    freigabedatum veroeffentlichungsdatum letzteAenderung stichwort relation schemaelementart hilfetext
    hilfetextEingabe hilfetextAusgabe ableitungsmodifikationenStruktur ableitungsmodifikationenRepraesentation
    dokumentsteckbrief regel struktur
    """.split()  # noqa: SIM905 (a table to read)
)
PARTS = {
    "stammdatenschema": BOOKKEEPING,
    "datenfeldgruppe": BOOKKEEPING | {"art"},
    "datenfeld": BOOKKEEPING
    | {"feldart", "datentyp", "praezisierung", "inhalt", "vorbefuellung", "codelisteReferenz", "werte"}
    | {"codeKey", "nameKey", "helpKey", "maxSize", "mediaType"},
}
EXCERPT = 300
# With the number that may follow, within the 40 characters of a page's code.
LONGEST = 34
GERMAN: dict[str, str | int | None] = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}


@dataclass(frozen=True)
class Unknown:
    """A part of the scheme that an editor must look at: where it stands, what FIM calls it, and why (in German)."""

    path: str
    id: str
    name: str
    reason: str


@dataclass(frozen=True)
class Entry:
    """A field or group where it stands. `most` None means any number of times."""

    node: Node
    path: str
    least: int = 1
    most: int | None = 1

    @property
    def is_group(self) -> bool:
        return self.node.tag == "datenfeldgruppe"

    # Kept, for an element of an unfriendly file may have many remarks and many thousand children.
    @cached_property
    def number(self) -> str:
        """The id with the version when there is one: F60000227V1.1."""
        number = self.node.value("identifikation", "id")
        version = self.node.value("identifikation", "version")
        return f"{number}V{version}" if number and version else number

    @cached_property
    def name(self) -> str:
        return self.node.value("name") or self.label

    @property
    def label(self) -> str:
        """What applicants are to read."""
        texts = (self.node.value(tag) for tag in ("bezeichnungEingabe", "bezeichnung", "name"))
        return next((text for text in texts if text), "")

    @property
    def hint(self) -> str:
        return self.node.value("hilfetextEingabe") or self.node.value("hilfetext")

    def code_of(self, tag: str) -> str:
        """Return the value of an element that holds a code (`<feldart><code>input</code></feldart>`)."""
        return self.node.value(tag, "code") or self.node.value(tag)


@dataclass
class Remarks:
    """Collects what was not understood, in the order of the file."""

    unknown: list[Unknown] = field(default_factory=list)

    def add(self, entry: Entry, reason: str) -> None:
        """Put an element on the list."""
        self.unknown.append(Unknown(entry.path, excerpt(entry.number), excerpt(entry.name), reason))

    def clipped(self, entry: Entry, text: str, most: int) -> str:
        """Return a text of at most so many characters; what is cut off goes on the list."""
        if len(text) <= most:
            return text
        self.add(entry, f"Der Text ist länger als {most} Zeichen und wurde gekürzt. Der Rest: {excerpt(text[most:])}")
        return text[:most]


@dataclass
class Codes:
    """Gives out codes made of German names, each once."""

    taken: set[str] = field(default_factory=set)
    _numbers: dict[str, int] = field(default_factory=dict)

    def new(self, name: str) -> str:
        """Return a code that was not given out before: strasse, strasse_2."""
        base = code = word_of(name, "_")[:LONGEST].strip("_") or "feld"
        while code in self.taken:
            self._numbers[base] = self._numbers.get(base, 1) + 1
            code = f"{base}_{self._numbers[base]}"
        self.taken.add(code)
        return code


def word_of(name: str, joint: str) -> str:
    """Return a name in small Latin letters and digits, starting with a letter; "" when nothing is left of it."""
    plain = (
        unicodedata.normalize("NFKD", name.lower().translate(str.maketrans(GERMAN))).encode("ascii", "ignore").decode()
    )
    return re.sub(r"[^a-z0-9]+", joint, plain).strip(joint).lstrip("0123456789" + joint)


def excerpt(text: str) -> str:
    """Return the beginning of a text, for the list."""
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT]} …"


def entries_of(parent: Entry, remarks: Remarks) -> Iterator[Entry]:
    """Yield the fields and groups that stand directly in a scheme or group."""
    for number, place in enumerate(parent.node.all("struktur"), start=1):
        path = f"{parent.path}/struktur[{number}]"
        list_strange(Entry(place, path), {"anzahl", "bezug", "enthaelt"}, remarks)
        contents = [node for holder in place.all("enthaelt") for node in holder.children]
        if not contents:
            remarks.add(Entry(place, path), "Die Stelle ist leer: kein Feld und keine Gruppe.")
        for node in contents:
            yield from _entry(Entry(node, f"{path}/enthaelt/{node.tag}"), place.value("anzahl"), remarks)


def _entry(found: Entry, count: str, remarks: Remarks) -> Iterator[Entry]:
    if found.node.tag not in {"datenfeld", "datenfeldgruppe"}:
        remarks.add(found, f"Das Element „{excerpt(found.node.tag)}“ ist hier nicht bekannt und fehlt im Entwurf.")
        return
    match = COUNT.fullmatch(count)
    least, most = (int(match[1]), None if match[2] == "*" else int(match[2])) if match else (0, 1)
    if not match or (most is not None and most < least):
        remarks.add(
            found, f"Die Anzahl „{excerpt(count)}“ ist nicht lesbar. Im Entwurf: höchstens einmal, freiwillig."
        )
        least, most = 0, 1
    entry = Entry(found.node, found.path, least, most)
    look_over(entry, remarks)
    if most == 0:
        remarks.add(entry, "Die Anzahl ist 0: Das Schema schaltet dieses Element ab. Es fehlt im Entwurf.")
        return
    yield entry


def look_over(entry: Entry, remarks: Remarks) -> None:
    """List what may stand at any element and has no counterpart here: rules, abstract elements, strange parts."""
    list_strange(entry, PARTS[entry.node.tag], remarks)
    for number, rule in enumerate(entry.node.all("regel"), start=1):
        _list_rule(Entry(rule, f"{entry.path}/regel[{number}]"), remarks)
    if entry.code_of("schemaelementart") == "ABS":
        remarks.add(entry, "Das Element ist abstrakt: Das Schema soll es durch ein genaueres ersetzen.")
    if entry.code_of("art") == "X":
        remarks.add(
            entry, "Auswahlgruppe: Nur eines der Elemente gilt. Schreiben Sie dafür eine Frage und Bedingungen."
        )


def list_strange(entry: Entry, known: Iterable[str], remarks: Remarks) -> None:
    """List the parts of an element that neither version of the standard has there."""
    for node in entry.node.children:
        if node.tag not in known:
            strange = Entry(node, f"{entry.path}/{node.tag}")
            remarks.add(strange, f"Das Element „{excerpt(node.tag)}“ ist nicht bekannt. {excerpt(node.text)}".rstrip())


def _list_rule(rule: Entry, remarks: Remarks) -> None:
    texts = (rule.node.value(tag) for tag in ("freitextRegel", "definition", "beschreibung"))
    words = next((text for text in texts if text), "")
    script = rule.node.value("skript") or rule.node.value("script")
    found = " ".join(part for part in (excerpt(words), script and f"Skript: {excerpt(script)}") if part)
    remarks.add(rule, f"Regel. Schreiben Sie daraus eine Bedingung oder einen Hinweis. {found}".rstrip())
