"""Papers that somebody brings to the counter: what they may be for, and how those taken in stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Requirement
from portal.catalogue.queries import ChecklistItem
from portal.desk import rules
from portal.desk.arrivals import manifest_of, papers_in
from portal.desk.errors import CaseNotFoundError
from portal.desk.models import Case, CasePackage, name_of
from portal.documents import queries as documents
from portal.documents.models import Document, DocumentQuerySet, Origin
from portal.documents.queries import FindingLine, Report
from portal.shared.language import Text

# Any paper that the form does not name.
OTHER = Requirement(code="other", document_type="SONST", why={}, required=False, max_files=20)


@dataclass(frozen=True)
class Brought:
    """A paper that was brought in person: how its check stands, and whether the case holds it already."""

    report: Report
    title: Text | None
    is_in_case: bool

    @property
    def clerk(self) -> str:
        """Return who took it in."""
        return name_of(self.report.document.uploader)

    @property
    def why_not_there(self) -> str:
        """Return why it could not be taken in, for the clerk."""
        document = self.report.document
        return documents.refusal_for_staff(document.refusal, document.signature)

    @property
    def loud(self) -> list[FindingLine]:
        """Return what a clerk should look at."""
        return [each for each in self.report.findings if each.result in ("warn", "fail")]

    @property
    def is_settled(self) -> bool:
        """Say whether nothing happens to it any more by itself."""
        return self.report.is_final and self.is_in_case


def asked_of(case: Case) -> list[ChecklistItem]:
    """Return what a paper can be for: what the applicant's form asks for with these answers, and anything else."""
    return [*rules.checklist_of(case), catalogue.checklist_item(OTHER)]


def item_of(case: Case, code: str) -> ChecklistItem:
    """Return one of them; CaseNotFoundError for any other."""
    found = next((each for each in asked_of(case) if each.requirement.code == code), None)
    if found is None:
        raise CaseNotFoundError
    return found


def brought_to(case: Case) -> list[Brought]:
    """Return the papers that were brought in person for a case, the newest first."""
    titles = {each.requirement.code: each.title for each in asked_of(case)}
    there = set(case.files.values_list("file_id", flat=True))
    return [
        Brought(documents.report_of(each), titles.get(each.requirement), each.pk in there)
        for each in _brought(case).select_related("uploader").order_by("-created")
    ]


def count_on_their_way(case: Case) -> int:
    """Return how many papers were brought in that the case does not hold yet."""
    there = case.files.values_list("file_id", flat=True)
    return _brought(case).exclude(pk__in=list(there)).count()


def documents_by_id(case: Case) -> dict[UUID, Document]:
    """Return the same by id, for marking them among all papers of the case."""
    return {each.pk: each for each in _brought(case).select_related("uploader")}


def is_of_counter(package: CasePackage, brought: Mapping[UUID, Document]) -> bool:
    """Say whether a package holds only what was brought in person."""
    listed = papers_in(package)
    return bool(listed) and all(each in brought for each in listed)


def content_of(case: Case, taken: list[Document], at: datetime) -> dict[str, Any]:
    """Return the package that brings them into the case; what is known of each file is asked for when it leaves."""
    known, moment = manifest_of(case.packages.order_by("sequence")[0]), at.isoformat()
    return {
        "service": known["service"],
        "times": {"submittedAt": moment, "receivedAt": moment},
        "applicant": known["applicant"],
        "urgency": known["urgency"],
        "data": {},
        "files": [{"id": str(each.pk), "role": "document"} for each in taken],
        "consent": {},
    }


def _brought(case: Case) -> DocumentQuerySet:
    return documents.documents_of(case.case_id).filter(origin=Origin.DESK)
