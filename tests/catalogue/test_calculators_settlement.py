from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.catalogue.calculators.reading import LEVELS
from portal.catalogue.calculators.settlement import APPLIED_LATER, COUNTED, NOT_COUNTED, ROUTES, settlement_date

TODAY = date(2026, 11, 22)
ENGINEER = {
    "since_title": "2025-03-31",
    "pension_months": 20,
    "german_level": "b1",
    "study_months": 0,
    "lid_passed": "yes",
}
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
PEOPLE = st.fixed_dictionaries(
    {},
    optional={
        "since_title": DAYS.map(str),
        "pension_months": st.integers(0, 400),
        "german_level": st.sampled_from(LEVELS),
        "study_months": st.integers(0, 200),
        "lid_passed": st.sampled_from(["yes", "no", True, False]),
        "asylum_applied": DAYS.map(str),
    },
)
ANY_ROUTE = st.sampled_from(sorted(ROUTES))
JUNK = st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.lists(st.text()), st.just("9999-12-31"))


@pytest.mark.parametrize(
    ("route", "by_time", "by_pension", "law"),
    [
        ("general", "2030-03-31", "2030-03-22", "§ 9 Abs. 2 AufenthG"),
        ("skilled", "2028-03-31", "2028-03-22", "§ 18c Abs. 1 Satz 1 AufenthG"),
        ("skilled_german_degree", "2027-03-31", "2027-03-22", "§ 18c Abs. 1 Satz 2 AufenthG"),
        ("blue_card", "2026-12-31", "2026-12-22", "§ 18c Abs. 2 AufenthG"),
        ("family_of_german", "2028-03-31", None, "§ 28 Abs. 2 AufenthG"),
        ("refugee", "2030-03-31", None, "§ 26 Abs. 3 Satz 1 AufenthG"),
    ],
)
def test_every_route_has_its_day_and_law(route, by_time, by_pension, law):
    result = settlement_date(route, ENGINEER, TODAY)
    assert str(result.earliest_by_time) == by_time == str(result.earliest)
    assert (result.earliest_by_pension and str(result.earliest_by_pension)) == by_pension
    assert (result.law, result.unmet, result.missing_answers, result.is_now) == (law, (), (), False)


def test_missing_contributions_move_the_day():
    result = settlement_date("blue_card", ENGINEER | {"pension_months": 10}, TODAY)
    assert result.earliest == result.earliest_by_pension == date(2027, 10, 22)


def test_what_is_long_reached_is_reached_today():
    result = settlement_date("skilled", ENGINEER | {"since_title": "2015-01-01", "pension_months": 90}, TODAY)
    assert result.earliest == TODAY
    assert result.is_now


@pytest.mark.parametrize(("day", "is_now"), [(date(2026, 12, 30), False), (date(2026, 12, 31), True)])
def test_the_day_itself_counts(day, is_now):
    result = settlement_date("blue_card", ENGINEER | {"pension_months": 21}, day)
    assert result.earliest == date(2026, 12, 31)
    assert result.is_now is is_now


@pytest.mark.parametrize(
    ("level", "months", "quicker"), [("a1", 27, [21]), ("a2", 27, [21]), ("b1", 21, []), ("none", 27, [21])]
)
def test_a_blue_card_is_quicker_with_more_german(level, months, quicker):
    result = settlement_date("blue_card", ENGINEER | {"german_level": level}, TODAY)
    assert result.way.months == months
    assert [each.months for each in result.alternatives] == quicker
    assert bool(result.unmet) is (level == "none")


@pytest.mark.usefixtures("english")
def test_the_quicker_way_is_told_with_its_day():
    (other,) = settlement_date("blue_card", ENGINEER | {"german_level": "a1"}, TODAY).alternatives
    assert str(other.sentence) == "With German at level B1 you can apply after 21 months."
    assert other.earliest == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("level", "months", "unmet"), [("a1", 60, True), ("a2", 60, False), ("b2", 60, False), ("c1", 36, False)]
)
def test_refugees_wait_five_years_or_three_with_very_good_german(level, months, unmet):
    result = settlement_date("refugee", ENGINEER | {"german_level": level}, TODAY)
    assert (result.way.months, bool(result.unmet)) == (months, unmet)


@pytest.mark.parametrize(
    ("applied", "level", "day"),
    [
        # 5 years from the application, not from the permit of 31 March 2025 (that would be 31 March 2030).
        ("2023-06-15", "a2", "2028-06-15"),
        # 3 years with very good German.
        ("2024-02-29", "c1", "2027-03-01"),
        # The procedure alone took 6 years: the day of the permit remains, which lies before today.
        ("2019-01-10", "a2", "2025-03-31"),
        ("", "a2", "2030-03-31"),
    ],
)
def test_the_time_of_the_asylum_procedure_counts_for_refugees(applied, level, day):
    result = settlement_date("refugee", ENGINEER | {"asylum_applied": applied, "german_level": level}, TODAY)
    assert str(result.earliest_by_time) == day
    assert result.earliest == max(TODAY, result.earliest_by_time)
    is_counted = "" < applied < ENGINEER["since_title"]
    assert (COUNTED in result.notes, NOT_COUNTED in result.notes) == (is_counted, not is_counted)


@pytest.mark.parametrize("applied", ["2025-03-31", "2026-01-01"])
def test_an_asylum_application_after_the_permit_moves_nothing_and_is_asked_about(applied):
    result = settlement_date("refugee", ENGINEER | {"asylum_applied": applied, "german_level": "a2"}, TODAY)
    assert str(result.earliest_by_time) == "2030-03-31"
    assert result.unmet == (APPLIED_LATER,)
    assert not {COUNTED, NOT_COUNTED} & set(result.notes)


@pytest.mark.parametrize("route", sorted(ROUTES.keys() - {"refugee"}))
def test_an_asylum_procedure_counts_on_no_other_route(route):
    asked = ENGINEER | {"asylum_applied": "2015-01-01"}
    assert settlement_date(route, asked, TODAY) == settlement_date(route, ENGINEER, TODAY)


def test_no_quicker_way_is_told_to_who_can_apply_today():
    answers = ENGINEER | {"since_title": "2015-01-01", "german_level": "a2"}
    assert settlement_date("refugee", answers, TODAY).alternatives == ()


@pytest.mark.parametrize(
    ("study", "day"), [(0, "2030-03-31"), (1, "2030-03-31"), (24, "2029-03-31"), (37, "2028-10-01")]
)
def test_study_counts_half_on_the_general_route(study, day):
    result = settlement_date("general", ENGINEER | {"study_months": study}, TODAY)
    assert str(result.earliest_by_time) == day


def test_study_does_not_count_elsewhere_and_never_before_the_permit():
    studied = ENGINEER | {"study_months": 48}
    assert settlement_date("skilled", studied, TODAY) == settlement_date("skilled", ENGINEER, TODAY)
    assert settlement_date("general", ENGINEER | {"study_months": 999}, TODAY).earliest_by_time == date(2025, 3, 31)


def test_a_permit_of_29_february_is_full_on_1_march():
    result = settlement_date("family_of_german", ENGINEER | {"since_title": "2024-02-29"}, TODAY)
    assert result.earliest == date(2027, 3, 1)


@pytest.mark.usefixtures("english")
def test_unmet_conditions_are_sentences_that_say_what_to_do():
    result = settlement_date("general", ENGINEER | {"german_level": "a2", "lid_passed": "no"}, TODAY)
    language, test = map(str, result.unmet)
    assert language == "You need German at level B1. Take a course or a language test."
    assert "Leben in Deutschland" in test
    assert settlement_date("family_of_german", ENGINEER | {"lid_passed": "no"}, TODAY).unmet == ()


@pytest.mark.parametrize(
    ("route", "missing"),
    [
        ("general", ("since_title", "study_months", "pension_months", "german_level", "lid_passed")),
        ("skilled", ("since_title", "pension_months", "german_level", "lid_passed")),
        ("family_of_german", ("since_title", "german_level")),
    ],
)
def test_without_answers_no_day_is_named(route, missing):
    result = settlement_date(route, {}, TODAY)
    assert result.missing_answers == missing
    assert (result.earliest, result.earliest_by_time, result.earliest_by_pension, result.unmet) == (
        None,
        None,
        None,
        (),
    )


def test_without_the_contributions_only_the_time_is_known():
    answers = {key: value for key, value in ENGINEER.items() if key != "pension_months"}
    result = settlement_date("skilled", answers, TODAY)
    assert (result.earliest_by_time, result.earliest) == (date(2028, 3, 31), None)


@pytest.mark.parametrize("months", [-5, "", "many", True, "NaN"])
def test_contributions_that_are_no_number_are_asked_for(months):
    result = settlement_date("skilled", ENGINEER | {"pension_months": months}, TODAY)
    assert result.missing_answers == ("pension_months",)


@pytest.mark.parametrize("route", ["", "tourist", "None"])
def test_without_a_route_there_is_nothing_to_say(route):
    assert settlement_date(route, ENGINEER, TODAY) is None


@given(ANY_ROUTE, PEOPLE, DAYS)
def test_the_earliest_day_is_the_later_one_and_not_past(route, answers, today):
    result = settlement_date(route, answers, today)
    known = [day for day in (result.earliest_by_time, result.earliest_by_pension, today) if day]
    assert result.earliest in {None, max(known)}
    assert (result.earliest is None) == bool({"since_title", "pension_months"} & set(result.missing_answers))
    assert all(other.earliest is None or other.earliest <= result.earliest for other in result.alternatives)


@given(ANY_ROUTE, PEOPLE, DAYS, st.integers(0, 60), st.integers(0, 6))
def test_more_contributions_study_or_german_never_make_it_later(route, answers, today, months, levels):
    before = settlement_date(route, answers, today).earliest
    better = answers | {
        "study_months": answers.get("study_months", 0) + months,
        "german_level": LEVELS[min(6, LEVELS.index(answers.get("german_level", "none")) + levels)],
    }
    if "pension_months" in answers:
        better["pension_months"] = answers["pension_months"] + months
    after = settlement_date(route, better, today).earliest
    assert before is after is None or after <= before


@given(PEOPLE, DAYS, DAYS, DAYS)
def test_an_earlier_asylum_application_never_makes_it_later(answers, one, other, today):
    answers = answers | {"since_title": "2030-05-31"}
    early, late = (
        settlement_date("refugee", answers | {"asylum_applied": str(day)}, today) for day in sorted([one, other])
    )
    assert date(2030, 5, 31) <= early.earliest_by_time <= late.earliest_by_time


@given(ANY_ROUTE, PEOPLE, DAYS, DAYS, DAYS)
def test_a_later_permit_never_makes_it_earlier(route, answers, one, other, today):
    early, late = (settlement_date(route, answers | {"since_title": str(day)}, today) for day in sorted([one, other]))
    assert early.earliest_by_time <= late.earliest_by_time


@given(ANY_ROUTE, st.dictionaries(st.sampled_from([*ENGINEER, "asylum_applied"]), JUNK), DAYS)
def test_answers_of_the_wrong_kind_are_not_answered(route, answers, today):
    result = settlement_date(route, answers, today)
    assert result.earliest is None or result.earliest >= today
    assert not [text for text in (*result.unmet, *result.notes) if "{" in str(text)]
