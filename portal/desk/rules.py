"""What the form that the applicant filled in says about a case: papers asked for, those missing, hints that hold.

The same questions to the catalogue that the applicant's own pages ask, by the version the application was sent with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Definition, Hint
from portal.catalogue.models import ServiceVersion
from portal.catalogue.queries import ChecklistItem
from portal.desk import wording
from portal.desk.models import Case
from portal.documents import queries as documents
from portal.documents.models import Origin
from portal.shared import clock
from portal.shared.language import Text, pick

# What people get to send papers that are missing, unless the clerk says otherwise.
TIME_TO_SEND = timedelta(weeks=4)


@dataclass(frozen=True)
class Paper:
    """A document that the case does not hold; `until` is the day by which the applicant wants to send it."""

    title: Text
    until: date | None = None
    is_promised: bool = False

    @property
    def is_late(self) -> bool:
        """Say whether the day has passed."""
        return self.until is not None and self.until < clock.today()


@dataclass(frozen=True)
class Lack:
    """What a case still lacks: papers that the office has to ask for, and those that the applicant will send.

    `is_known`: the rules of the form could be asked; where not, nobody can say that the papers are complete.
    """

    missing: list[Paper]
    promised: list[Paper]
    is_known: bool

    @property
    def is_complete(self) -> bool:
        """Say whether every paper that has to be there is there."""
        return self.is_known and not self.missing and not self.promised


def checklist_of(case: Case) -> list[ChecklistItem]:
    """Return the documents that the applicant's form asks for with the case's answers, optional ones included."""
    return _checklist_of(case, case.data())


def lack_of(case: Case) -> Lack:
    """Return what the case lacks. A promise that still runs is waited for, one that has passed is missing."""
    data = case.data()
    there, promises = _there(case, data), _promises(data)
    # The first packages brought no answers: what they ask for is not known.
    items = _checklist_of(case, data) if "answers" in data else []
    wanted = [_paper(each, promises) for each in items if each.required and each.requirement.code not in there]
    missing = [paper for _code, paper in wanted if not paper.is_promised or paper.is_late]
    said = {code for code, paper in wanted if paper in missing}
    titles = {each.requirement.code: each.title for each in items}
    promised = [_promised(each, titles) for code, each in promises.items() if code not in there | said]
    return Lack(missing, promised, is_known=bool(items))


def request_for(case: Case) -> dict[str, Any]:
    """Return the words for asking for what is missing, paper by paper in German, and a day to begin with."""
    with override("de"):
        lines = [str(wording.PLEASE_SEND), *(f"– {each.title.value}" for each in lack_of(case).missing)]
    return {"note": "\n".join(lines), "until": clock.today() + TIME_TO_SEND}


def hints_of(case: Case) -> list[Hint]:
    """Return the hints that the applicant got, by the rules of the day on which the application arrived."""
    data = case.data()
    definition = _definition_of(case, data)
    if definition is None or "answers" not in data:
        return []
    facts, _kept = catalogue.known_of(definition, data["answers"], timezone.localdate(case.received_at))
    return [each for each in definition.hints if facts.holds(each.when)]


def _checklist_of(case: Case, data: Mapping[str, Any]) -> list[ChecklistItem]:
    definition = _definition_of(case, data)
    return [] if definition is None else catalogue.checklist_of(definition, data.get("answers") or {})


def _definition_of(case: Case, data: Mapping[str, Any]) -> Definition | None:
    """Return the form in the version of the package, today's where that is not named; None for an unknown service."""
    versions = ServiceVersion.objects.current(case.service).select_related("service").defer("definition")
    number = str(data.get("version") or "")
    named = versions.filter(number=int(number)).first() if number.isdecimal() else None
    version = named or versions.first()
    return None if version is None else catalogue.definition_of(version)


def _there(case: Case, data: Mapping[str, Any]) -> set[str]:
    """Return what is handed in: here, at the counter and on its way, or with another application of the family."""
    brought = documents.documents_of(case.case_id).filter(origin=Origin.DESK).present()
    return {
        *case.files.filter(withheld=False).values_list("requirement", flat=True),
        *brought.values_list("requirement", flat=True),
        *(each["requirement"] for each in data.get("shared") or []),
    }


def _promises(data: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return the promises of a package by requirement; the first packages had them as {requirement: day}."""
    promised = data.get("promised") or []
    if isinstance(promised, dict):
        return {code: {"docType": code, "until": day} for code, day in promised.items()}
    return {each["requirement"]: each for each in promised}


def _paper(item: ChecklistItem, promises: Mapping[str, Mapping[str, str]]) -> tuple[str, Paper]:
    code = item.requirement.code
    return code, Paper(item.title, _day(promises.get(code, {}).get("until", "")), code in promises)


def _promised(promise: Mapping[str, str], titles: Mapping[str, Text]) -> Paper:
    code = promise["docType"]
    title = titles.get(promise.get("requirement", ""))
    if title is None:
        title = pick(catalogue.document_titles().get(code) or {"de": code})
    return Paper(title, _day(promise["until"]), is_promised=True)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
