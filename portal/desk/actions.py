"""What a clerk does: open a case, take it, move it; each move tells the applicant at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise

from portal.accounts import actions as accounts
from portal.accounts.models import Person
from portal.catalogue.definition import Requirement
from portal.desk import counter, policies, queries, states, wording
from portal.desk.errors import CaseMovedError, CaseNotFoundError, NotGrantedError, PageIsOldError
from portal.desk.models import Case, CaseStep
from portal.documents import actions as documents
from portal.documents import queries as document_queries
from portal.documents.errors import DocumentRefusedError
from portal.documents.models import Document, Origin
from portal.handoff import actions as handoff
from portal.handoff import inbound
from portal.handoff.models import Delivery
from portal.journal import actions as journal
from portal.passes import actions as passes
from portal.passes.models import Pass
from portal.shared import clock
from portal.shared.errors import NotAllowedError, RefusedError
from portal.vault.uploads import SealedUpload

PURPOSE = "desk"


@dataclass(frozen=True)
class Refused:
    """A paper that was not taken, and the sentence that says what to do."""

    name: str
    sentence: str | Promise


def enter(*, by: Person) -> None:
    """Let only those in who are clerk or lead somewhere."""
    if not policies.may_use_desk(by):
        raise NotAllowedError


def open_case(pk: UUID, *, by: Person) -> Case:
    """Return the case; another office's case looks like none, and the attempt is written down."""
    enter(by=by)
    case = Case.objects.select_related("office", "assignee").filter(pk=pk).first()
    if case is None:
        raise CaseNotFoundError
    if not policies.may_work_in(by, case.office):
        journal.write("desk.denied", case.pk, by=by, office=case.office_id)
        raise CaseNotFoundError
    return case


def open_page(case: Case, file_id: UUID, number: int, *, by: Person) -> bytes:
    """Return one cleaned page; TooManyError for somebody who collects pictures."""
    accounts.spend("download", by.pk)
    return queries.page_of(case, file_id, number)


def open_copy(case: Case, file_id: UUID, words: str, *, by: Person) -> bytes:
    """Return a file's cleaned pages as one PDF with the words across each page; who took it is written down."""
    pages = queries.pages_of(case, file_id)
    accounts.spend("download", by.pk, times=len(pages))
    journal.write("desk.copied", case.pk, by=by, office=case.office_id, document=str(file_id))
    return document_queries.copy_of(pages, words)


def take(case: Case, *, by: Person, seen: str | None = None) -> None:
    """Make the clerk the one who works on it, also when a colleague was; nobody works on a closed one."""
    with transaction.atomic():
        found = _locked(case, seen)
        if not found.is_open:
            raise CaseMovedError
        if found.assignee_id == by.pk:
            return
        step = CaseStep(case=found, move="take", state=found.state, by=by)
        step.put_words({"from": found.assignee_name} if found.assignee else {})
        step.save()
        case.assignee = by
        case.save(update_fields=["assignee"])
        journal.write("desk.taken", case.pk, by=by, office=case.office_id)


def move(case: Case, name: str, *, by: Person | None, seen: str | None = None, **words: str | date | None) -> CaseStep:
    """Make a move and tell the applicant. Words: `outcome`, `note`, `until`, as the move needs.

    `seen`: what the clerk's page has seen (queries.seen_of); PageIsOldError when something was done since.
    """
    told = {key: str(value) for key, value in words.items() if value}
    with transaction.atomic():
        check_move(_locked(case, seen), name)
        case._advance(name, by=by)
        step = CaseStep(case=case, move=name, state=case.state, by=by)
        step.put_words(told)
        step.save()
        _tell(case, step, told)
    return step


def check_seen(case: Case, seen: str) -> None:
    """Let nobody act on a page that does not show what was done last; PageIsOldError says who did what."""
    if not seen:
        raise CaseMovedError
    if seen != queries.seen_of(case):
        raise PageIsOldError(f"{queries.meanwhile(case, seen)} {wording.LOOK_AGAIN}")


def check_move(case: Case, name: str) -> None:
    """Clerks make the moves that tell the applicant something and that are open now; WrongStateError for others."""
    if name not in states.REPLY_OF_MOVE:
        raise CaseNotFoundError
    if name in queries.open_moves_of(case):
        return
    if name in states.CASE.open_moves(case.state):
        raise NotGrantedError
    raise CaseMovedError


def take_papers(case: Case, item: Requirement, uploads: Sequence[SealedUpload], *, by: Person) -> list[Refused]:
    """Take in papers that were brought in person: checked like all files, and with the office from now on.

    They enter the case as every paper does, in a package. Returns those refused; what is not taken is not kept.
    """
    try:
        accounts.spend("upload-desk", by.pk, times=max(1, len(uploads)))
        with transaction.atomic():
            _check_open(case)
            slot = documents.Slot(case.case_id, item.code, item.document_type, Origin.DESK)
            found = [_take(slot, each, by) for each in uploads]
            _hand_in(case, [each for each in found if isinstance(each, Document)], by)
    except RefusedError:
        for upload in uploads:
            upload.discard()
        raise
    return [each for each in found if isinstance(each, Refused)]


def _locked(case: Case, seen: str | None = None) -> Case:
    """Return the case as it stands now, held until the end of the transaction."""
    found = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if seen is not None:
        check_seen(found, seen)
    return found


def _check_open(case: Case) -> None:
    if not _locked(case).is_open:
        raise CaseMovedError


def _take(slot: documents.Slot, upload: SealedUpload, by: Person) -> Document | Refused:
    try:
        return documents.receive(upload, slot, by=by)
    except DocumentRefusedError as error:
        return Refused(upload.name or "", error.message)


def _hand_in(case: Case, taken: list[Document], by: Person) -> None:
    if not taken:
        return
    at = clock.now()
    documents.hand_over(case.case_id, at, by=by, only=[each.pk for each in taken])
    for each in taken:
        journal.write("desk.paper_taken", case.pk, by=by, office=case.office_id, document=str(each.pk))
    handoff.post(
        case_id=case.case_id,
        office=case.office,
        reference=case.reference,
        kind="supplement",
        content=counter.content_of(case, taken, at),
        by=by,
    )


def make_pass(case: Case, item: Requirement, *, by: Person) -> tuple[Pass, str]:
    """Make a pass for the camera of the clerk's own device; returns it with its code."""
    if not case.is_open:
        raise CaseMovedError
    return passes.make(case.case_id, item.code, purpose=PURPOSE, by=by)


def send_again(package_id: UUID, *, by: Person) -> Delivery:
    """Give a package that did not get through a new round of attempts."""
    delivery = queries.deliveries_to_look_at(by).filter(pk=package_id).first()
    if delivery is None:
        raise CaseNotFoundError
    handoff.send_again(delivery, by=by)
    return delivery


def _tell(case: Case, step: CaseStep, told: dict[str, Any]) -> None:
    kind = states.REPLY_OF_MOVE[step.move]
    payload = {"officeReference": case.office_reference, **told}
    inbound.receive(f"desk:{step.pk}:{kind}", case.case_id, kind, payload, step.at)
