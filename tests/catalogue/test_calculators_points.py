from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.catalogue.calculators.points import TABLE, points_of
from portal.catalogue.calculators.reading import LEVELS

TODAY = date(2026, 11, 22)
NURSE = {
    "date_of_birth": "1988-05-17",
    "qualification_recognised": "none",
    "state_recognised": "yes",
    "german_level": "a2",
    "english_level": "b2",
    "experience_years_5": 3,
    "experience_years_7": 3,
    "shortage_job": "yes",
    "earlier_stay_months": 0,
    "spouse_applies": "no",
}
NUMBERS = st.integers(0, 12)
WORDS = st.sampled_from(["yes", "no", True, False])
PEOPLE = st.fixed_dictionaries(
    {},
    optional={
        "date_of_birth": st.dates(date(1930, 1, 1), date(2010, 1, 1)).map(str),
        "qualification_recognised": st.sampled_from(["full", "partial", "none"]),
        "state_recognised": WORDS,
        "german_level": st.sampled_from(LEVELS),
        "english_level": st.sampled_from(LEVELS),
        "experience_years_5": NUMBERS,
        "experience_years_7": NUMBERS,
        "shortage_job": WORDS,
        "earlier_stay_months": NUMBERS,
        "spouse_applies": WORDS,
    },
)
JUNK = st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.lists(st.text()), st.just("9" * 999))


def points(row: str, **answers) -> int:
    (line,) = [line for line in points_of(answers, TODAY).lines if line.code == row]
    return line.points


@pytest.mark.usefixtures("english")
def test_the_nurse_has_her_sum_and_knows_what_would_help():
    result = points_of(NURSE, TODAY)
    assert {line.code: line.points for line in result.lines if line.points} == {
        "german": 1,
        "experience": 2,
        "shortage": 1,
        "age": 1,
    }
    assert (result.total, result.gap, result.is_enough, result.missing_answers) == (5, 1, False, ())
    assert str(result.sentence) == "So far, 1 point is missing."
    assert [(each.code, each.gain) for each in result.helps] == [
        ("recognition", 4),
        ("german", 2),
        ("english", 1),
        ("experience", 1),
        ("stay", 1),
        ("spouse", 1),
    ]


def test_one_language_level_more_is_enough_and_needs_no_more_help():
    result = points_of(NURSE | {"german_level": "b1"}, TODAY)
    assert (result.total, result.gap, result.is_enough, result.helps) == (6, 0, True, ())


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("answers", [{}, NURSE, {"english_level": "none", "german_level": "none"}])
def test_a_skilled_worker_needs_no_points_and_no_basics(answers):
    result = points_of(answers | {"qualification_recognised": "full"}, TODAY)
    assert result.is_skilled_worker
    assert result.is_enough
    assert (result.gap, result.basics, result.missing_answers, result.helps) == (0, (), (), ())
    assert str(result.sentence) == "Your qualification is fully recognised. You need no points."


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("1990-11-23", 2),  # 36 tomorrow
        ("1990-11-22", 1),  # 36 today
        ("1985-11-23", 1),  # 41 tomorrow
        ("1985-11-22", 0),  # 41 today
        ("1991", 2),
        ("1990", 1),
        ("1990-12", 2),
        ("1990-11", 1),
        ("1985", 0),
        ("2026", 2),
        ("2030-01-01", 0),
        ("", 0),
    ],
)
def test_age_counts_full_years_and_only_what_is_sure(born, expected):
    assert points("age", date_of_birth=born) == expected


@pytest.mark.parametrize(("born", "is_unclear"), [("1990", True), ("1991", False), ("1990-11-00", True), ("x", True)])
def test_a_birth_date_that_leaves_points_open_is_asked_for(born, is_unclear):
    missing = points_of(NURSE | {"date_of_birth": born}, TODAY).missing_answers
    assert missing == (("date_of_birth",) if is_unclear else ())


def test_who_was_born_on_29_february_grows_older_on_1_march_in_other_years():
    answers = {"date_of_birth": "1988-02-29"}
    ages = [
        points_of(answers, day).lines[5].points for day in (date(2023, 3, 1), date(2024, 2, 28), date(2024, 2, 29))
    ]
    assert ages == [2, 2, 1]
    answers = {"date_of_birth": "1984-02-29"}
    ages = [points_of(answers, day).lines[5].points for day in (date(2025, 2, 28), date(2025, 3, 1))]
    assert ages == [1, 0]


@pytest.mark.parametrize(
    ("last_5", "last_7", "expected"),
    [(0, 0, 0), (1, 4, 0), (2, 2, 2), (2, 4, 2), (1, 5, 3), (3, 5, 3), (5, None, 3), (None, 5, 3), (None, 4, 0)],
)
def test_experience_counts_once_and_in_its_years(last_5, last_7, expected):
    assert points("experience", experience_years_5=last_5, experience_years_7=last_7) == expected


@pytest.mark.parametrize(("months", "expected"), [(5, 0), ("5.9", 0), (6, 1), (60, 1), (-6, 0)])
def test_an_earlier_stay_counts_from_six_months(months, expected):
    assert points("stay", earlier_stay_months=months) == expected


def test_languages_count_by_level():
    assert [points("german", german_level=level) for level in LEVELS] == [0, 0, 1, 2, 3, 3, 3]
    assert [points("english", english_level=level) for level in LEVELS] == [0, 0, 0, 0, 0, 1, 1]


@pytest.mark.parametrize(
    ("changed", "count"),
    [
        ({}, 0),
        ({"state_recognised": "no"}, 1),
        ({"state_recognised": "no", "qualification_recognised": "partial"}, 0),
        ({"german_level": "none", "english_level": "b1"}, 1),
        ({"german_level": "none", "english_level": "b2"}, 0),
        ({"german_level": "a1", "english_level": "none"}, 0),
        ({"german_level": "none", "english_level": "none", "state_recognised": "no"}, 2),
    ],
)
def test_basics_are_named_only_when_they_are_known_not_to_be_met(changed, count):
    assert len(points_of(NURSE | changed, TODAY).basics) == count


def test_basics_left_open_are_missing_answers_and_not_unmet():
    result = points_of({"german_level": "none"}, TODAY)
    assert result.basics == ()
    assert {"state_recognised", "english_level"} <= set(result.missing_answers)


def test_no_answers_are_no_points_and_all_are_asked_for():
    result = points_of({}, TODAY)
    assert (result.total, result.gap) == (0, 6)
    assert set(result.missing_answers) == set(NURSE)


@given(PEOPLE)
def test_sum_gap_and_help_fit_together(answers):
    result = points_of(answers, TODAY)
    assert result.total == sum(line.points for line in result.lines)
    assert all(0 <= line.points <= line.most for line in result.lines)
    assert result.gap == (0 if result.is_skilled_worker else max(0, 6 - result.total))
    open_points = {line.code: line.most - line.points for line in result.lines}
    assert all(each.gain == open_points[each.code] for each in result.helps)
    assert [each.gain for each in result.helps] == sorted((each.gain for each in result.helps), reverse=True)
    assert bool(result.helps) == (not result.is_enough)


@given(PEOPLE, st.sampled_from(sorted(NURSE)))
def test_taking_an_answer_back_never_brings_points(answers, code):
    less = {key: value for key, value in answers.items() if key != code}
    assert points_of(less, TODAY).total <= points_of(answers, TODAY).total


@given(PEOPLE, st.dictionaries(st.sampled_from(sorted(NURSE)), NUMBERS))
def test_more_of_anything_never_costs_points(answers, more):
    better = dict(answers)
    for code, steps in more.items():
        if code in {"german_level", "english_level"}:
            better[code] = LEVELS[min(6, LEVELS.index(answers.get(code, "none")) + steps)]
        elif code in {"experience_years_5", "experience_years_7", "earlier_stay_months"}:
            better[code] = answers.get(code, 0) + steps
        elif code in {"shortage_job", "spouse_applies"}:
            better[code] = "yes"
    assert points_of(better, TODAY).total >= points_of(answers, TODAY).total


@given(st.dates(date(1940, 1, 1), date(2008, 1, 1)), st.dates(date(2024, 1, 1), date(2040, 1, 1)))
def test_knowing_less_of_a_birth_date_never_brings_points(born, today):
    year, month, whole = (points_of({"date_of_birth": str(born)[:length]}, today).total for length in (4, 7, 10))
    assert year <= month <= whole


@given(st.dictionaries(st.sampled_from(sorted(NURSE)), JUNK))
def test_answers_of_the_wrong_kind_are_not_answered(answers):
    result = points_of(answers, TODAY)
    assert 0 <= result.total <= sum(row.most for row in TABLE) == 16
    assert "{" not in str(result.sentence)
