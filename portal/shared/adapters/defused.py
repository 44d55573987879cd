"""Reads XML of strangers into plain nodes.

A document type or entity is refused before it is looked at (no exploding or fetched entities,
https://cheatsheetseries.owasp.org/cheatsheets/XML_External_Entity_Prevention_Cheat_Sheet.html), and size, depth and
number of elements end the reading while it goes on, not after it. The sentences are for editors, in German.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, XMLParser

from portal.shared.errors import RefusedError

MOST_BYTES = 5 * 1024 * 1024
MOST_DEPTH = 64
MOST_NODES = 200_000


class XmlRefusedError(RefusedError):
    """The file is too large, unsafe or no XML; the message says which."""

    code = "xml-refused"


@dataclass(slots=True)
class Node:
    """One element. Its `tag` is the bare name; a name of another namespace than the document's is "{uri}name"."""

    tag: str
    attributes: dict[str, str]
    children: list["Node"] = field(default_factory=list)
    # The element's own text, in one line.
    text: str = ""

    def all(self, tag: str) -> list["Node"]:
        """Return the children of a name."""
        return [child for child in self.children if child.tag == tag]

    def first(self, *path: str) -> "Node | None":
        """Return the first element down a path of names."""
        found: Node | None = self
        for tag in path:
            found = next((child for child in found.children if child.tag == tag), None) if found else None
        return found

    def value(self, *path: str) -> str:
        """Return the text down a path of names, "" when there is none."""
        found = self.first(*path)
        return found.text if found else ""

    def walk(self) -> Iterator["Node"]:
        """Yield this element and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Document:
    """A file as read: the namespace of its first element, and that element."""

    namespace: str
    root: Node


class _Tree:
    """Builds the nodes as the parser meets them; raises XmlRefusedError as soon as a limit is passed."""

    def __init__(self) -> None:
        self.namespace = ""
        self.root = Node("", {})
        self._open: list[tuple[Node, list[str]]] = []
        self._number = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._number += 1
        if self._number > MOST_NODES:
            raise XmlRefusedError(f"Die Datei hat mehr als {MOST_NODES} Elemente. Bitte teilen Sie sie auf.")
        if len(self._open) >= MOST_DEPTH:
            raise XmlRefusedError(f"Die Datei ist tiefer als {MOST_DEPTH} Ebenen verschachtelt.")
        node = Node(self._bare(name), dict(attributes))
        if self._open:
            self._open[-1][0].children.append(node)
        self._open.append((node, []))

    def _bare(self, name: str) -> str:
        namespace, _, local = name[1:].rpartition("}") if name.startswith("{") else ("", "", name)
        if self._number == 1:
            self.namespace = namespace
        # The `code` of a list value stands in no namespace at all.
        return local if namespace in {"", self.namespace} else name

    def end(self, _name: str) -> None:
        node, pieces = self._open.pop()
        node.text = " ".join("".join(pieces).split())
        self.root = node

    def data(self, text: str) -> None:
        self._open[-1][1].append(text)


def parse(data: bytes) -> Document:
    """Return the document in a file; raises XmlRefusedError when it is too large, unsafe or no XML."""
    if len(data) > MOST_BYTES:
        raise XmlRefusedError(f"Die Datei ist größer als {MOST_BYTES // 1024 // 1024} MB. Bitte teilen Sie sie auf.")
    if not data.strip():
        raise XmlRefusedError("Die Datei ist leer. Bitte wählen Sie eine XML-Datei.")
    tree = _Tree()
    try:
        parser = XMLParser(target=tree, forbid_dtd=True)
        parser.feed(data)
        parser.close()
    except DefusedXmlException as error:
        raise XmlRefusedError(
            "Die Datei enthält eine DOCTYPE-Angabe oder Entitäten. Bitte entfernen Sie beides."
        ) from error
    except ParseError as error:
        line, column = error.position
        raise XmlRefusedError(f"Die Datei ist kein lesbares XML: Zeile {line}, Spalte {column}.") from error
    except (ValueError, LookupError) as error:
        raise XmlRefusedError(
            "Die Zeichenkodierung der Datei ist unbekannt. Bitte speichern Sie sie als UTF-8."
        ) from error
    return Document(tree.namespace, tree.root)
