"""The earliest day for a settlement permit (Niederlassungserlaubnis), by the way that leads there."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from portal.catalogue.calculators.days import months_later
from portal.catalogue.calculators.reading import LEVELS, Answers, Sentence, day, rank, whole, yes_or_no


@dataclass(frozen=True)
class Way:
    """One set of terms: months with the permit, the language level they go with, the law."""

    months: int
    level: str
    law: str


@dataclass(frozen=True)
class Route:
    """The ways of one kind of permit, quickest first.

    Where pension contributions are asked for, they are as many months as the time. `halves_study`: time in study
    or training before counts half (§ 9(4) no. 3). `counts_procedure`: the time from the day on which somebody applied
    for asylum counts whole (§ 26(3) sentence 1 no. 1 and sentence 3 no. 1).
    """

    ways: tuple[Way, ...]
    needs_pension: bool = True
    needs_test: bool = True
    halves_study: bool = False
    counts_procedure: bool = False
    notes: tuple[Promise, ...] = ()


ROUTES = {
    "general": Route((Way(60, "b1", "§ 9 Abs. 2 AufenthG"),), halves_study=True),
    "skilled": Route((Way(36, "b1", "§ 18c Abs. 1 Satz 1 AufenthG"),)),
    "skilled_german_degree": Route((Way(24, "b1", "§ 18c Abs. 1 Satz 2 AufenthG"),)),
    "blue_card": Route(
        (Way(21, "b1", "§ 18c Abs. 2 AufenthG"), Way(27, "a1", "§ 18c Abs. 2 AufenthG")),
        notes=(_("Only months in which you worked with the Blue Card count."),),
    ),
    "family_of_german": Route(
        (Way(36, "b1", "§ 28 Abs. 2 AufenthG"),),
        needs_pension=False,
        needs_test=False,
        notes=(_("You must still live together with your German family member."),),
    ),
    "refugee": Route(
        (Way(36, "c1", "§ 26 Abs. 3 Satz 3 AufenthG"), Way(60, "a2", "§ 26 Abs. 3 Satz 1 AufenthG")),
        needs_pension=False,
        counts_procedure=True,
    ),
}
CAUTION = _("This is the earliest day. The office also checks, for example, your income, insurance and home.")
# Days between the end of the procedure and the permit are in it, too: whether they count is for the office to say.
COUNTED = _("We count from the day you applied for asylum. The office checks how much of that time counts.")
NOT_COUNTED = _("The time of your asylum procedure counts, too. So it can be sooner.")
APPLIED_LATER = _("The day of your asylum application is not before the day of your permit. Check both days.")
NO_TEST = _("You need the test “Life in Germany” (Leben in Deutschland). Ask an adult education centre for a date.")


@dataclass(frozen=True)
class Alternative:
    """A quicker way that opens with a higher language level."""

    months: int
    level: str
    law: str
    earliest: date | None
    sentence: Sentence


@dataclass(frozen=True)
class SettlementDate:
    """When a settlement permit can be had at the earliest.

    `earliest` is the later of the two days and never in the past; None while an answer it needs is missing.
    `earliest_by_pension` assumes a contribution every month from today; None where none are asked for or known.
    `unmet` are the conditions known not to be met and days that cannot both be right, as sentences; they do not move
    the day.
    """

    way: Way
    earliest_by_time: date | None
    earliest_by_pension: date | None
    earliest: date | None
    is_now: bool
    alternatives: tuple[Alternative, ...]
    unmet: tuple[Sentence, ...]
    notes: tuple[Sentence, ...]
    missing_answers: tuple[str, ...]

    @property
    def law(self) -> str:
        return self.way.law


def settlement_date(route: str, answers: Answers, today: date) -> SettlementDate | None:
    """Work out the earliest day; None while no route of ROUTES is chosen.

    Reads the answers since_title (day), pension_months, german_level (none, a1 to c2), lid_passed (yes or no), for the
    general route study_months and for refugees, if they know it, asylum_applied (the day of the asylum application).
    The quickest way that the known German allows is taken, else the one that asks for the least German.
    """
    if route not in ROUTES:
        return None
    rules = ROUTES[route]
    german = rank(answers.get("german_level"))
    open_ways = [way for way in rules.ways if german is not None and german >= _rank(way)]
    way = open_ways[0] if open_ways else rules.ways[-1]
    earliest = _earliest(rules, way, answers, today)
    return SettlementDate(
        way=way,
        earliest_by_time=_by_time(rules, way, answers),
        earliest_by_pension=_by_pension(rules, way, answers, today),
        earliest=earliest,
        is_now=earliest == today,
        alternatives=_alternatives(rules, way, answers, today),
        unmet=_unmet(rules, way, answers),
        notes=(CAUTION, *rules.notes, *_about_procedure(rules, answers)),
        missing_answers=_missing(rules, answers),
    )


def _rank(way: Way) -> int:
    return LEVELS.index(way.level)


def _by_time(rules: Route, way: Way, answers: Answers) -> date | None:
    since = day(answers, "since_title")
    if since is None:
        return None
    # Half a month left over is not counted: the day must not be too early.
    study = (whole(answers, "study_months") or 0) // 2 if rules.halves_study else 0
    start = _applied_for_asylum(rules, answers) or since
    # A procedure may have taken longer than the years that are asked for: the permit itself is needed all the same.
    return max(since, months_later(start, max(0, way.months - study)))


def _applied_for_asylum(rules: Route, answers: Answers) -> date | None:
    """Return the day from which the procedure counts; None where it does not or is not before the permit."""
    since, applied = day(answers, "since_title"), day(answers, "asylum_applied")
    return applied if rules.counts_procedure and since and applied and applied < since else None


def _about_procedure(rules: Route, answers: Answers) -> tuple[Promise, ...]:
    if not rules.counts_procedure or _is_applied_later(rules, answers):
        return ()
    return (COUNTED if _applied_for_asylum(rules, answers) else NOT_COUNTED,)


def _is_applied_later(rules: Route, answers: Answers) -> bool:
    """Say whether the asylum application is said to be no earlier than the permit: one of the days is a slip."""
    since, applied = day(answers, "since_title"), day(answers, "asylum_applied")
    return rules.counts_procedure and since is not None and applied is not None and applied >= since


def _by_pension(rules: Route, way: Way, answers: Answers, today: date) -> date | None:
    paid = whole(answers, "pension_months")
    if not rules.needs_pension or paid is None:
        return None
    return months_later(today, max(0, way.months - paid))


def _earliest(rules: Route, way: Way, answers: Answers, today: date) -> date | None:
    by_time, by_pension = _by_time(rules, way, answers), _by_pension(rules, way, answers, today)
    if by_time is None or (rules.needs_pension and by_pension is None):
        return None
    return max(by_time, by_pension or today)


def _alternatives(rules: Route, taken: Way, answers: Answers, today: date) -> tuple[Alternative, ...]:
    if _earliest(rules, taken, answers, today) == today:
        return ()
    return tuple(_alternative(rules, way, answers, today) for way in rules.ways if way.months < taken.months)


def _alternative(rules: Route, way: Way, answers: Answers, today: date) -> Alternative:
    text = ngettext_lazy(
        "With German at level {level} you can apply after {months} month.",
        "With German at level {level} you can apply after {months} months.",
        way.months,
    )
    sentence = format_lazy(text, level=way.level.upper(), months=way.months)
    return Alternative(way.months, way.level, way.law, _earliest(rules, way, answers, today), sentence)


def _unmet(rules: Route, way: Way, answers: Answers) -> tuple[Sentence, ...]:
    german = rank(answers.get("german_level"))
    sentences: list[Sentence] = [APPLIED_LATER] if _is_applied_later(rules, answers) else []
    if german is not None and german < _rank(way):
        text = _("You need German at level {level}. Take a course or a language test.")
        sentences.append(format_lazy(text, level=way.level.upper()))
    if rules.needs_test and yes_or_no(answers, "lid_passed") is False:
        sentences.append(NO_TEST)
    return tuple(sentences)


def _missing(rules: Route, answers: Answers) -> tuple[str, ...]:
    known = {
        "since_title": day(answers, "since_title") is not None,
        "study_months": not rules.halves_study or whole(answers, "study_months") is not None,
        "pension_months": not rules.needs_pension or whole(answers, "pension_months") is not None,
        "german_level": rank(answers.get("german_level")) is not None,
        "lid_passed": not rules.needs_test or yes_or_no(answers, "lid_passed") is not None,
    }
    return tuple(code for code, is_known in known.items() if not is_known)
