"""Which documents an application asks for, what is there, what is promised, what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.applications import queries
from portal.applications.errors import UnknownApplicationError
from portal.applications.models import Application
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Requirement
from portal.catalogue.queries import ChecklistItem
from portal.documents import queries as documents
from portal.documents import states
from portal.documents.models import Document
from portal.documents.queries import Report
from portal.vault.uploads import MOST

# What the office asked for in its own words: any paper, once the application is sent.
ANYTHING = Requirement(code="other", document_type="SONST", why={}, required=False, max_files=20)


@dataclass(frozen=True)
class Card:
    """One document asked for: what it is, why, the files handed in, the day it follows."""

    item: ChecklistItem
    reports: list[Report]
    promised: date | None

    @property
    def code(self) -> str:
        """Return the requirement's code."""
        return self.item.requirement.code

    @property
    def is_there(self) -> bool:
        """Say whether a file that counts was handed in."""
        return any(not each.blocks for each in self.reports)

    @property
    def is_missing(self) -> bool:
        """Say whether the office will ask for it."""
        return self.item.required and not self.is_there

    @property
    def has_room(self) -> bool:
        """Say whether another file may be added."""
        return len(self.waiting) < self.item.requirement.max_files

    @property
    def most_bytes(self) -> int:
        """Return how large one file may be."""
        return MOST

    @property
    def waiting(self) -> list[Report]:
        """Return the files that count and are not sent yet."""
        return [each for each in self.reports if not each.blocks and each.document.handed_over_at is None]


def cards_of(application: Application, answers: Mapping[str, Any]) -> list[Card]:
    """Return what is asked for with what is there; files of requirements no longer asked for are not shown."""
    promises = queries.promises_of(application)
    items = catalogue.checklist_of(queries.definition_of(application), answers)
    if not application.is_draft:
        items = [*items, catalogue.checklist_item(ANYTHING)]
    by_code: dict[str, list[Document]] = {}
    for document in documents.documents_of(application.pk):
        by_code.setdefault(document.requirement, []).append(document)
    return [
        Card(
            item,
            [documents.report_of(each) for each in by_code.get(item.requirement.code, [])],
            queries.day(promises.get(item.requirement.code)),
        )
        for item in items
    ]


def is_waiting(cards: Sequence[Card]) -> bool:
    """Say whether a file was uploaded and not sent yet."""
    return any(each.waiting for each in cards)


def requirement_of(application: Application, code: str) -> Requirement:
    """Return a requirement that this application asks for now; UnknownApplicationError otherwise."""
    wanted = catalogue.open_requirements(queries.definition_of(application), queries.answers_of(application))
    if not application.is_draft:
        wanted = [*wanted, ANYTHING]
    found = next((each for each in wanted if each.code == code), None)
    if found is None:
        raise UnknownApplicationError
    return found


def picture_of(document: Document, number: int) -> bytes:
    """Return a cleaned page; UnknownApplicationError when there is none (yet)."""
    if document.state not in states.PRESENT or not 1 <= number <= documents.page_count(document):
        raise UnknownApplicationError
    return documents.open_page(document, number)
