"""What the form that the applicant filled in says about a case: papers asked for, those missing, hints that hold.

The same questions to the catalogue that the applicant's own pages ask, by the version the application was sent with.
"""

from collections.abc import Collection, Mapping, Sequence
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
from portal.desk.arrivals import arrivals_of
from portal.desk.doubts import doubts_of
from portal.desk.models import Case
from portal.documents import queries as documents
from portal.documents.models import Origin
from portal.shared import clock
from portal.shared.language import Text, pick

# What people get to send papers that are missing, unless the clerk says otherwise.
TIME_TO_SEND = timedelta(weeks=4)


@dataclass(frozen=True)
class Paper:
    """A document that the case lacks or holds in doubt; `until` is the day by which the applicant wants to send it.

    `whose`: whom it is about, where the papers of several people are asked for. `noticed`: what is wrong with it.
    """

    title: Text
    until: date | None = None
    is_promised: bool = False
    code: str = ""
    whose: str = ""
    noticed: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Return what it is called in plain text."""
        return " – ".join(filter(None, [self.title.value, self.whose]))

    @property
    def wish(self) -> str:
        """Return it as the applicant is asked for it."""
        if not self.noticed:
            return self.label
        return str(wording.ONCE_MORE) % {"paper": self.label, "noticed": ", ".join(self.noticed)}

    @property
    def is_late(self) -> bool:
        """Say whether the day has passed."""
        return self.until is not None and self.until < clock.today()


@dataclass(frozen=True)
class Lack:
    """What a case still lacks: papers that the office has to ask for, and those that the applicant will send.

    `doubtful`: papers that are there and that the checks were not happy with.

    `is_known`: the rules of the form could be asked; where not, nobody can say that the papers are complete.
    """

    missing: list[Paper]
    promised: list[Paper]
    is_known: bool
    doubtful: list[Paper]

    @property
    def is_complete(self) -> bool:
        """Say whether every paper that has to be there is there, and none is in doubt."""
        return self.is_known and not (self.missing or self.promised or self.doubtful)

    @property
    def to_ask_for(self) -> list[Paper]:
        """Return what a clerk may ask for."""
        return [*self.missing, *self.doubtful]


def checklist_of(case: Case) -> list[ChecklistItem]:
    """Return the documents that the applicant's form asks for with the case's answers, optional ones included."""
    return _checklist_of(case, case.data())


def names_of(case: Case) -> dict[str, str]:
    """Return by requirement whose paper it is; nothing where one person applies alone."""
    data = case.data()
    return _names(data, _checklist_of(case, data))


def lack_of(case: Case) -> Lack:
    """Return what the case lacks. A promise that still runs is waited for, one that has passed is missing."""
    data = case.data()
    there, promises = _there(case, data), _promises(data)
    # The first packages brought no answers: what they ask for is not known.
    items = _checklist_of(case, data) if "answers" in data else []
    names = _names(data, items)
    wanted = [_paper(each, promises, names) for each in items if each.required and each.requirement.code not in there]
    missing = [each for each in wanted if not each.is_promised or each.is_late]
    said = {each.code for each in missing}
    titles = {each.requirement.code: each.title for each in items}
    promised = [_promised(each, titles, names) for code, each in promises.items() if code not in there | said]
    return Lack(missing, promised, is_known=bool(items), doubtful=_doubtful(case, titles, names))


def request_for(case: Case, codes: Collection[str], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return the words for asking for some papers, one in a line in German, and a day to begin with.

    `before`: the words with which the applicant was asked already; what is new is added to them.
    """
    with override("de"):
        wishes = [f"– {each.wish}" for each in lack_of(case).to_ask_for if each.code in codes]
        old = str(before.get("note", "")).splitlines()
        new = [each for each in wishes if each not in old]
        beginning = [str(wording.PLEASE_SEND)] if new and str(wording.PLEASE_SEND) not in old else []
    day = _day(str(before.get("until", "")))
    until = day if day is not None and day > clock.today() else clock.today() + TIME_TO_SEND
    return {"note": "\n".join([*old, *beginning, *new]), "until": until}


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


def _names(data: Mapping[str, Any], items: Sequence[ChecklistItem]) -> dict[str, str]:
    """Return by requirement whose paper it is; in a family only, where there may be several of one kind."""
    is_family = (
        data.get("inFamily") or data.get("shared") or any(catalogue.is_of_sponsor(each.requirement) for each in items)
    )
    return {each.requirement.code: catalogue.whose(each, data.get("answers") or {}) for each in items if is_family}


def _paper(item: ChecklistItem, promises: Mapping[str, Mapping[str, str]], names: Mapping[str, str]) -> Paper:
    code = item.requirement.code
    until = _day(promises.get(code, {}).get("until", ""))
    return Paper(item.title, until, code in promises, code=code, whose=names.get(code, ""))


def _promised(promise: Mapping[str, str], titles: Mapping[str, Text], names: Mapping[str, str]) -> Paper:
    code = promise.get("requirement", "")
    title = titles.get(code) or _title(promise["docType"])
    return Paper(title, _day(promise["until"]), is_promised=True, code=code, whose=names.get(code, ""))


def _doubtful(case: Case, titles: Mapping[str, Text], names: Mapping[str, str]) -> list[Paper]:
    kinds = dict(case.files.values_list("requirement", "doc_type"))
    found = doubts_of(case, arrivals_of(case))
    return [
        Paper(titles.get(code) or _title(kinds[code]), code=code, whose=names.get(code, ""), noticed=tuple(noticed))
        for code, noticed in found.items()
    ]


def _title(kind: str) -> Text:
    return pick(catalogue.document_titles().get(kind) or {"de": kind})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
