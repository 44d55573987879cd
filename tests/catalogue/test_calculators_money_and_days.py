"""The account of working days, the Blue Card's salary and the light of a permit's last day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.catalogue.calculators.expiry import TO_DO, light_of
from portal.catalogue.calculators.salary import REDUCED_ROUTES, salary_check
from portal.catalogue.calculators.work_account import work_account

WORKED = st.decimals(-10, 400, places=2)
WEEKS = st.integers(-3, 60)
EUROS = st.decimals(0, 200_000, places=2)
LIMITS = {"blue_card": Decimal("50700.00"), "blue_card_shortage": Decimal("45934.20")}
TODAY = date(2028, 2, 29)

# -- work account --------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "weeks", "used", "left", "weeks_left", "is_over"),
    [
        ("0", 0, "0", "140", 56, False),
        ("37.5", 0, "37.5", "102.5", 41, False),
        ("37.25", 0, "37.5", "102.5", 41, False),
        ("10", 4, "20", "120", 48, False),
        ("0", 56, "140", "0", 0, False),
        ("138", 0, "138", "2", 0, False),
        ("140", 0, "140", "0", 0, False),
        ("140.5", 0, "140.5", "0", 0, True),
        ("100", 20, "150", "0", 0, True),
        ("-5", -1, "0", "140", 56, False),
    ],
)
def test_days_and_weeks_add_up(days, weeks, used, left, weeks_left, is_over):  # noqa: PLR0913, PLR0917
    account = work_account(Decimal(days), weeks)
    assert (account.used, account.left) == (Decimal(used), Decimal(left))
    assert (account.weeks_at_20_hours_left, account.is_over) == (weeks_left, is_over)


@pytest.mark.usefixtures("english")
def test_the_sentence_says_what_may_still_be_done():
    sentences = [str(work_account(Decimal(days)).sentence) for days in (139, 140, 141)]
    assert sentences[0].startswith("You can still work this year.")
    assert sentences[1].startswith("All days of this year are used.")
    assert sentences[2].endswith("Ask the office before you work another day.")


@given(WORKED, WEEKS)
def test_used_and_left_are_the_whole_account(days, weeks):
    account = work_account(days, weeks)
    assert account.used + account.left - account.over == account.limit == 140
    assert account.used % Decimal("0.5") == 0
    assert account.used >= max(days, 0)
    assert account.half_days_left == account.left * 2
    left = account.left - account.weeks_at_20_hours_left * Decimal("2.5")
    assert 0 <= left < Decimal("2.5")


@given(WORKED, WORKED, WEEKS, WEEKS)
def test_more_work_never_leaves_more(days, more_days, weeks, more_weeks):
    few = work_account(min(days, more_days), min(weeks, more_weeks))
    many = work_account(max(days, more_days), max(weeks, more_weeks))
    assert (few.used, -few.left, few.is_over) <= (many.used, -many.left, many.is_over)


# -- salary --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gross", "route", "is_reached", "gap"),
    [
        ("50700.00", "standard", True, "0"),
        ("50699.99", "standard", False, "0.01"),
        ("45934.20", "shortage", True, "0"),
        ("45934.19", "recent_degree", False, "0.01"),
        ("50000", "it_experience", True, "0"),
        ("50000", "", False, "700"),
    ],
)
def test_the_salary_is_held_against_the_minimum_of_its_route(gross, route, is_reached, gap):
    check = salary_check(Decimal(gross), LIMITS, route)
    assert (check.is_reached, check.gap, check.sure) == (is_reached, Decimal(gap), True)
    assert bool(check.notes) == (route in REDUCED_ROUTES)


def test_the_minimum_a_month_is_rounded_up():
    assert salary_check(None, LIMITS, "standard").monthly_limit == Decimal("4225.00")
    assert salary_check(None, {"blue_card": Decimal(50000)}, "standard").monthly_limit == Decimal("4166.67")


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("route", ["standard", "shortage"])
def test_a_year_without_a_minimum_is_said_to_be_open(route):
    check = salary_check(Decimal(60000), {}, route)
    assert (check.sure, check.is_reached, check.limit, check.monthly_limit, check.gap) == (False, None, None, None, 0)
    assert "not announced yet" in str(check.sentence)


def test_each_state_of_the_check_has_its_sentence():
    sentences = {str(salary_check(gross, LIMITS, "standard").sentence) for gross in (None, Decimal(1), Decimal(99999))}
    assert len(sentences) == 3


@given(EUROS, st.sampled_from(["standard", *sorted(REDUCED_ROUTES)]))
def test_salary_and_gap_reach_the_minimum_together(gross, route):
    check = salary_check(gross, LIMITS, route)
    assert gross + check.gap >= check.limit
    assert check.is_reached == (check.gap == 0)
    assert 0 <= check.monthly_limit * 12 - check.limit < Decimal("0.12")


@given(EUROS, EUROS, st.sampled_from(["standard", "shortage"]))
def test_more_salary_never_leaves_a_larger_gap(one, other, route):
    less, more = (salary_check(gross, LIMITS, route) for gross in sorted([one, other]))
    assert (less.is_reached, -less.gap) <= (more.is_reached, -more.gap)


# -- expiry --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "colour"),
    [
        (57, "green"),
        (56, "yellow"),
        (14, "yellow"),
        (13, "red"),
        (1, "red"),
        (0, "red"),
        (-1, "past"),
        (-900, "past"),
    ],
)
def test_the_light_changes_on_its_days(days, colour):
    light = light_of(TODAY + timedelta(days=days), TODAY)
    assert (light.colour, light.days_left) == (colour, days)


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("last_day", "headline"),
    [
        (date(2028, 3, 1), "Your permit ends in 1 day."),
        (date(2028, 3, 2), "Your permit ends in 2 days."),
        (date(2028, 2, 29), "Today is the last day of your permit."),
        (date(2028, 2, 28), "Your permit ended 1 day ago."),
        (date(2027, 2, 28), "Your permit ended 366 days ago."),
    ],
)
def test_the_headline_counts_the_days(last_day, headline):
    assert str(light_of(last_day, TODAY).headline) == headline


@pytest.mark.usefixtures("english")
def test_after_the_last_day_one_is_told_to_apply_and_call_today():
    apply, call, *_more = map(str, light_of(date(2028, 2, 28), TODAY).sentences)
    assert apply.startswith("Apply today")
    assert call.startswith("Call the office today")


def test_no_sentence_promises_that_the_permit_goes_on():
    words = " ".join(str(sentence) for sentences in TO_DO.values() for sentence in sentences).lower()
    assert not [word for word in ("valid", "stays", "goes on", "continue", "remain") if word in words]


@given(st.dates(), st.dates(), st.dates())
def test_an_earlier_last_day_is_never_a_friendlier_light(one, other, today):
    order = ["past", "red", "yellow", "green"]
    early, late = (light_of(day, today) for day in sorted([one, other]))
    assert order.index(early.colour) <= order.index(late.colour)
    assert "{" not in str(early.headline)
