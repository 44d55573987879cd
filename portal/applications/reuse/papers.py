"""Papers of earlier applications that are asked for again, with what they are still worth today."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from portal.applications.models import Application
from portal.applications.reuse.sources import Source
from portal.catalogue.definition import Requirement
from portal.catalogue.queries import ChecklistItem
from portal.documents import queries as documents
from portal.documents import states
from portal.documents.models import Document, Origin
from portal.documents.queries import Worth


@dataclass(frozen=True)
class OfferedPaper:
    """A file that could be handed in again: for which requirement, from which application, what it is worth."""

    item: ChecklistItem
    document: Document
    source: Source
    worth: Worth

    @property
    def requirement(self) -> Requirement:
        """Return what it would be handed in for."""
        return self.item.requirement

    @property
    def key(self) -> str:
        """Return what a form sends for it."""
        return f"{self.document.pk}:{self.requirement.code}"

    @property
    def name(self) -> str:
        """Return what the file is called."""
        return documents.original_name(self.document)


def offered_papers(
    application: Application, items: Iterable[ChecklistItem], sources: Iterable[Source]
) -> list[OfferedPaper]:
    """Return the papers of the newest application that has one, for each document asked for; `items` are asked for.

    Those that are over or too old are there too, so that the page can say why they cannot be used.
    """
    sources = list(sources)
    files = {each.application.pk: _files(each.application) for each in sources}
    there = set(documents.documents_of(application.pk).present().values_list("requirement", "sha256"))
    found = [each for item in items for each in _newest(item, sources, files)]
    return [each for each in found if (each.requirement.code, each.document.sha256) not in there]


def _files(application: Application) -> list[Document]:
    """Return what the person handed in and the checks let through; what a clerk took in is the office's affair."""
    rows = documents.documents_of(application.pk).filter(state=states.CHECKED).exclude(file="")
    return list(rows.exclude(origin=Origin.DESK).exclude(handed_over_at=None))


def _newest(item: ChecklistItem, sources: list[Source], files: dict[UUID, list[Document]]) -> list[OfferedPaper]:
    for source in sources:
        found = list(_of(item, source, files[source.application.pk]))
        if found:
            return found
    return []


def _of(item: ChecklistItem, source: Source, files: list[Document]) -> Iterator[OfferedPaper]:
    wanted = item.requirement
    fitting = [each for each in files if _is_asked(wanted, each, source)]
    for each in fitting:
        beside = [mate for mate in fitting if mate.requirement == each.requirement and mate.pk != each.pk]
        yield OfferedPaper(item, each, source, documents.worth_of(each, each.document_type, wanted.checks, beside))


def _is_asked(wanted: Requirement, document: Document, source: Source) -> bool:
    """Say whether a paper is of the kind asked for; one about another person or of any kind goes by its requirement.

    A sponsor's passport is no passport of one's own: the kinds are the same, the requirements are not.
    """
    before = next((each for each in source.definition.requirements if each.code == document.requirement), None)
    if before is None or document.document_type not in (wanted.document_type, *wanted.alternatives):
        return False
    return before.code == wanted.code or (before.shared == wanted.shared and document.document_type != "SONST")
