"""Conditions that look into the entries of a repeating group."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.catalogue.checks.reach import unreachable
from portal.catalogue.conditions import Condition, Facts, Kind, Variable, problems_of
from portal.catalogue.conditions.syntax import MAX_DEPTH
from portal.catalogue.definition import Question, facts_of
from portal.catalogue.queries import definition_of
from tests.factories.catalogue import published

pytestmark = pytest.mark.usefixtures("english")
TODAY = date(2026, 11, 22)
MEMBERS = {"born": "partial_date", "comes": "yes_no", "kin": "choice", "pay": "money", "state": "nationality"}
KNOWN = {
    "job": Variable(Kind.TRUTH),
    "sources": Variable(Kind.SEVERAL, frozenset({"work"})),
    "children": Variable(
        Kind.ROWS,
        members={
            "born": Variable(Kind.DATE),
            "comes": Variable(Kind.TRUTH),
            "kin": Variable(Kind.TEXT, frozenset({"own", "step"})),
            "pay": Variable(Kind.NUMBER),
            "state": Variable(Kind.NATION),
        },
    ),
}
GROWN = "children.exists(child, age_at(child.born, today) >= 18)"
SMALL = "children.all(child, age_at(child.born, today) < 18)"


def facts_from(**answers) -> Facts:
    facts = Facts(TODAY)
    for code, answer in answers.items():
        kind = {"children": "group", "job": "yes_no"}[code]
        facts.add(code, kind, answer, MEMBERS if kind == "group" else {})
    return facts


def verdict(source: str, **answers) -> bool | None:
    return facts_from(**answers).verdict(Condition(source))


@pytest.mark.parametrize(
    ("rows", "grown", "small"),
    [
        ([], False, True),
        ([{"born": "2008-11-22"}], True, False),
        ([{"born": "2008-11-23"}], False, True),
        ([{"born": "2015"}, {"born": "1996-05"}], True, False),
        # The year alone leaves it open, another child may settle it.
        ([{"born": "2008"}], None, None),
        ([{"born": "2008"}, {"born": "1990"}], True, False),
        ([{}], None, None),
        ([{}, {"born": "1990-01-01"}], True, False),
        ([{"born": "1990-01-01"}, {}], True, False),
        ([{}, {"born": "2020-01-01"}], None, None),
        (["broken", {"born": "1990-01-01"}], True, False),
        ([{"born": ["x"]}, {"born": None}], None, None),
    ],
)
def test_some_or_all_entries_are_asked_about(rows, grown, small):
    assert verdict(GROWN, children=rows) is grown
    assert verdict(SMALL, children=rows) is small


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("children.exists(c, c.comes)", True),
        ("children.all(c, c.comes)", False),
        ("children.exists(c, !c.comes && c.pay < 3)", True),
        ('children.exists(c, c.kin == "step" && c.pay >= 4.5)', True),
        ('children.exists(c, c.kin in ["own", "step"]) && job', True),
        ('children.all(c, nationality_in(c.state, ["EU"]))', False),
        ("children.exists(c, c.comes && !job)", False),
        ("size(children) == 2 && !children.all(c, c.pay > 3)", True),
    ],
)
def test_every_kind_of_answer_counts_in_an_entry(source, expected):
    rows = [
        {"comes": "yes", "kin": "step", "pay": "4.50", "state": "FR"},
        {"comes": "no", "kin": "own", "pay": 2, "state": "TR"},
    ]
    assert problems_of(Condition(source), KNOWN, frozenset()) == []
    assert verdict(source, children=rows, job="yes") is expected


def test_a_group_not_answered_yet_is_unknown_and_may_not_matter():
    assert verdict(GROWN) is None
    assert verdict(f"!({GROWN})") is None
    assert verdict(f"{GROWN} || job", job="yes") is True
    assert verdict(f"{GROWN} && job", job="no") is False


@given(
    st.lists(
        st.fixed_dictionaries(
            {}, optional={"born": st.sampled_from(["1990", "2008-11", "2008-11-23", "2020", "?", None])}
        ),
        max_size=5,
    )
)
def test_all_is_the_opposite_of_some_that_are_not(rows):
    some, every = verdict(GROWN, children=rows), verdict(SMALL, children=rows)
    assert (some, every) in {(True, False), (False, True), (None, None)}


@given(
    st.lists(st.fixed_dictionaries({}, optional={"born": st.sampled_from(["1990", "2008", "2020"])}), max_size=4),
    st.sampled_from(["1990", "2008", "2020"]),
)
def test_what_is_certain_stays_so_when_a_missing_answer_comes(rows, born):
    before = verdict(GROWN, children=rows)
    after = verdict(GROWN, children=[{"born": born, **row} for row in rows])
    assert before is None or after is before


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        ("children.exists(c, c.shoe > 3)", "c.shoe is not asked in an entry. There are: "),
        ("children.exists(c, c.born)", "what each entry must fulfil does not come to yes or no"),
        ('children.exists(c, c.kin == "cousin")', "cousin is not a choice of kin"),
        ("children.exists(job, job.comes)", "job is a question; take another word for an entry"),
        ("sources.exists(c, c.comes)", "sources is no list of entries"),
        ("cousins.exists(c, c.comes)", "asks about cousins, which is not a question before it"),
        ("children.exists(c, d.comes)", "only a list of entries has .exists and .all"),
        ("children.map(c, c.comes)", "only a list of entries has .exists and .all"),
        ("children.exists(c, children.all(d, d.comes))", "and not within another one"),
        ("children.exists(c)", "“,” is missing"),
        ("children.exists(today, today.comes)", "“today” is not expected there"),
        ("children.exists(3, true)", "“3” is not expected there"),
        ("children.exists(c, c.)", "“)” is not expected there"),
        ("children.exists(c, c)", "asks about c, which is not a question before it"),
        ("c.comes", "only a list of entries has .exists and .all"),
        ("children.exists(c, " + "(" * (MAX_DEPTH + 1) + "c.comes" + ")" * (MAX_DEPTH + 1) + ")", "nested deeper"),
    ],
)
def test_what_cannot_work_is_named(broken, problem):
    assert problem in "; ".join(problems_of(Condition(broken), KNOWN, frozenset()))
    assert verdict(broken, children=[{"comes": "yes"}]) in {None, True, False}


def test_a_loop_of_the_engine_that_we_do_not_know_is_never_run():
    assert verdict("[1, 2].map(a, a).exists(b, b == 2)") is None
    assert verdict("children.exists(c, children.exists(d, d.comes))", children=[{"comes": "yes"}]) is None


def test_as_many_entries_as_there_may_be_are_asked_about():
    rows = [{"born": "2020-01-01"}] * 49 + [{"born": "1990-01-01"}]
    assert verdict(GROWN, children=rows) is True
    assert verdict(SMALL, children=rows) is False
    assert verdict(SMALL, children=rows[:49]) is True


def a_service_asking(when: str):
    """Build a service with a group and a question that looks into it."""
    definition = definition_of(published())
    step = definition.steps[0]
    born = Question("born", "date", {})
    child = Question("children", "group", {}, questions=(born, Question("comes", "yes_no", {})))
    asked = Question("letter", "text", {}, when=Condition(when))
    return replace(definition, steps=(replace(step, questions=(child, asked)),))


@pytest.mark.django_db
def test_questions_hang_on_entries():
    definition = a_service_asking(GROWN.replace("child,", "c,").replace("child.", "c."))
    rows = [{"born": "1990-01-01", "comes": "yes"}]
    kept = facts_of(definition, {"children": rows, "letter": "x"}, TODAY, lambda _key, _year: None)[1]
    assert kept == {"children": rows, "letter": "x"}
    kept = facts_of(definition, {"children": [], "letter": "x"}, TODAY, lambda _key, _year: None)[1]
    assert kept == {"children": []}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("children.exists(c, age_at(c.born, today) >= 18)", []),
        ("children.exists(c, c.comes) && children.exists(c, !c.comes)", []),
        ("children.exists(c, c.comes && !c.comes)", ["letter"]),
    ],
)
def test_what_nobody_can_be_asked_is_found_in_entries_too(when, found):
    assert list(unreachable(a_service_asking(when))) == found
