"""What a paper of an earlier application is still worth today: valid, over, too old, or nobody can tell."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.documents.checks import kinds, rules, wording
from portal.documents.checks.kinds import Kind
from portal.documents.checks.outcome import Outcome
from portal.documents.models import Document
from portal.documents.ports import Facts
from portal.documents.queries.contents import reading_of
from portal.shared import clock

# How old a certificate may be, as requirements of the catalogue name it; in months.
AGES = {"not_older_3_months": 3, "not_older_6_months": 6}
# The last payslips are those of this month or the two before.
PAYSLIPS = timedelta(days=75)
OVER = _("It ended on {date}. Please upload a new one.")
OLD = _("It is from {date}, and it must not be older than {months} months. Please upload a newer one.")
ANOTHER = _("This looks like another paper: {found}.")
UNKNOWN = _("We could not read until when it is valid or how old it is. Please upload it anew.")
OLD_PAYSLIPS = _("These are not your latest payslips any more. Please upload the latest ones.")


@dataclass(frozen=True)
class Worth:
    """Whether a paper may be handed in again. `why_not` is empty then; `day` is its end or its date, if it has one."""

    why_not: wording.Sentence = ""
    day: date | None = None
    # Whether `day` is the last day of validity; otherwise the day it was issued.
    is_end: bool = False

    @property
    def is_valid(self) -> bool:
        """Say whether it may be offered."""
        return not self.why_not


def worth_of(
    document: Document, document_type: str, checks: Collection[str], beside: Sequence[Document] = ()
) -> Worth:
    """Judge a checked paper by the rules and the date of today; `checks` are those of the requirement of now.

    Only what is surely still right is worth something. `beside`: the other files of the same paper, because pages
    without a date of their own go with the page that has one.
    """
    kind = _kind(document_type, checks)
    readings = [reading_of(each) for each in (document, *beside)]
    facts = Facts(today=clock.today())
    found = rules.outcomes(kind, readings[0], facts, readings[1:])
    if another := _outcome(found, "kind", "other"):
        return _not(ANOTHER, another)
    if kind.wanted == "zone":
        return Worth() if kind.may_be_over else _by_end(kind, readings, facts)
    if kind.payslip_months:
        return _by_months([each.get("text", {}) for each in readings], facts.today)
    return _by_date(found, is_needed=bool(kind.months))


def _kind(document_type: str, checks: Collection[str]) -> Kind:
    kind = kinds.kind_of(document_type)
    ages = [months for check, months in AGES.items() if check in checks]
    return replace(kind, months=min(ages)) if ages and kind.wanted == "text" else kind


def _by_end(kind: Kind, readings: list[dict[str, Any]], facts: Facts) -> Worth:
    """A passport, a card or a visa: the end in the zone, of this page or of the page that has one."""
    for reading in readings:
        found = rules.outcomes(kind, reading, facts)
        expiry = None if _outcome(found, "zone", "digits") else _outcome(found, "expiry")
        if expiry and expiry.result == "fail":
            return _not(OVER, expiry)
        if expiry and expiry.result == "pass":
            return Worth(day=_day(expiry), is_end=True)
    return Worth(UNKNOWN)


def _by_months(texts: list[dict[str, Any]], today: date) -> Worth:
    newest = max((month for text in texts for month in text.get("months", ())), default="")
    return Worth() if newest >= (today - PAYSLIPS).isoformat()[:7] else Worth(OLD_PAYSLIPS if newest else UNKNOWN)


def _by_date(found: list[Outcome], *, is_needed: bool) -> Worth:
    dated = _outcome(found, "date")
    if dated and dated.result == "fail":
        return _not(OLD if dated.case == "old" else OVER, dated)
    if dated and dated.result == "pass":
        return Worth(day=_day(dated), is_end=dated.case == "running")
    return Worth(UNKNOWN) if is_needed else Worth()


def _not(sentence: wording.Sentence, outcome: Outcome) -> Worth:
    values = {key: wording.shown(outcome.check, value) for key, value in outcome.values.items()}
    return Worth(str(sentence).format_map(values))


def _outcome(found: list[Outcome], check: str, case: str = "") -> Outcome | None:
    return next((each for each in found if each.check == check and case in ("", each.case)), None)


def _day(outcome: Outcome) -> date:
    return date.fromisoformat(outcome.values["date"])
