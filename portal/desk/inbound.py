"""The desk as a back-office like any other: it takes packages through hand-off's port, once each."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from portal.accounts.models import Person
from portal.desk import actions, counter, policies, states, wording
from portal.desk.models import Case, CaseFile, CasePackage, CasePart, CaseStep
from portal.documents import actions as documents
from portal.handoff import inbound as handoff
from portal.handoff.errors import PackageConflictError
from portal.handoff.ports import Acknowledgement, Package, Part
from portal.journal import actions as journal
from portal.offices.models import Office
from portal.passes.errors import PassOverError
from portal.passes.ports import Wanted
from portal.shared import clock
from portal.shared.errors import RejectedError
from portal.uploads.actions import Announced
from portal.vault import actions as vault
from portal.vault import files
from portal.vault.uploads import SealedUpload

Json = dict[str, Any]
# Every sealed file has its own AES-256 key.
KEY = 32


@dataclass(frozen=True)
class Stored:
    """A part that lies sealed on disk; its row comes with the transaction."""

    file_id: str
    number: int
    name: str
    key: bytes


class DeskBackOffice:
    """Takes packages for the clerks' list."""

    def send(self, package: Package) -> Acknowledgement:
        """Store files first, rows second; a package that was seen before has no effect."""
        known = CasePackage.objects.filter(pk=package.package_id).first()
        if known is None:
            known = _take_in(package, json.loads(package.manifest))
        if known.manifest_sha256 != package.manifest_sha256:
            raise PackageConflictError(package=str(package.package_id))
        return Acknowledgement(package.package_id, known.manifest_sha256, known.received_at)


class ClerksPhone:
    """Takes papers that a clerk photographs at the counter (passes.ports.Taker)."""

    def wanted(self, subject: UUID, requirement: str, *, by: Person) -> Wanted:
        """Describe the paper; PassOverError when the clerk may not take it any more."""
        item = counter.item_of(_case_of(subject, by), requirement)
        return Wanted(item.title, item.why, item.explanation, has_room=True)

    def announce(self, subject: UUID, requirement: str, file: Announced, *, by: Person) -> None:
        """Ask for size, name and type; number and space are not limited here. PassOverError, DocumentRefusedError."""
        counter.item_of(_case_of(subject, by), requirement)
        documents.check_announced(file.name, file.declared, file.length)

    def take(
        self, subject: UUID, requirement: str, uploads: Sequence[SealedUpload], *, by: Person
    ) -> Sequence[actions.Refused]:
        """Take papers in; PassOverError when the clerk may not take them any more."""
        case = _case_of(subject, by)
        return actions.take_papers(case, counter.item_of(case, requirement).requirement, uploads, by=by)


def _case_of(subject: UUID, clerk: Person) -> Case:
    case = Case.objects.select_related("office").filter(case_id=subject).first()
    if case is None or not case.is_open or not policies.may_work_in(clerk, case.office):
        raise PassOverError
    return case


def _take_in(package: Package, manifest: Json) -> CasePackage:
    stored: list[Stored] = []
    entries = _new_documents(package.case_id, manifest)
    try:
        for entry in entries:
            stored += _store(package, entry)
        return _keep(package, manifest, entries, stored)
    except BaseException:
        # Nobody has the keys; do not leave the files either.
        for each in stored:
            files.remove(each.name)
        raise


@transaction.atomic
def _keep(package: Package, manifest: Json, entries: list[Json], stored: list[Stored]) -> CasePackage:
    data = json.loads(b"".join(package.part("data.json").read()))
    taken = _record(package, manifest, {**data, **{name: manifest.get(name) for name in ("applicant", "routing")}})
    for entry in entries:
        _record_file(taken.case, entry, [each for each in stored if each.file_id == entry["id"]])
    _answer(taken.case, taken)
    return taken


def _record(package: Package, manifest: Json, data: Json) -> CasePackage:
    case = _case_for(package, manifest, data)
    taken = CasePackage.objects.create(
        package_id=package.package_id,
        case=case,
        kind=manifest["kind"],
        sequence=manifest["sequence"],
        manifest_sha256=package.manifest_sha256,
        signature=package.signature,
        received_at=clock.now(),
        sealed_manifest=vault.seal(case.pk, package.manifest, "desk.package.manifest"),
    )
    journal.write("desk.received", case.pk, office=case.office_id, package=str(package.package_id))
    return taken


def _case_for(package: Package, manifest: Json, data: Json) -> Case:
    """Return the case of the package: a new one for an application, the known one for what follows."""
    case = Case.objects.filter(case_id=package.case_id).first()
    if case is None and manifest["kind"] != "application":
        raise RejectedError(package=str(package.package_id))
    if case is None:
        return _new_case(package, manifest, data)
    if data.get("steps") or data.get("sections"):
        case.put_data(data)
        case.save(update_fields=["sealed_data"])
    return case


def _new_case(package: Package, manifest: Json, data: Json) -> Case:
    service, now, unit = manifest["service"], clock.now(), (manifest.get("routing") or {}).get("unit", "")
    case = Case(
        pk=uuid4(),
        case_id=package.case_id,
        office=package.office,
        number=_next_number(package.office),
        reference=manifest["reference"],
        service=service.get("slug", ""),
        unit=unit if unit == wording.TALENT_CENTER else "",
        title=_german(service.get("title") or service.get("slug", ""))[:200],
        language=manifest["applicant"].get("language", "de"),
        state_since=now,
        received_at=now,
        title_expires=manifest["urgency"].get("titleExpires") or None,
    )
    case.put_data(data)
    case.save(force_insert=True)
    return case


def _next_number(office: Office) -> int:
    """Count per office, one after the other."""
    Office.objects.select_for_update(of=("self",)).get(pk=office.pk)
    last: int | None = Case.objects.filter(office=office).aggregate(last=Max("number"))["last"]
    return (last or 1000) + 1


def _answer(case: Case, taken: CasePackage) -> None:
    """Confirm with our reference; what the applicant sent later moves the case by itself."""
    payload = {"officeReference": case.office_reference, "packageId": str(taken.pk)}
    handoff.receive(f"{taken.pk}:accepted", case.case_id, "accepted", payload, taken.received_at)
    if taken.kind == "withdrawal" and case.is_open:
        _move_on(case, "withdraw")
    elif taken.kind == "supplement" and case.state == states.NEEDS_MORE and not _is_from_counter(case, taken):
        step = _move_on(case, "review")
        handoff.receive(f"desk:{step.pk}:in_review", case.case_id, "in_review", payload, step.at)


def _is_from_counter(case: Case, taken: CasePackage) -> bool:
    """Say whether a clerk took these papers in: whether they are what was asked for, the clerk knows and says."""
    return counter.is_of_counter(taken, counter.documents_by_id(case))


def _move_on(case: Case, name: str) -> CaseStep:
    case._advance(name, by=None)
    step = CaseStep(case=case, move=name, state=case.state)
    step.put_words({})
    step.save()
    return step


def _new_documents(case_id: UUID, manifest: Json) -> list[Json]:
    """Return the documents that the case does not hold yet; one that was withheld may come clean later."""
    held = CaseFile.objects.filter(case__case_id=case_id, withheld=False).values_list("file_id", flat=True)
    known = {str(each) for each in held}
    return [entry for entry in manifest["files"] if entry["role"] == "document" and entry["id"] not in known]


def _store(package: Package, entry: Json) -> list[Stored]:
    """Seal original and cleaned pages, each under its own key."""
    if entry.get("withheld"):
        return []
    paths = {0: entry["path"], **{each["page"]: each["path"] for each in entry["derivatives"]}}
    return [_seal(entry["id"], number, package.part(path)) for number, path in paths.items()]


def _seal(file_id: str, number: int, part: Part) -> Stored:
    key = secrets.token_bytes(KEY)
    return Stored(file_id, number, files.write(key, part.read()), key)


def _record_file(case: Case, entry: Json, stored: list[Stored]) -> None:
    CaseFile.objects.filter(case=case, file_id=entry["id"], withheld=True).delete()
    file = CaseFile(
        case=case,
        file_id=UUID(entry["id"]),
        doc_type=entry.get("docType") or "",
        requirement=entry.get("requirement") or "",
        pages=len(entry["derivatives"]),
        withheld=bool(entry.get("withheld")),
    )
    file.put_entry(entry)
    file.save()
    for each in stored:
        key = vault.seal(case.pk, each.key, "desk.part.key")
        CasePart.objects.create(file=file, number=each.number, name=each.name, sealed_key=key)


def _german(text: Any) -> str:
    return str(text.get("de") or next(iter(text.values()), "")) if isinstance(text, dict) else str(text)
