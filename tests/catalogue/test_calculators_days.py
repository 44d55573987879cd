from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.catalogue.calculators.days import full_years, months_later, span_of

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
MONTHS = st.integers(0, 600)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2021-03-01", 60, "2026-03-01"),
        ("2025-08-31", 6, "2026-03-01"),
        ("2025-01-31", 3, "2025-05-01"),
        ("2024-02-29", 12, "2025-03-01"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-01-29", 1, "2025-03-01"),
        ("2024-01-29", 1, "2024-02-29"),
        ("2025-12-31", 1, "2026-01-31"),
        ("2025-11-30", 1, "2025-12-30"),
        ("2026-05-17", 0, "2026-05-17"),
    ],
)
def test_a_period_is_over_when_its_months_are_full(start, months, end):
    assert months_later(date.fromisoformat(start), months) == date.fromisoformat(end)


def test_the_calendar_has_an_end_and_no_error():
    assert months_later(date(9998, 12, 31), 600) == date.max
    assert months_later(date(9999, 1, 31), 1) == date(9999, 3, 1)
    assert months_later(date.max, 0) == date.max


@given(DAYS, DAYS, MONTHS, MONTHS)
def test_a_later_start_or_a_longer_period_never_ends_earlier(one, other, few, more):
    assert months_later(min(one, other), min(few, more)) <= months_later(max(one, other), max(few, more))


@given(DAYS, MONTHS)
def test_the_end_keeps_its_day_or_is_the_first_of_the_month_after(start, months):
    end = months_later(start, months)
    assert end.day in {start.day, 1}
    assert 0 <= (end - start).days - months * 30.4369 + 4 <= 8


@given(DAYS, st.integers(0, 120))
def test_years_of_age_and_years_of_months_agree(born, years):
    birthday = months_later(born, 12 * years)
    assert full_years(born, birthday) == years
    assert full_years(born, birthday - timedelta(days=1)) == years - 1


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1990", "1990-01-01", "1990-12-31"),
        ("1990-00-00", "1990-01-01", "1990-12-31"),
        ("1992-02", "1992-02-01", "1992-02-29"),
        ("1991-02-00", "1991-02-01", "1991-02-28"),
        (" 1991-12 ", "1991-12-01", "1991-12-31"),
        ("1990-05-17", "1990-05-17", "1990-05-17"),
        ("9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_a_date_known_in_part_means_all_its_days(text, first, last):
    assert span_of(text) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", [None, "", "90", "1990-13", "1990-02-30", "0000", "1990-00-17", "May", 19.9, [], {}])
def test_what_is_no_date_means_no_day(text):
    assert span_of(text) is None


@given(DAYS)
def test_less_known_means_more_days(born):
    whole, month, year = (span_of(str(born)[:length]) for length in (10, 7, 4))
    assert year[0] <= month[0] <= whole[0] == born == whole[1] <= month[1] <= year[1]
