import logging
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.catalogue import places
from portal.catalogue.conditions import Condition, Facts, Kind, Variable, condition_from, problems_of
from portal.catalogue.conditions.former import in_cel
from portal.catalogue.conditions.syntax import MAX_DEPTH, MAX_LENGTH
from portal.catalogue.errors import ConditionError

TODAY = date(2026, 11, 22)
KINDS = {"born": "partial_date", "day": "date", "job": "yes_no", "reason": "choice", "ects": "number", "pay": "money"}
KINDS |= {"nationality": "nationality", "sources": "several", "children": "group", "standard": "number"}
KNOWN = {
    "born": Variable(Kind.DATE),
    "day": Variable(Kind.DATE),
    "job": Variable(Kind.TRUTH),
    "reason": Variable(Kind.TEXT, frozenset({"loss", "theft"})),
    "ects": Variable(Kind.NUMBER),
    "nationality": Variable(Kind.NATION, places.codes()),
    "sources": Variable(Kind.SEVERAL, frozenset({"work", "parents"})),
    "children": Variable(Kind.ROWS),
}
AMOUNTS = {("blue_card", 2026): Decimal(50700)}

ATOMS = st.sampled_from(
    [
        'reason == "loss"',
        "job",
        "ects > 3",
        "ects < 9",
        "age_at(born, today) < 18",
        'nationality_in(nationality, ["TR"])',
    ]
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds("!({})".format, inner),
        st.builds("({} && {})".format, inner, inner),
        st.builds("({} || {})".format, inner, inner),
    ),
    max_leaves=6,
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "reason": st.sampled_from(["loss", "theft", "", None, 3]),
        "job": st.sampled_from(["yes", "no", True, "maybe", None, []]),
        "ects": st.sampled_from(["2.5", 3, "9", "many", None, True, {}]),
        "born": st.sampled_from(["1999", "2008", "2010-02", "2008-11-22", "soon", None]),
        "nationality": st.sampled_from(["TR", "IN", None, ["TR"]]),
    },
)


def facts_from(answers) -> Facts:
    facts = Facts(TODAY, lambda key, year: AMOUNTS.get((key, year)))
    for code, answer in answers.items():
        facts.add(code, KINDS.get(code, "text"), answer)
    return facts


def check(source, **answers) -> bool | None:
    return facts_from(answers).verdict(condition_from(source))


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        ('reason == "loss"', {"reason": "loss"}, True),
        ('reason in ["loss", "theft"]', {"reason": "theft"}, True),
        ('reason != "loss"', {"reason": "theft"}, True),
        ("job", {"job": "yes"}, True),
        ("!job", {"job": "no"}, True),
        ("job", {"job": True}, True),
        ("ects > 3", {"ects": "4"}, True),
        ("ects > 3", {"ects": "many"}, None),
        ("ects < 3", {"ects": "2.5"}, True),
        ("ects > standard", {"ects": 7, "standard": "6"}, True),
        ("ects > standard", {"ects": 7}, None),
        ("pay >= threshold('blue_card', year)", {"pay": "50700.00"}, True),
        ("pay >= threshold('blue_card', year)", {"pay": "50699.99"}, False),
        ("pay >= threshold('blue_card', 2031)", {"pay": "90000.00"}, None),
        ("is_before(day, today)", {"day": "2026-11-21"}, True),
        ("is_before(day, today)", {"day": "2026-11-22"}, False),
        ("months_between(day, today) >= 12", {"day": "2025-11-22"}, True),
        ("months_between(day, today) >= 12", {"day": "2025-11-23"}, False),
        ("age_at(born, today) == 2", {"born": "2024-02-29"}, True),
        ('nationality_in(nationality, ["TR"])', {"nationality": "TR"}, True),
        ('nationality_in(nationality, ["EU"])', {"nationality": "CH"}, True),
        ('nationality_in(nationality, ["VISA_FREE"])', {"nationality": "US"}, True),
        ('nationality_in(nationality, ["VISA_FREE"])', {"nationality": "BR"}, False),
        ('"work" in sources', {"sources": ["parents", "work"]}, True),
        ("size(children) > 1", {"children": [{}, {}]}, True),
        ("size(children) > 0", {"children": []}, False),
    ],
)
def test_conditions_look_at_answers(condition, answers, expected):
    assert check(condition, **answers) is expected


def test_further_nationalities_count_for_the_person_alone():
    facts = facts_from({"nationality": "IN", "other_nationalities": [{"other_nationality": "FR"}]})
    facts.add("other_nationalities", "group", [{"other_nationality": "FR"}])
    facts.add("sponsor", "nationality", "RS")
    assert facts.verdict(condition_from('nationality_in(nationality, ["EU"])')) is True
    assert facts.verdict(condition_from('nationality_in(sponsor, ["EU"])')) is False


@pytest.mark.parametrize(
    ("born", "expected"),
    [("2008-11-22", False), ("2008-11-23", True), ("2008", None), ("2009", True), ("2008-12", True), ("2007", False)],
)
def test_partial_birth_dates_decide_only_what_is_certain(born, expected):
    assert check("age_at(born, today) < 18", born=born) is expected


def test_two_dates_known_in_part_are_weighed_in_all_their_cases():
    assert check("is_before(born, day)", born="1990", day="1990") is None
    facts = facts_from({"born": "1990"})
    facts.add("day", "partial_date", "1990")
    assert facts.verdict(condition_from("is_before(born, day)")) is None
    facts.add("day", "partial_date", "1991")
    assert facts.verdict(condition_from("is_before(born, day)")) is True


@pytest.mark.parametrize("empty", [None, ""])
def test_missing_answers_hold_neither_plainly_nor_negated(empty):
    assert check('reason == "loss"', reason=empty) is None
    assert check('!(reason == "loss")', reason=empty) is None


def test_what_is_known_settles_what_hangs_on_something_unknown():
    assert check('job || reason == "loss"', reason="loss") is True
    assert check('!(job && reason == "loss")', reason="theft") is True


@given(CONDITIONS, ANSWERS)
def test_a_condition_and_its_opposite_are_opposites(condition, answers):
    one, other = check(condition, **answers), check(f"!({condition})", **answers)
    assert (one is None) == (other is None)
    assert one is None or one is not other


@given(CONDITIONS, CONDITIONS, ANSWERS)
def test_joined_conditions_follow_de_morgan(one, other, answers):
    assert check(f"!(({one}) && ({other}))", **answers) == check(f"!({one}) || !({other})", **answers)


@given(CONDITIONS, ANSWERS)
def test_more_answers_never_change_a_verdict(condition, answers):
    before = check(condition, **{code: answers[code] for code in list(answers)[:2]})
    assert before is None or check(condition, **answers) is before


@given(CONDITIONS)
def test_without_answers_nothing_holds(condition):
    assert not facts_from({}).holds(condition_from(condition))


@given(CONDITIONS)
def test_what_is_built_from_good_parts_may_be_published(condition):
    assert problems_of(condition_from(condition), KNOWN, frozenset({"blue_card"})) == []


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        ("nothing > 3", "asks about nothing"),
        ('reason == "gold"', "gold is not a choice of reason"),
        ('"gold" in sources', "gold is not a choice of sources"),
        ('ects > "3"', "cannot compare"),
        ("born < today", "is_before"),
        ("age_at(ects, today) < 3", "age_at needs"),
        ("age_at(born) < 3", "age_at needs"),
        ("threshold('gold', year) > 3", "threshold needs"),
        ("ects", "yes or no"),
        ("!ects", "joins conditions"),
        ("ects > 3 &&", "ends too early"),
        ("(ects > 3", "is missing"),
        ("ects > 3)", "not expected"),
        ("ects > 3 ? true : false", "cannot be read"),
        ("children.exists(c, c.age < 3)", "c.age is not asked in an entry"),
        ("reason in []", "at least one"),
        ("reason in [reason]", "at least one"),
        ("open('/etc/passwd')", "no function is called open"),
        ("size(reason) > 1", "size needs"),
        ("'a\nb' == reason", "cannot be read"),
        ("x" * (MAX_LENGTH + 1), "longer than"),
        ("(" * 40 + "job" + ")" * 40, "nested deeper"),
        ("!" * 40 + "job", "nested deeper"),
    ],
)
def test_conditions_that_cannot_work_are_named(broken, problem):
    assert problem in "; ".join(problems_of(Condition(broken), KNOWN, frozenset({"blue_card"})))


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("broken", "advice"),
    [
        ('reason = "loss"', "Did you mean ==?"),
        ("ects => 3", "Did you mean >=?"),
        ("ects ≥ 3", "Did you mean >=?"),
        ("reason == „loss“", 'Did you mean "?'),
        ("job and ects > 3", "Did you mean &&?"),
        ("(job oder ects > 3)", "Did you mean ||?"),
        ("job & ects > 3", "Did you mean &&?"),
        ("is_before(day, heute)", "Did you mean today?"),
        ("child.exists(c, true)", "Did you mean children?"),
        ("children.exist(c, true)", "Did you mean exists?"),
        ("reason == loss", 'A value stands in quotes: "loss".'),
        ('reason == "gold"', "There are: loss, theft."),
        ("age(born, today) > 3", "Did you mean age_at?"),
        ("age_at(born) > 3", "For example: age_at(date_of_birth, today) >= 18"),
        ('nationality == "DEU"', "DEU is not the code of a country"),
        ('nationality in ["TR", "EU"]', "EU is not the code of a country"),
        ('nationality_in(nationality, ["Deutsch"])', "There are: EU, VISA_FREE, VISA_FREE_NO_WORK."),
    ],
)
def test_it_is_said_what_was_probably_meant(broken, advice):
    (problem,) = problems_of(Condition(broken), KNOWN, frozenset({"blue_card"}))
    assert advice in problem


@pytest.mark.parametrize(
    "right", ['nationality == "TR"', 'nationality != "XXA"', 'nationality_in(nationality, ["EU", "SU"])']
)
def test_countries_and_groups_of_them_may_be_asked_about(right):
    assert problems_of(Condition(right), KNOWN, frozenset()) == []


@pytest.mark.parametrize("broken", ["((", "reason ==", "f(", "[1]", "job.x", "a" * 50_000, "(" * 5_000, "1 / 0 == 1"])
def test_a_broken_condition_never_fails_a_form(broken):
    assert facts_from({"job": "yes"}).verdict(Condition(broken)) is None


def test_unknown_answers_leave_no_trace_in_the_log(caplog):
    with caplog.at_level(logging.DEBUG):
        check("age_at(born, today) < 18", born="nonsense")
        check("pay < threshold('none', year)", pay="1.00")
    assert caplog.records == []


def test_depth_is_counted_in_brackets():
    assert problems_of(Condition("(" * (MAX_DEPTH - 1) + "job" + ")" * (MAX_DEPTH - 1)), KNOWN, frozenset()) == []


# -- the notation of the first versions ---------------------------------------------


@pytest.mark.parametrize(
    ("former", "cel"),
    [
        ({"field": "a", "eq": "x"}, 'a == "x"'),
        ({"field": "a", "eq": True}, "a"),
        ({"field": "a", "eq": False}, "!a"),
        ({"not": {"field": "a", "eq": "x"}}, '!(a == "x")'),
        ({"any": [{"field": "a", "in": ["x", "y"]}, {"field": "b", "gt": 3}]}, '(a in ["x", "y"] || b > 3)'),
        ({"field": "a", "gt_field": "b"}, "a > b"),
        ({"field": "a", "before_date": "today"}, "is_before(a, today)"),
        ({"field": "a", "before_date": "2026-01-01"}, 'is_before(a, "2026-01-01")'),
        ({"field": "a", "age_at": {"lt": 18}}, "age_at(a, today) < 18"),
        ({"field": "a", "nationality_in": ["TR"]}, 'nationality_in(a, ["TR"])'),
    ],
)
def test_versions_of_the_first_notation_are_still_read(former, cel):
    assert in_cel(former) == cel
    condition = condition_from(former)
    assert condition is not None
    assert condition.source == cel


def test_the_former_notation_without_end_is_refused():
    endless: dict = {}
    endless["not"] = endless
    with pytest.raises(ConditionError, match="nested deeper"):
        condition_from(endless)


@pytest.mark.parametrize("broken", [[], 3, {}, {"field": "a"}, {"field": "a", "matches": ".*"}, {"eq": 1}])
def test_what_is_no_condition_is_refused(broken):
    with pytest.raises(ConditionError):
        condition_from(broken)
