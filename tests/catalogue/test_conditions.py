from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.catalogue.conditions import MAX_DEPTH, MAX_PARTS, condition_from, fields_of, holds
from portal.catalogue.errors import ConditionError

TODAY = date(2026, 11, 22)

ATOMS = st.one_of(
    st.builds(lambda f, v: {"field": f, "eq": v}, st.sampled_from("abc"), st.sampled_from(["x", "y", True])),
    st.builds(lambda f, v: {"field": f, "gt": v}, st.sampled_from("abc"), st.integers(-5, 5)),
    st.builds(lambda f, v: {"field": f, "age_at": {"lt": v}}, st.sampled_from("abc"), st.integers(1, 99)),
)


def wider(inner):
    return st.one_of(
        inner,
        st.builds(lambda each: {"not": each}, inner),
        st.builds(
            lambda mode, each: {mode: each}, st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=3)
        ),
    )


CONDITIONS = wider(wider(ATOMS))
VALUES = st.sampled_from(
    [None, "", True, False, 3, "2.5", "x", "y", "no number", "1999", "2010-02", "2026-11-22", ["x"], []]
)
ANSWERS = st.dictionaries(st.sampled_from("abc"), VALUES)


def check(data, **answers) -> bool:
    return holds(condition_from(data), answers, TODAY)


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        ({"field": "a", "eq": "x"}, {"a": "x"}, True),
        ({"field": "a", "eq": True}, {"a": "yes"}, True),
        ({"field": "a", "eq": True}, {"a": True}, True),
        ({"field": "a", "eq": True}, {"a": False}, False),
        ({"field": "a", "in": ["x", "y"]}, {"a": "y"}, True),
        ({"field": "a", "in": ["x", "y"]}, {"a": ["z", "x"]}, True),
        ({"field": "a", "gt": 3}, {"a": "4"}, True),
        ({"field": "a", "gt": 3}, {"a": "many"}, False),
        ({"field": "a", "lt": 3}, {"a": "2.5"}, True),
        ({"field": "a", "gt_field": "b"}, {"a": 7, "b": "6"}, True),
        ({"field": "a", "gt_field": "b"}, {"a": 7}, False),
        ({"field": "a", "lt_field": "b"}, {"a": 5, "b": 6}, True),
        ({"field": "a", "before_date": "today"}, {"a": "2026-11-21"}, True),
        ({"field": "a", "before_date": "2026-01-01"}, {"a": "2026-01-01"}, False),
        ({"field": "a", "nationality_in": ["TR"]}, {"a": ["IN", "TR"]}, True),
    ],
)
def test_operators_compare_answers(condition, answers, expected):
    assert check(condition, **answers) is expected


@pytest.mark.parametrize(
    ("born", "expected"),
    [("2008-11-22", False), ("2008-11-23", True), ("2008", False), ("2009", True), ("2008-12", True), ("2007", False)],
)
def test_partial_birth_dates_decide_only_what_is_certain(born, expected):
    assert check({"field": "born", "age_at": {"lt": 18}}, born=born) is expected


@pytest.mark.parametrize("empty", [None, "", [], ()])
def test_missing_answers_hold_neither_plainly_nor_negated(empty):
    condition = {"field": "a", "eq": "x"}
    assert not check(condition, a=empty)
    assert not check({"not": condition}, a=empty)


def test_what_is_known_settles_groups_with_unknown_members():
    known, unknown = {"field": "a", "eq": "x"}, {"field": "b", "eq": "x"}
    assert check({"any": [unknown, known]}, a="x")
    assert not check({"all": [unknown, known]}, a="x")
    assert check({"not": {"all": [unknown, known]}}, a="y")


@given(CONDITIONS, ANSWERS)
def test_a_condition_and_its_opposite_never_both_hold(condition, answers):
    assert not (check(condition, **answers) and check({"not": condition}, **answers))


@given(CONDITIONS, ANSWERS)
def test_double_negation_changes_nothing(condition, answers):
    assert check({"not": {"not": condition}}, **answers) == check(condition, **answers)


@given(st.lists(CONDITIONS, min_size=1, max_size=3), ANSWERS)
def test_groups_follow_de_morgan(members, answers):
    negated = [{"not": member} for member in members]
    assert check({"not": {"all": members}}, **answers) == check({"any": negated}, **answers)
    assert check({"not": {"any": members}}, **answers) == check({"all": negated}, **answers)


@given(CONDITIONS)
def test_without_answers_nothing_holds(condition):
    assert not check(condition)


@pytest.mark.parametrize(
    "broken",
    [
        [],
        "always",
        {},
        {"field": "a"},
        {"eq": 1},
        {"field": "a", "eq": 1, "gt": 2},
        {"field": "a", "matches": ".*"},
        {"field": "a", "in": []},
        {"field": "a", "in": "x"},
        {"field": "a", "eq": {"x": 1}},
        {"field": "a", "gt": "many"},
        {"field": "a", "gt": "NaN"},
        {"field": "a", "age_at": 18},
        {"field": "a", "age_at": {"eq": 18}},
        {"field": "a", "before_date": "soon"},
        {"all": []},
        {"all": {"field": "a", "eq": 1}},
        {"not": []},
    ],
)
def test_malformed_conditions_are_refused(broken):
    with pytest.raises(ConditionError):
        condition_from(broken)


def test_conditions_without_end_are_refused():
    endless: dict = {}
    endless["not"] = endless
    with pytest.raises(ConditionError, match="nested deeper"):
        condition_from(endless)


def test_huge_conditions_are_refused():
    with pytest.raises(ConditionError, match=f"more than {MAX_PARTS}"):
        condition_from({"any": [{"field": "a", "eq": number} for number in range(MAX_PARTS)]})


def test_depth_is_counted_from_the_top():
    condition: dict = {"field": "a", "eq": 1}
    for _ in range(MAX_DEPTH - 1):
        condition = {"not": condition}
    assert condition_from(condition)


def test_fields_are_listed_with_the_ones_compared_to():
    condition = condition_from({"all": [{"field": "a", "gt_field": "b"}, {"not": {"field": "c", "eq": 1}}]})
    assert list(fields_of(condition)) == ["a", "b", "c"]
