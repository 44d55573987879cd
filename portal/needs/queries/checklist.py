"""The documents for one service and one visitor: which are certain, which depend, which are marked as ready."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.sessions.backends.base import SessionBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Answers, Definition
from portal.catalogue.queries import ChecklistItem
from portal.needs.queries.check import carried, marks
from portal.needs.states import HAVE
from portal.shared import language
from portal.shared.language import Text

ISSUERS: dict[str, Promise] = {
    "university": _("Your university"),
    "employer": _("Your employer"),
    "authority": _("A German authority"),
    "embassy": _("Your embassy or consulate"),
    "landlord": _("Your landlord"),
    "insurer": _("Your health insurance"),
    "bank": _("Your bank"),
    "self": _("You write it yourself"),
}
AGES: dict[str, Promise] = {
    "not_older_3_months": _("It must not be older than 3 months."),
    "not_older_6_months": _("It must not be older than 6 months."),
}


@dataclass(frozen=True)
class Paper:
    """A document on a visitor's list. Not `certain`: the answers so far do not say whether it is needed."""

    item: ChecklistItem
    certain: bool
    mark: str = ""

    @property
    def code(self) -> str:
        return self.item.requirement.code

    @property
    def whose(self) -> Text | str:
        """Return what the list says of a paper of the person who already lives here; "" for the applicant's own."""
        return self.item.why if catalogue.is_of_sponsor(self.item.requirement) else ""

    @property
    def issuer(self) -> Promise | str:
        """Return who gives it out; "" when that is plain."""
        return ISSUERS.get(self.item.requirement.issuer, "")

    @property
    def age(self) -> Promise | str:
        """Return how old it may be; "" when that does not matter."""
        return next((AGES[each] for each in self.item.requirement.checks if each in AGES), "")


@dataclass(frozen=True)
class Checklist:
    """A service's documents for one visitor."""

    definition: Definition
    papers: tuple[Paper, ...]

    @cached_property
    def ready(self) -> int:
        return sum(each.mark == HAVE for each in self.papers)

    @cached_property
    def wanted(self) -> int:
        """Return how many are needed: the certain ones, and those that the person has marked."""
        return sum((each.certain and each.item.required) or bool(each.mark) for each in self.papers)


@dataclass(frozen=True)
class Cell:
    """A document in one language, with its writing direction, for a printed page."""

    language: str
    paper: Paper

    @property
    def dir(self) -> str:
        return language.direction(self.language)


@dataclass(frozen=True)
class Sheet:
    """The list in several languages side by side: line by line the same document."""

    languages: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def heads(self) -> list[tuple[str, str]]:
        """Return the languages with their directions."""
        return [(code, language.direction(code)) for code in self.languages]


def checklist(session: SessionBase, definition: Definition) -> Checklist:
    """Return the documents that this visitor's answers ask for or may ask for; without answers all of them."""
    return Checklist(definition, papers_of(definition, carried(session, definition), marks(session, definition.slug)))


def sheet_of(session: SessionBase, definition: Definition, languages: tuple[str, ...]) -> Sheet:
    """Return the same list in several languages."""
    columns = []
    for code in languages:
        with override(code):
            columns.append([Cell(code, each) for each in checklist(session, definition).papers])
    return Sheet(languages, tuple(zip(*columns, strict=True)))


def papers_of(definition: Definition, answers: Answers, marked: dict[str, str] | None = None) -> tuple[Paper, ...]:
    """Return the documents of a service: those that answers rule out are left out, the certain ones stand first."""
    facts, _kept = catalogue.known_of(definition, answers)
    found = []
    for item in catalogue.checklist_of(definition):
        when = item.requirement.when
        verdict = True if when is None else facts.verdict(when)
        if verdict is not False:
            found.append(Paper(item, verdict is True, (marked or {}).get(item.requirement.code, "")))
    return tuple(sorted(found, key=lambda each: not each.certain))
