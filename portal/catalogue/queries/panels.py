"""What a page of the form works out beside its questions. It informs and never decides (§ 24(3) VwVfG)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.catalogue.calculators.points import Help, PointsSum, points_of
from portal.catalogue.calculators.reading import Sentence, amount
from portal.catalogue.calculators.salary import REDUCED, STANDARD, salary_check
from portal.catalogue.calculators.settlement import CAUTION, NOT_COUNTED, SettlementDate, settlement_date
from portal.catalogue.calculators.work_account import WorkAccount, work_account
from portal.catalogue.definition import Answers, Definition, Facts, Step
from portal.catalogue.queries.forms import known_of
from portal.catalogue.queries.law import law_on
from portal.catalogue.wording import money
from portal.shared import clock, language
from portal.shared.language import Text, pick

INFO, GOOD, MIND = "info", "success", "warning"


@dataclass(frozen=True)
class Panel:
    """A live result in the reader's language: a figure, what it means, how it comes about, what would help.

    `tone` is that of a notice; `missing` are the questions that the result still waits for.
    """

    title: str
    sentence: str
    law: str
    tone: str = INFO
    figure: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    advice: tuple[str, ...] = ()
    missing: tuple[Text, ...] = ()


def panel_of(definition: Definition, step: Step, answers: Answers, facts: Facts | None = None) -> Panel | None:
    """Return what stands beside a page's questions, or None when it has no panel or these answers need none.

    Unknown names of panels have none, too: versions outlive the code. `facts` if gathered already.
    """
    make = PANELS.get(step.panel)
    if make is None:
        return None
    facts = facts or known_of(definition, answers)[0]
    return make(_Look(definition, answers, facts, clock.today()))


@dataclass(frozen=True)
class _Look:
    definition: Definition
    answers: Answers
    facts: Facts
    today: date

    def is_asked(self, code: str) -> bool:
        question = self.definition.question(code)
        return question is not None and self.facts.holds(question.when)

    def labels(self, codes: Iterable[str]) -> tuple[Text, ...]:
        questions = (self.definition.question(code) for code in codes if self.is_asked(code))
        return tuple(pick(each.label) for each in questions if each is not None)

    def choice(self, code: str) -> str:
        return str(self.answers.get(code) or "")


def _bluecard_salary(look: _Look) -> Panel | None:
    law = law_on(look.today)
    limits = {key: found for key in (STANDARD, REDUCED) if (found := law.amount(key, look.today.year)) is not None}
    check = salary_check(amount(look.answers, "gross_year"), limits, look.choice("blue_card_route"))
    rows = []
    if check.limit is not None and check.monthly_limit is not None:
        rows = [
            (_("Minimum salary a year"), _euros(check.limit)),
            (_("That is a month"), _euros(check.monthly_limit)),
        ]
    if check.gross_year is not None:
        rows.append((_("Your salary a year"), _euros(check.gross_year)))
    if check.gap and not check.seems_monthly:
        rows.append((_("Still missing"), _euros(check.gap)))
    return Panel(
        title=_("Is your salary enough?"),
        sentence=str(check.sentence),
        law=check.law,
        tone={True: GOOD, False: MIND, None: INFO}[check.is_reached],
        rows=tuple(rows),
        advice=tuple(map(str, check.notes)),
        missing=look.labels(code for code in ("blue_card_route", "gross_year") if not look.answers.get(code)),
    )


def _opportunity_points(look: _Look) -> Panel | None:
    if look.choice("card_kind") == "follow_up":
        return None
    found = points_of(look.answers, look.today)
    lines = (
        ()
        if found.is_skilled_worker
        else tuple((str(each.label), _out_of(each.points, each.most)) for each in found.lines)
    )
    return Panel(
        title=_("Your points"),
        figure="" if found.is_skilled_worker else _points(found),
        sentence=str(found.sentence),
        law=found.law,
        tone=GOOD if found.is_enough and not found.basics else INFO if found.missing_answers else MIND,
        rows=lines,
        advice=(*map(str, found.basics), *map(_gain, found.helps if not found.missing_answers else ())),
        missing=look.labels(found.missing_answers),
    )


def _points(found: PointsSum) -> str:
    """Return the sum and what is needed: nobody can have "15 of 6"."""
    total = ngettext("%(count)d point.", "%(count)d points.", found.total) % {"count": found.total}
    return f"{total} " + _("%(count)d are needed.") % {"count": found.needed}


def _gain(found: Help) -> str:
    more = ngettext("up to %(count)d point more", "up to %(count)d points more", found.gain) % {"count": found.gain}
    return f"{found.sentence} ({more})"


def _out_of(points: int, most: int) -> str:
    return _("%(points)s of %(most)s") % {"points": points, "most": most}


def _settlement_date(look: _Look) -> Panel | None:
    found = settlement_date(look.choice("settlement_route"), look.answers, look.today)
    if found is None:
        return Panel(
            title=_("Your earliest date"),
            sentence=_("Choose your route. Then we work out the date."),
            law="§ 9, § 18c AufenthG",
            missing=look.labels(["settlement_route"]),
        )
    return Panel(
        title=_("Your earliest date"),
        figure=date_format(found.earliest) if found.earliest else "",
        sentence=_settlement_sentence(found),
        law=found.law,
        tone=_settlement_tone(found),
        rows=_settlement_rows(found),
        advice=tuple(
            map(str, (*found.unmet, *(each.sentence for each in found.alternatives), *_settlement_notes(found)))
        ),
        missing=look.labels(found.missing_answers),
    )


def _settlement_tone(found: SettlementDate) -> str:
    if found.unmet:
        return MIND
    return GOOD if found.is_now and not found.missing_answers else INFO


def _settlement_sentence(found: SettlementDate) -> str:
    if found.earliest is None:
        return _("Answer the questions. Then we work out the date.")
    if found.is_now and found.unmet:
        return _("The time is complete. Before you apply, read the points below.")
    if found.is_now:
        return _("The time is complete. You can apply now.")
    return str(CAUTION)


def _settlement_notes(found: SettlementDate) -> list[Sentence]:
    """Return the notes that the sentence does not say already; nothing can be sooner than today."""
    is_said = found.earliest is not None and not found.is_now
    left_out = {CAUTION} if is_said else {NOT_COUNTED} if found.is_now else set()
    return [each for each in found.notes if each not in left_out]


def _settlement_rows(found: SettlementDate) -> tuple[tuple[str, str], ...]:
    days = [
        (_("Time with the permit is complete on"), found.earliest_by_time),
        (_("Pension contributions are complete on"), found.earliest_by_pension),
    ]
    rows = [(label, date_format(day)) for label, day in days if day is not None]
    return (*rows, (_("German that you need"), found.way.level.upper()))


def _work_days(look: _Look) -> Panel | None:
    if not look.is_asked("days_worked_this_year"):
        return None
    days = amount(look.answers, "days_worked_this_year")
    account = work_account(days or Decimal(0))
    return Panel(
        title=_("Your working days this year"),
        figure=_("%(used)s of %(limit)s days") % {"used": _days(account.used), "limit": _days(account.limit)},
        sentence=str(account.sentence),
        law=account.law,
        tone=MIND if not account.left else INFO,
        rows=_work_rows(account),
        missing=() if days is not None else look.labels(["days_worked_this_year"]),
    )


def _work_rows(account: WorkAccount) -> tuple[tuple[str, str], ...]:
    if account.is_over:
        return ((_("Too many days"), _days(account.over)),)
    return (
        (_("Full days left"), _days(account.left)),
        (_("Or half days (up to 4 hours)"), _days(Decimal(account.half_days_left))),
        (_("Or weeks of up to 20 hours"), _days(Decimal(account.weeks_at_20_hours_left))),
    )


def _days(number: Decimal) -> str:
    return str(number_format(number.normalize() if number % 1 else int(number)))


def _euros(value: Decimal) -> str:
    return money(value, language.current())


PANELS: dict[str, Callable[[_Look], Panel | None]] = {
    "bluecard_salary": _bluecard_salary,
    "opportunity_points": _opportunity_points,
    "settlement_date": _settlement_date,
    "work_days": _work_days,
}
