"""Try a new version of a form on applications that were sent before: what would happen to them now?

Nothing here tells of a single person: the samples are coarse, and numbers below `FEW` are not told.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from portal.catalogue.definition import Definition, Facts, Question, facts_of
from portal.catalogue.models import Sample, Service
from portal.catalogue.queries.fees import lines_for, total
from portal.catalogue.queries.law import Law, law_on
from portal.shared import clock

MOST_SAMPLES = 500
# Fewer people than this could be guessed.
FEW = 5


@dataclass(frozen=True)
class Count:
    """A number of applications that may be told: `few` when there are some, but too few to say how many."""

    exact: int

    @property
    def few(self) -> bool:
        return 0 < self.exact < FEW

    def __bool__(self) -> bool:
        return self.exact > 0


@dataclass
class DryRun:
    """How many of the samples would fare differently, and at which questions, documents and hints."""

    samples: Count
    failing: Count
    losing: Count
    gaining: Count
    paying_otherwise: Count
    hinted_otherwise: Count
    # By code; only what at least `FEW` applications share.
    failing_at: dict[str, int]
    lost: dict[str, int]
    gained: dict[str, int]
    # What all of them together would pay more (or less, below zero), in EUR; None when too few would.
    more_to_pay: Decimal | None


@dataclass
class _Tally:
    failing: int = 0
    losing: int = 0
    gaining: int = 0
    paying: int = 0
    hinted: int = 0
    more: Decimal = Decimal(0)
    failing_at: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    gained: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class _Outcome:
    wrong: frozenset[str]
    documents: frozenset[str]
    hints: frozenset[str]
    fee: Decimal


def dry_run(service: Service, now: Definition, then: Definition) -> DryRun:
    """Hold the newest samples of a service against two forms: the one published (`now`) and the one to be (`then`)."""
    tally, day = _Tally(), clock.today()
    law = law_on(day)
    rows = list(Sample.objects.filter(service=service).values_list("answers", flat=True)[:MOST_SAMPLES])
    for answers in rows:
        if isinstance(answers, Mapping):
            _add(tally, _outcome(now, answers, day, law), _outcome(then, answers, day, law))
    return DryRun(
        samples=Count(len(rows)),
        failing=Count(tally.failing),
        losing=Count(tally.losing),
        gaining=Count(tally.gaining),
        paying_otherwise=Count(tally.paying),
        hinted_otherwise=Count(tally.hinted),
        failing_at=_many(tally.failing_at),
        lost=_many(tally.lost),
        gained=_many(tally.gained),
        more_to_pay=tally.more if tally.paying >= FEW else None,
    )


def _add(tally: _Tally, old: _Outcome, new: _Outcome) -> None:
    wrong, lost, gained = new.wrong - old.wrong, old.documents - new.documents, new.documents - old.documents
    tally.failing += bool(wrong)
    tally.losing += bool(lost)
    tally.gaining += bool(gained)
    tally.hinted += old.hints != new.hints
    tally.paying += old.fee != new.fee
    tally.more += new.fee - old.fee
    tally.failing_at.update(wrong)
    tally.lost.update(lost)
    tally.gained.update(gained)


def _many(counter: Counter[str]) -> dict[str, int]:
    return {code: count for code, count in counter.most_common() if count >= FEW}


def _outcome(definition: Definition, answers: Mapping[str, Any], day: date, law: Law) -> _Outcome:
    facts, kept = facts_of(definition, answers, day, law.amount)
    return _Outcome(
        wrong=frozenset(_wrong(definition, kept, facts)),
        documents=frozenset(each.code for each in definition.requirements if facts.holds(each.when)),
        hints=frozenset(each.code for each in definition.hints if facts.holds(each.when)),
        fee=total(lines_for(definition, facts, law)),
    )


# -- whether an application could be sent like this --------------------------------------


def _wrong(definition: Definition, kept: Mapping[str, Any], facts: Facts) -> Iterator[str]:
    for question in definition.questions():
        if facts.holds(question.when) and not _fits(question, kept.get(question.code)):
            yield question.code


def _fits(question: Question, answer: Any) -> bool:
    if answer in (None, "", []):
        return not question.required
    return FITTING.get(question.kind, _is_text)(question, answer)


def _is_text(_question: Question, answer: Any) -> bool:
    return isinstance(answer, str)


def _is_choice(question: Question, answer: Any) -> bool:
    return str(answer) in {each.code for each in question.choices}


def _is_several(question: Question, answer: Any) -> bool:
    return isinstance(answer, list) and all(_is_choice(question, each) for each in answer)


def _is_yes_no(question: Question, answer: Any) -> bool:
    return str(answer) in {"yes", "True"} or (str(answer) in {"no", "False"} and not question.must_agree)


def _is_date(_question: Question, answer: Any) -> bool:
    return isinstance(answer, str) and answer[:4].isdecimal()


def _is_number(question: Question, answer: Any) -> bool:
    try:
        number = Decimal(str(answer))
    except InvalidOperation:
        return False
    # Money was rounded when the sample was taken: its limits would say nothing.
    if question.kind == "money" or not number.is_finite():
        return number.is_finite()
    is_enough = question.minimum is None or number >= question.minimum
    return is_enough and (question.maximum is None or number <= question.maximum)


def _is_group(question: Question, rows: Any) -> bool:
    """Say whether the entries fit; what a condition asks of an entry is left open, as its answers are coarse."""
    if not isinstance(rows, list) or not question.least <= len(rows) <= question.most:
        return False
    always = [each for each in question.questions if each.when is None]
    return all(isinstance(row, Mapping) and all(_fits(each, row.get(each.code)) for each in always) for row in rows)


FITTING: dict[str, Callable[[Question, Any], bool]] = {
    "choice": _is_choice,
    "several": _is_several,
    "yes_no": _is_yes_no,
    "date": _is_date,
    "partial_date": _is_date,
    "number": _is_number,
    "money": _is_number,
    "group": _is_group,
}
