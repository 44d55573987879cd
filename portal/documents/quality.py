"""The board of the checks, as staff see it: numbers by kind, check and language; switches by office."""

from dataclasses import dataclass
from datetime import timedelta

from babel import Locale
from babel.numbers import format_percent

from portal.accounts.models import Person
from portal.catalogue import queries as catalogue
from portal.documents import policies, queries
from portal.documents.checks import wording
from portal.offices.models import Office
from portal.shared import clock, language

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Line:
    """One row of the table, in words."""

    paper: str
    check: wording.Sentence
    spoken: str
    ran: int
    told: str
    overruled: str


@dataclass(frozen=True)
class Toggle:
    """One check of one office."""

    check_id: str
    label: wording.Sentence
    is_on: bool


@dataclass(frozen=True)
class OfficeBoard:
    """An office and its switches; whoever may not switch only sees them."""

    office: Office
    toggles: list[Toggle]
    may_switch: bool


@dataclass(frozen=True)
class Board:
    """The whole page."""

    offices: list[OfficeBoard]
    lines: list[Line]


def board_of(person: Person) -> Board:
    """Return what this member of staff may see; no offices: nothing."""
    offices = list(policies.offices_of(person))
    since = (clock.today() - YEAR).replace(day=1)
    titles = catalogue.document_titles()
    rows = queries.quality_of([each.slug for each in offices], since)
    return Board([_office(each, person) for each in offices], [_line(each, titles) for each in rows])


def _office(office: Office, person: Person) -> OfficeBoard:
    off = queries.switched_off(office.slug)
    toggles = [Toggle(code, label, code not in off) for code, label in wording.LABELS.items()]
    return OfficeBoard(office, toggles, policies.may_switch(person, office))


def _line(row: queries.CheckRow, titles: object) -> Line:
    current = language.current()
    title = language.pick(titles.get(row.document_type) or {"de": row.document_type})  # type: ignore[attr-defined]
    return Line(
        paper=str(title.value),
        check=wording.LABELS.get(row.check_id, row.check_id),
        spoken=Locale.parse(current).languages.get(row.language, row.language) or row.language,
        ran=row.ran,
        told=format_percent(row.told_share, locale=current),
        overruled=format_percent(row.overruled_share, locale=current) if row.told else "–",
    )
