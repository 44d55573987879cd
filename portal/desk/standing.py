"""How cases stand, for the list and the badge: how they came out, until when is waited, what arrived unseen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from portal.accounts.models import Person
from portal.desk import arrivals, counter, queries, states, wording
from portal.desk.models import Case, CasePackage, CaseStep
from portal.journal import actions as journal
from portal.journal.models import Entry
from portal.shared import clock
from portal.vault.errors import ErasedError

LOOKED = "desk.looked"


@dataclass(frozen=True)
class News:
    """Papers that the applicant has sent and nobody has looked at yet: how many, and the day of the newest."""

    count: int
    day: date


@dataclass(frozen=True)
class Standing:
    """How one case stands. `until`: the day by which the applicant was to answer, while that is waited for."""

    case: Case
    name: str
    outcome: str
    until: date | None
    news: News | None

    @property
    def text(self) -> str:
        """Return the badge's words: the state, and how it came out."""
        words = wording.OUTCOME_STATES.get((self.case.state, self.outcome))
        return self.case.state_text if words is None else str(words)

    @property
    def tone(self) -> str:
        """Return the badge's kind; a refusal is no success."""
        return "neutral" if self.outcome == "refused" else self.case.tone

    @property
    def is_overdue(self) -> bool:
        """Say whether the applicant's day has passed."""
        return self.until is not None and self.until < clock.today()

    @property
    def is_urgent(self) -> bool:
        """Say whether the title ends soon, or has ended, while nothing is decided."""
        return self.case.ends_by(queries.urgent_until())

    @property
    def has_ended(self) -> bool:
        """Say whether the title has ended while nothing is decided: its last day is over."""
        return self.is_urgent and self.case.title_expires is not None and self.case.title_expires < clock.today()


def standings_of(cases: Sequence[Case]) -> list[Standing]:
    """Return how the cases of one page of the list stand."""
    names, steps, news = queries.names_of(cases), _steps_of(cases), _news_of(cases)
    return [_standing(each, names.get(each.pk, ""), steps.get(each.pk, []), news.get(each.pk)) for each in cases]


def standing_of(case: Case) -> Standing:
    """Return how one case stands."""
    return standings_of([case])[0]


def look(case: Case, *, by: Person) -> None:
    """Note that somebody has looked at what arrived; once for all that was new."""
    if _news_of([case]):
        journal.write(LOOKED, case.pk, by=by, office=case.office_id)


def _standing(case: Case, name: str, steps: Sequence[CaseStep], news: News | None) -> Standing:
    return Standing(case, name, _outcome(case, steps), _until(case, steps), news)


def _outcome(case: Case, steps: Sequence[CaseStep]) -> str:
    """Return what was decided, else the move that closed the case."""
    if case.state not in (states.DECIDED, states.READY_TO_COLLECT, states.CLOSED):
        return ""
    decided = _words(next((each for each in steps if each.move == "decide"), None)).get("outcome", "")
    closed = next((each.move for each in steps if each.move in ("withdraw", "reject")), "")
    return closed or decided


def _until(case: Case, steps: Sequence[CaseStep]) -> date | None:
    if case.state != states.NEEDS_MORE:
        return None
    asked = next((each for each in reversed(steps) if each.move == "ask"), None)
    until = _words(asked).get("until", "")
    return date.fromisoformat(until) if until else None


def _words(step: CaseStep | None) -> dict[str, str]:
    """Open a step's words; nothing is left of those of a case that was erased."""
    try:
        return step.words() if step else {}
    except ErasedError:
        return {}


def _steps_of(cases: Iterable[Case]) -> dict[UUID, list[CaseStep]]:
    found: dict[UUID, list[CaseStep]] = {}
    for step in CaseStep.objects.filter(case__in=[each.pk for each in cases]).order_by("pk"):
        found.setdefault(step.case_id, []).append(step)
    return found


def _news_of(cases: Sequence[Case]) -> dict[UUID, News]:
    """Return by case what arrived since somebody looked at it, or did something with it, last."""
    keys = [each.pk for each in cases if each.is_open]
    later = CasePackage.objects.filter(case__in=keys, kind="supplement").select_related("case").order_by("received_at")
    seen = _seen_at(keys) if later else {}
    unseen: dict[UUID, list[CasePackage]] = {}
    for package in later:
        if package.received_at > seen.get(package.case_id, package.case.received_at):
            unseen.setdefault(package.case_id, []).append(package)
    found = {key: _news(packages) for key, packages in unseen.items()}
    return {key: news for key, news in found.items() if news is not None}


def _seen_at(keys: Sequence[UUID]) -> Mapping[UUID, datetime]:
    steps = CaseStep.objects.filter(case__in=keys, by__isnull=False).values_list("case_id", "at")
    looks = Entry.objects.filter(subject__in=[str(each) for each in keys], kind=LOOKED).values_list("subject", "at")
    moments = sorted([*steps, *((UUID(subject), at) for subject, at in looks)], key=lambda each: each[1])
    return dict(moments)


def _news(packages: Sequence[CasePackage]) -> News | None:
    """Count the papers in packages; those that a clerk took in at the counter are no news."""
    try:
        brought = counter.documents_by_id(packages[0].case)
        new = {paper for each in packages for paper in arrivals.papers_in(each) if paper not in brought}
    except ErasedError:
        return None
    return News(len(new), timezone.localdate(packages[-1].received_at)) if new else None
