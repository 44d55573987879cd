"""What holds for every service and whatever was answered: conditions settle, documents and fees follow, hints warn."""

import math
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.catalogue.conditions import condition_from
from portal.catalogue.definition import Facts, definition_from, facts_of
from portal.catalogue.needs import needs_from
from portal.catalogue.pack import read_needs
from portal.catalogue.personas import advice_of, outcome_of
from portal.catalogue.queries.fees import lines_for, total
from portal.catalogue.queries.law import Law, Price, Reduction
from tests.factories.catalogue import packs

DAY = date(2026, 11, 22)
DEFINITIONS = {slug: definition_from(data) for slug, data in packs().services.items()}
NEEDS = needs_from(read_needs())
DAYS = ["1958-02-14", "1980-11-22", "2003-01-01", "2009-03-31", "2019-12-31", "2026-05-22", "2026-11-21", "2026-11-22"]
# What a kind of question is honestly answered with; choices and groups have their own.
HONEST = {
    "yes_no": ["yes", "no", True, False],
    "number": [0, 1, 7, 45, 140, "12.5", "366"],
    "money": ["0.00", "991.99", "992.00", "45934.20", "50700.00", "55770.00"],
    "date": [*DAYS, "2026-12-31", "2027-03-04", "2031-02-28"],
    "partial_date": [*DAYS, "1980", "2002", "2008", "2026", "2002-11", "2026-11"],
    "nationality": ["TR", "CH", "US", "BR", "UA", "GB", "IN", "DE", "XXA"],
}
ODD = [
    *("", "yes", "2026-13-45", "0000", "99999-01-01", "NaN", "-Infinity", "1e999", "٣", "\x00", "\ud800", "x" * 5000),
    *(None, True, -1, 10**400, 1e308, math.nan, math.inf, [], {}, [[]], [None], [{"x": "y"}], {"x": 1}),
    ["protection"],
]


def any_law():
    """The law's tables as the packs have them, on one day."""
    tables = packs()
    thresholds = sorted(
        (row["key"], date.fromisoformat(row["valid_from"]), _day(row.get("valid_until")), Decimal(row["amount"]))
        for row in tables.thresholds
    )
    prices = {row["key"]: Price(row["key"], row["title"], Decimal(row["amount"]), row["law"]) for row in tables.fees}
    return Law(DAY, prices, tuple(map(_reduction, tables.fee_reductions)), tuple(thresholds))


def _day(text):
    return date.fromisoformat(text) if text else None


def _reduction(row):
    words = {name: row[name] for name in ("code", "effect", "law", "title", "reason")}
    applies = frozenset(row["applies_to"])
    return Reduction(**words, price_key=row.get("price_key", ""), applies_to=applies, when=condition_from(row["when"]))


LAW = any_law()


def honest(question):
    codes = [each.code for each in question.choices]
    if question.kind == "group":
        return st.lists(answers_to(question.questions), max_size=3)
    if question.kind == "several":
        return st.lists(st.sampled_from(codes), unique=True, max_size=3)
    return st.sampled_from(codes or HONEST.get(question.kind, ["Lindenfurt"]))


def answers_to(questions):
    """Answers as people give them, some left out; and now and then one that no form would have let through."""
    answer = {each.code: honest(each) | honest(each) | st.sampled_from(ODD) for each in questions}
    return st.fixed_dictionaries({}, optional=answer)


FILLED = {slug: answers_to(list(each.questions())) for slug, each in DEFINITIONS.items()}
every_service = pytest.mark.parametrize("slug", DEFINITIONS)
few = settings(max_examples=20)


@every_service
@few
@given(data=st.data())
def test_answers_that_count_go_on_to_count(slug, data):
    definition, answers = DEFINITIONS[slug], data.draw(FILLED[slug])
    _facts, kept = facts_of(definition, answers, DAY, LAW.amount)
    _facts, again = facts_of(definition, kept, DAY, LAW.amount)
    # Written out, because a number that is none is not even equal to itself.
    assert repr(again) == repr(kept)
    assert kept.keys() <= answers.keys()


@every_service
@few
@given(data=st.data())
def test_documents_and_fees_follow_from_the_answers_that_count(slug, data):
    definition, answers = DEFINITIONS[slug], data.draw(FILLED[slug])
    _facts, kept = facts_of(definition, answers, DAY, LAW.amount)
    assert outcome_of(definition, kept, LAW) == replace(outcome_of(definition, answers, LAW), unasked=())


@every_service
@few
@given(data=st.data())
def test_nobody_is_paid_and_nobody_pays_more_than_the_law_asks(slug, data):
    definition, answers = DEFINITIONS[slug], data.draw(FILLED[slug])
    facts, _kept = facts_of(definition, answers, DAY, LAW.amount)
    lines = lines_for(definition, facts, LAW)
    full = sum(each.amount for each in lines if each.kind in {"fee", "surcharge"})
    assert 0 <= total(lines) <= full
    assert sum(each.kind == "fee" for each in lines) <= 1
    assert all(each.law for each in lines)


@every_service
@few
@given(data=st.data())
def test_hints_never_keep_anybody_from_filing(slug, data):
    definition, answers = DEFINITIONS[slug], data.draw(FILLED[slug])
    warned = outcome_of(definition, answers, LAW)
    assert replace(warned, hints=()) == outcome_of(replace(definition, hints=()), answers, LAW)


@settings(max_examples=60)
@given(answers_to(NEEDS.questions))
def test_the_needs_check_names_services_that_there_are(answers):
    advice = advice_of(NEEDS, answers, LAW)
    assert set(advice.services) <= set(DEFINITIONS)
    assert len(advice.questions) <= 8


@settings(max_examples=200)
@given(st.fixed_dictionaries({each.code: honest(each) for each in NEEDS.questions}))
def test_whoever_answers_the_needs_check_is_told_something(answers):
    advice = advice_of(NEEDS, answers, LAW)
    assert advice.services or advice.information


def test_text_that_is_none_stays_unknown():
    facts = Facts(DAY)
    facts.add("status", "choice", "\ud800")
    assert facts.verdict(condition_from('status == "refugee"')) is None
    assert facts.verdict(condition_from('status == "refugee" || year == 2026')) is True
