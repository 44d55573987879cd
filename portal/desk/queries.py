"""Questions about cases. What the applicant told and sent is opened here, for the one page that shows it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from portal.accounts import queries as accounts
from portal.accounts.models import Person
from portal.catalogue import queries as catalogue
from portal.desk import counter, rules, states, wording
from portal.desk.arrivals import arrivals_of
from portal.desk.errors import PaperNotFoundError
from portal.desk.models import Case, CaseFile, CasePackage, CasePart, CaseQuerySet, CaseStep, name_of
from portal.desk.told import text_of
from portal.documents import queries as documents
from portal.documents.models import Document
from portal.handoff import queries as handoff
from portal.handoff.models import DeliveryQuerySet
from portal.offices.models import Office
from portal.shared import clock, language
from portal.vault import actions as vault
from portal.vault import files
from portal.vault.errors import ErasedError

# A title that ends within this time is urgent.
SOON = timedelta(days=28)
TONES = {"pass": "success", "warn": "warning", "fail": "danger", "skipped": "info"}


@dataclass(frozen=True)
class Wish:
    """What a clerk wants to see in the list; empty words and None mean everything."""

    state: str = ""
    mine: Person | None = None
    words: str = ""
    urgent: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Finding:
    """What the automatic reading found; `kind` is the badge's."""

    label: str
    kind: str
    result: str
    detail: str = ""


@dataclass(frozen=True)
class Paper:
    """One document: its cleaned pages by number, its findings."""

    file: CaseFile
    title: str
    original: str
    findings: list[Finding]
    pages: range
    # Where it was brought in person: the document, with the day and the clerk.
    brought: Document | None
    # Where the applicant has sent it later: the day, and whether nothing was done with the case since.
    arrived: date | None = None
    is_new: bool = False
    # Whom it is about, where the papers of several people are asked for.
    whose: str = ""

    @property
    def why_not_there(self) -> str:
        """Return why the file is not in the case, with the scanner's word for it."""
        scan = self.file.entry().get("scan") or {}
        return documents.refusal_for_staff(str(scan.get("reason", "")), str(scan.get("signature", "")))

    @property
    def clerk(self) -> str:
        """Return who took it in at the counter; empty for what the applicant sent."""
        return name_of(self.brought.uploader) if self.brought else ""


def offices_of_clerk(person: Person) -> QuerySet[Office]:
    """Return the offices whose cases the person works on."""
    return accounts.offices_of(person, "clerk", "lead")


def cases_of(person: Person) -> CaseQuerySet:
    """Return the cases of the person's offices, without what is sealed."""
    cases = Case.objects.of_offices(offices_of_clerk(person))
    return cases.select_related("office", "assignee").defer("sealed_data")


def listed(person: Person, wish: Wish | None) -> CaseQuerySet:
    """Return what the clerk wants to see, urgent first. A search looks through closed cases too."""
    cases = cases_of(person)
    if wish is None:
        return cases.none()
    if wish.state:
        cases = cases.filter(state=wish.state)
    elif not wish.words:
        cases = cases.open()
    if wish.mine:
        cases = cases.taken_by(wish.mine)
    if wish.urgent:
        cases = cases.expiring_by(urgent_until())
    if wish.unit:
        cases = cases.for_unit(talent_center=wish.unit == wording.TALENT_CENTER)
    if wish.words:
        cases = cases.found_by(wish.words)
    return cases.urgent_first()


def counts(person: Person) -> dict[str, int]:
    """Return how many cases are in each state, how many are mine, how many are urgent or ended."""
    soon = Q(title_expires__lte=urgent_until(), state__in=states.UNDECIDED)
    ended = Count("pk", filter=soon & Q(title_expires__lt=clock.today()))
    wanted = {state: Count("pk", filter=Q(state=state)) for state in states.CASE.states()}
    mine = Count("pk", filter=Q(assignee=person) & ~Q(state=states.CLOSED))
    return cases_of(person).aggregate(mine=mine, urgent=Count("pk", filter=soon), ended=ended, **wanted)


def names_of(cases: Iterable[Case]) -> dict[UUID, str]:
    """Return the applicants' names by case, for one page of the list: each name costs a look for its key."""
    sealed = Case.objects.filter(pk__in=[case.pk for case in cases]).only("sealed_data")
    return {case.pk: _name(case) for case in sealed}


def urgent_until() -> date:
    """Return the last day that counts as soon."""
    return clock.today() + SOON


def applicant_of(case: Case) -> dict[str, Any]:
    """Return what the package says about the applicant: `name`, `language`, `trust` ..."""
    applicant: dict[str, Any] = case.data().get("applicant") or {}
    return applicant


@dataclass(frozen=True)
class SharedPaper:
    """A document that lies with another application of the family; `case` is None where another office has it."""

    title: str
    reference: str
    case: Case | None


def shared_with(case: Case) -> list[SharedPaper]:
    """Return the documents that were handed in once for the family, with another application."""
    entries = case.data().get("shared") or []
    titles = catalogue.document_titles() if entries else {}
    cases = {str(each.case_id): each for each in Case.objects.filter(case_id__in=[e["caseId"] for e in entries])}
    return [
        SharedPaper(_title(titles, each["docType"]), each["sharedWith"], _same_office(cases.get(each["caseId"]), case))
        for each in entries
    ]


def _same_office(found: Case | None, case: Case) -> Case | None:
    return found if found is not None and found.office_id == case.office_id else None


def later_packages_of(case: Case) -> QuerySet[CasePackage]:
    """Return the packages in which more documents arrived."""
    return case.packages.filter(kind="supplement").order_by("sequence")


def papers_of(case: Case) -> list[Paper]:
    """Return the documents with what was found on them."""
    titles, brought = catalogue.document_titles(), counter.documents_by_id(case)
    found = [_paper(file, _title(titles, file.doc_type), brought.get(file.file_id)) for file in case.files.all()]
    packages, done = arrivals_of(case), case.steps.filter(by__isnull=False).last()
    found = [_dated(each, packages.get(each.file.file_id), done.at if done else case.received_at) for each in found]
    names = rules.names_of(case)
    return [replace(each, whose=names.get(each.file.requirement, "")) for each in found]


def timeline_of(case: Case) -> list[tuple[CaseStep, dict[str, str]]]:
    """Return what was done, oldest first, with the words the applicant was told."""
    return [(step, step.words()) for step in case.steps.select_related("by")]


def outcome_of(case: Case) -> str:
    """Return what was decided; empty while nothing is."""
    return _newest_words(case, "decide").get("outcome", "")


def open_request_of(case: Case) -> CaseStep | None:
    """Return the step with which the applicant was asked for what the case waits for; None when it does not wait."""
    if case.state != states.NEEDS_MORE:
        return None
    return case.steps.filter(move="ask").select_related("by").last()


def seen_of(case: Case) -> str:
    """Return what a page of the case has seen: its state, the last step and how many packages had arrived."""
    last = case.steps.last()
    return f"{case.state}.{last.pk if last else 0}.{case.packages.count()}"


def meanwhile(case: Case, seen: str) -> str:
    """Say in a sentence what was done last, and by whom, since a page had seen the case."""
    step = case.steps.select_related("by").last()
    if step is None or seen.split(".")[1:2] == [str(step.pk)]:
        return str(wording.ARRIVED_MEANWHILE)
    if step.by is None:
        is_gone = step.move == "withdraw"
        return str(wording.WITHDRAWN_MEANWHILE if is_gone else wording.ARRIVED_MEANWHILE)
    return str(wording.MEANWHILE[step.move]) % {"name": name_of(step.by)}


def open_moves_of(case: Case) -> list[str]:
    """Return the moves that a clerk can make now; a card is announced only where something was granted."""
    names = [name for name in states.CASE.open_moves(case.state) if name in states.REPLY_OF_MOVE]
    return [name for name in names if name != "announce" or outcome_of(case) in states.GRANTED]


def page_of(case: Case, file_id: UUID, number: int) -> bytes:
    """Return one cleaned page (JPEG); PaperNotFoundError when the case has none such. Originals are never shown."""
    parts = CasePart.objects.filter(file__case=case, file__file_id=file_id, file__withheld=False)
    part = parts.filter(number=number, number__gte=1).first()
    if part is None:
        raise PaperNotFoundError
    return b"".join(_read(case, part))


def pages_of(case: Case, file_id: UUID) -> list[bytes]:
    """Return all cleaned pages of a file, in order; PaperNotFoundError when the case has none such."""
    parts = CasePart.objects.filter(file__case=case, file__file_id=file_id, file__withheld=False, number__gte=1)
    found = [b"".join(_read(case, part)) for part in parts.order_by("number")]
    if not found:
        raise PaperNotFoundError
    return found


def deliveries_to_look_at(person: Person) -> DeliveryQuerySet:
    """Return the packages to the person's offices that did not get through."""
    return handoff.stuck().filter(office__in=offices_of_clerk(person))


def _name(case: Case) -> str:
    try:
        return str(applicant_of(case).get("name") or "")
    except ErasedError:
        return ""


def _newest_words(case: Case, move: str) -> dict[str, str]:
    step = case.steps.filter(move=move).last()
    return step.words() if step else {}


def _read(case: Case, part: CasePart) -> Iterator[bytes]:
    key = vault.unseal(case.pk, bytes(part.sealed_key), "desk.part.key")
    return files.read(key, part.name)


def _title(titles: Mapping[str, Mapping[str, str]], code: str) -> str:
    return language.pick(titles.get(code) or {"de": code}).value


def _paper(file: CaseFile, title: str, brought: Document | None) -> Paper:
    entry = file.entry()
    checks = (entry.get("ocr") or {}).get("checks") or []
    findings = [_finding(each) for each in checks]
    pages = range(1, file.pages + 1)
    return Paper(file, title, str(entry.get("original") or ""), findings, pages, brought)


def _dated(paper: Paper, package: CasePackage | None, done: datetime) -> Paper:
    if package is None or package.kind != "supplement" or paper.brought:
        return paper
    return replace(paper, arrived=timezone.localdate(package.received_at), is_new=package.received_at > done)


def _finding(check: Mapping[str, Any]) -> Finding:
    code, result = str(check.get("id", "")), str(check.get("result", ""))
    label = text_of(check.get("label") or documents.check_label(code))
    detail = documents.check_detail(code, check.get("values") or {})
    return Finding(label, TONES.get(result, "info"), str(wording.RESULTS.get(result, result)), detail)
