"""Which documents an application asks for, what is there, what is promised, what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.applications import queries
from portal.applications.errors import UnknownApplicationError
from portal.applications.family import Elsewhere, papers_elsewhere
from portal.applications.models import Application
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Definition, Requirement, Step
from portal.catalogue.queries import ChecklistItem
from portal.documents import queries as documents
from portal.documents import states
from portal.documents.models import Document
from portal.documents.queries import Report
from portal.vault.uploads import MOST

# What the office asked for in its own words: any paper, once the application is sent.
ANYTHING = Requirement(code="other", document_type="SONST", why={}, required=False, max_files=20)


@dataclass(frozen=True)
class Removed:
    """A file that was taken back a moment ago; that can still be undone."""

    document: Document
    name: str


@dataclass(frozen=True)
class Card:
    """One document asked for: what it is, why, the files handed in, the day it follows.

    `mark`: "have" or "need", as marked on the checklist before starting. `elsewhere`: the paper is one for the whole
    family and lies with another application of it.
    """

    item: ChecklistItem
    reports: list[Report]
    promised: date | None
    removed: list[Removed]
    mark: str = ""
    elsewhere: Sequence[Elsewhere] = ()

    @property
    def code(self) -> str:
        """Return the requirement's code."""
        return self.item.requirement.code

    @property
    def is_there(self) -> bool:
        """Say whether a file that counts was handed in, here or with the application of somebody of the family."""
        return any(not each.blocks for each in self.reports) or bool(self.elsewhere)

    @property
    def is_missing(self) -> bool:
        """Say whether the office will ask for it."""
        return self.item.required and not self.is_there

    @property
    def has_room(self) -> bool:
        """Say whether another file may be added."""
        return len(self.waiting) < self.item.requirement.max_files

    @property
    def undoable(self) -> "Removed | None":
        """Return what was removed last and still has its place."""
        return self.removed[-1] if self.removed and self.has_room else None

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
    by_code = _by_requirement(documents.documents_of(application.pk))
    removed = _by_requirement(documents.just_removed(application.pk))
    elsewhere = papers_elsewhere(application)
    return [
        Card(
            item,
            [documents.report_of(each) for each in by_code.get(item.requirement.code, [])],
            queries.day(promises.get(item.requirement.code)),
            [Removed(each, documents.original_name(each)) for each in removed.get(item.requirement.code, [])],
            str(application.marks.get(item.requirement.code, "")),
            elsewhere.get(item.requirement.code, ()),
        )
        for item in items
    ]


def reports_beside(application: Application, document: Document) -> list[Report]:
    """Return the reports of the files beside one whose verdict has come: theirs may have changed with it."""
    if not document.is_final:
        return []
    beside = documents.documents_of(application.pk).filter(requirement=document.requirement).exclude(pk=document.pk)
    return [documents.report_of(each) for each in beside if each.is_final]


def _by_requirement(found: Iterable[Document]) -> dict[str, list[Document]]:
    by_code: dict[str, list[Document]] = {}
    for document in found:
        by_code.setdefault(document.requirement, []).append(document)
    return by_code


def item_of(application: Application, code: str) -> ChecklistItem:
    """Return one document asked for, as lists show it; UnknownApplicationError when it is not asked for now."""
    return catalogue.checklist_item(requirement_of(application, code))


def shortcut_of(definition: Definition, step: Step, answers: Mapping[str, Any]) -> str:
    """Return the requirement whose document could fill in this step that is still empty; "" when there is none."""
    questions = [each for each in step.questions if each.x_map.get("mrz")]
    if not questions or any(answers.get(each.code) for each in questions):
        return ""
    passports = (each.code for each in definition.requirements if documents.is_passport(each.document_type))
    return next(passports, "")


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
    if document.state not in states.PRESENT or not 0 <= number <= documents.page_count(document):
        raise UnknownApplicationError
    return documents.open_page(document, number)
