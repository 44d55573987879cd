"""Points for the Opportunity Card (§§ 20a, 20b AufenthG and the table annexed to them)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from portal.catalogue.calculators.days import full_years, span_of
from portal.catalogue.calculators.reading import Answers, Sentence, rank, whole, yes_or_no

NEEDED = 6
LAW = "§ 20b AufenthG"
RECOGNITION = "qualification_recognised"

# Full years and months in the table.
LONG_EXPERIENCE, EXPERIENCE = 5, 2
TWO_POINTS_UP_TO, ONE_POINT_UP_TO = 35, 40
EARLIER_STAY = 6

# Points, and the codes of what is not answered yet or not exactly enough to be sure of them.
type Score = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class PointsLine:
    """One row of the table: points given, and the most it can give."""

    code: str
    label: Sentence
    points: int
    most: int


@dataclass(frozen=True)
class Help:
    """What would bring more points."""

    code: str
    gain: int
    sentence: Sentence


@dataclass(frozen=True)
class PointsSum:
    """The sum, sure points only: what is missing or unclear counts nothing yet.

    A skilled worker with full recognition needs no points (§ 20a(3) no. 1). `basics` are the conditions beside the
    points (§ 20a(4)) that are known not to be met, as sentences.
    """

    lines: tuple[PointsLine, ...]
    missing_answers: tuple[str, ...]
    is_skilled_worker: bool
    basics: tuple[Sentence, ...]
    helps: tuple[Help, ...]
    needed: int = NEEDED
    law: str = LAW

    @property
    def total(self) -> int:
        return sum(line.points for line in self.lines)

    @property
    def gap(self) -> int:
        """Points still needed; none for a skilled worker."""
        return 0 if self.is_skilled_worker else max(0, self.needed - self.total)

    @property
    def is_enough(self) -> bool:
        return self.gap == 0

    @property
    def sentence(self) -> Sentence:
        if self.is_skilled_worker:
            return _("Your qualification is fully recognised. You need no points.")
        if self.is_enough:
            return _("You have enough points.")
        text = ngettext_lazy("So far, {count} point is missing.", "So far, {count} points are missing.", self.gap)
        return format_lazy(text, count=self.gap)


def points_of(answers: Answers, today: date) -> PointsSum:
    """Add up the points on a day.

    Reads the answers date_of_birth (also known in part), qualification_recognised (full, partial, none),
    state_recognised, german_level and english_level (none, a1 to c2), experience_years_5 and experience_years_7,
    shortage_job, earlier_stay_months, spouse_applies.
    """
    scores = [(row, *row.score(answers, today)) for row in TABLE]
    lines = tuple(PointsLine(row.code, row.label, points, row.most) for row, points, _missing in scores)
    skilled = answers.get(RECOGNITION) in ("full", "german")
    unmet, unclear = _basics(answers)
    missing = dict.fromkeys(code for _row, _points, codes in scores for code in codes)
    return PointsSum(
        lines=lines,
        missing_answers=() if skilled else tuple(missing | dict.fromkeys(unclear)),
        is_skilled_worker=skilled,
        basics=() if skilled else unmet,
        helps=() if skilled or sum(line.points for line in lines) >= NEEDED else _helps(lines),
    )


def _helps(lines: tuple[PointsLine, ...]) -> tuple[Help, ...]:
    gains = [
        Help(row.code, line.most - line.points, row.advice)
        for row, line in zip(TABLE, lines, strict=True)
        if row.advice is not None and line.points < line.most
    ]
    return tuple(sorted(gains, key=lambda each: -each.gain))


def _basics(answers: Answers) -> tuple[tuple[Sentence, ...], tuple[str, ...]]:
    """Return what is not met, and the codes that leave it open."""
    unmet: list[Sentence] = []
    unclear: list[str] = []
    # A partial recognition takes the place of the recognition at home (§ 20b(1) sentence 2).
    recognised = True if answers.get(RECOGNITION) == "partial" else yes_or_no(answers, "state_recognised")
    if recognised is None:
        unclear.append("state_recognised")
    elif not recognised:
        unmet.append(NOT_RECOGNISED)
    levels = {code: rank(answers.get(code)) for code in BASIC_LEVELS}
    if not any((levels[code] or 0) >= least for code, least in BASIC_LEVELS.items()):
        open_codes = [code for code, level in levels.items() if level is None]
        unclear += open_codes
        unmet += [] if open_codes else [NO_LANGUAGE]
    return tuple(unmet), tuple(unclear)


BASIC_LEVELS = {"german_level": 1, "english_level": 4}
NOT_RECOGNISED = _(
    "Your training or degree must be recognised by the state where you got it. Training must take at least 2 years."
)
NO_LANGUAGE = _("You need German at level A1 or English at level B2. You need a certificate for it.")


# -- the table ----------------------------------------------------------------


@dataclass(frozen=True)
class _Row:
    code: str
    label: Promise
    most: int
    score: Callable[[Answers, date], Score]
    # None: nothing the person can do.
    advice: Promise | None


def _recognition(answers: Answers, _today: date) -> Score:
    answer = answers.get(RECOGNITION)
    return (4 if answer == "partial" else 0), (() if answer else (RECOGNITION,))


def _levels(code: str, steps: dict[int, int]) -> Callable[[Answers, date], Score]:
    def score(answers: Answers, _today: date) -> Score:
        level = rank(answers.get(code))
        reached = [points for least, points in steps.items() if level is not None and level >= least]
        return max(reached, default=0), ((code,) if level is None else ())

    return score


def _experience(answers: Answers, _today: date) -> Score:
    """Count 2 years within the last 5, or 5 within the last 7; years within the last 5 are within the last 7, too."""
    known = {code: whole(answers, code) for code in ("experience_years_5", "experience_years_7")}
    if max(years or 0 for years in known.values()) >= LONG_EXPERIENCE:
        return 3, ()
    points = 2 if (known["experience_years_5"] or 0) >= EXPERIENCE else 0
    return points, tuple(code for code, years in known.items() if years is None)


def _age(answers: Answers, today: date) -> Score:
    """Give the points that every day allows which a birth date known in part can mean."""
    span = span_of(answers.get("date_of_birth"))
    if span is None or span[0] > today:
        return 0, ("date_of_birth",)
    eldest, youngest = (_age_points(full_years(born, today)) for born in span)
    return eldest, (() if eldest == youngest else ("date_of_birth",))


def _age_points(years: int) -> int:
    return 2 if years <= TWO_POINTS_UP_TO else int(years <= ONE_POINT_UP_TO)


def _stay(answers: Answers, _today: date) -> Score:
    months = whole(answers, "earlier_stay_months")
    return int((months or 0) >= EARLIER_STAY), (("earlier_stay_months",) if months is None else ())


def _one_if(code: str) -> Callable[[Answers, date], Score]:
    def score(answers: Answers, _today: date) -> Score:
        answer = yes_or_no(answers, code)
        return int(answer is True), ((code,) if answer is None else ())

    return score


TABLE = (
    _Row(
        "recognition",
        _("Qualification partly recognised in Germany"),
        4,
        _recognition,
        _("Have your qualification checked in Germany. A partial recognition brings points, too."),
    ),
    _Row(
        "german",
        _("German"),
        3,
        _levels("german_level", {4: 3, 3: 2, 2: 1}),
        _("Learn more German. Level B2 brings the most points."),
    ),
    _Row(
        "english",
        _("English"),
        1,
        _levels("english_level", {5: 1}),
        _("Show that you speak English at level C1."),
    ),
    _Row(
        "experience",
        _("Work experience"),
        3,
        _experience,
        _("Show more work experience in your occupation: 2 of the last 5 years, or 5 of the last 7 years."),
    ),
    _Row(
        "shortage",
        _("Shortage occupation"),
        1,
        _one_if("shortage_job"),
        _("Check whether Germany has too few people in your occupation (Engpassberuf)."),
    ),
    _Row("age", _("Age"), 2, _age, None),
    _Row(
        "stay",
        _("Earlier stay in Germany"),
        1,
        _stay,
        _("Show that you have lived in Germany lawfully: 6 months without a break in the last 5 years."),
    ),
    _Row(
        "spouse",
        _("Husband, wife or partner"),
        1,
        _one_if("spouse_applies"),
        _("Apply together with your husband, wife or partner, if he or she meets the conditions, too."),
    ),
)
