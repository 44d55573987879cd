"""Days, periods and months in the spellings of the papers' languages."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.documents.checks import dates


def only(text):
    (found,) = dates.find(text)
    return found.day.isoformat(), found.role


@pytest.mark.parametrize(
    ("text", "day", "role"),
    [
        ("geboren am 14.03.1999 in Charkiw", "1999-03-14", "birth"),
        ("Er wurde am 3.4.1999 in Ankara geboren", "1999-04-03", "birth"),
        ("Köln, den 1. Oktober 2026", "2026-10-01", "issued"),
        ("Köln, 01.10.26", "2026-10-01", "plain"),
        ("Wien, 5. Jänner 2026", "2026-01-05", "plain"),
        ("gültig bis 31.12.2027", "2027-12-31", "valid"),
        ("valid until 4 March 2027", "2027-03-04", "valid"),
        ("Issued on October 1st, 2026", "2026-10-01", "issued"),
        ("12 Oct 2026", "2026-10-12", "plain"),
        ("2026-10-01", "2026-10-01", "plain"),
        ("25/12/2026", "2026-12-25", "plain"),
        ("12/25/2026", "2026-12-25", "plain"),
        ("03/04/2026", "2026-04-03", "plain"),
        ("Doğum tarihi: 5 Mart 1999", "1999-03-05", "birth"),
        ("14.03.1999 tarihinde Eskişehir'de doğmuştur", "1999-03-14", "birth"),
        ("Düzenleme tarihi 12 Ekim 2026", "2026-10-12", "issued"),
        ("народилася 14 березня 1999 року", "1999-03-14", "birth"),
        ("Дата видачі 3 жовтня 2026 р.", "2026-10-03", "issued"),
        ("дійсний до 03.10.2036", "2036-10-03", "valid"),
        ("родился 9 мая 1990 года", "1990-05-09", "birth"),
        ("действителен до 3 октября 2036 г.", "2036-10-03", "valid"),
        ("تاريخ الولادة ١٩٩٥/٠٣/٠٥", "1995-03-05", "birth"),
        ("تاريخ الإصدار 5 آذار 2026", "2026-03-05", "issued"),
        ("صالح حتى ٣١ ديسمبر ٢٠٢٧", "2027-12-31", "valid"),
        ("تاریخ تولد ۱۳۷۵/۰۶/۱۵", "1996-09-05", "birth"),
        ("تاریخ صدور ۱۲ مهر ۱۴۰۳", "2024-10-03", "issued"),
        ("né le 3 février 1990", "1990-02-03", "birth"),
        ("nacido el 3 de febrero de 1990", "1990-02-03", "birth"),
    ],
)
def test_a_day_and_what_it_is(text, day, role):
    assert only(text) == (day, role)


@pytest.mark.parametrize(
    "text", ["", "35.13.2026", "31.02.2026", "Tel. 0221.12.34.56", "IBAN 12 3456 7890", "1.2.3.4", "0000-00-00"]
)
def test_what_is_no_day(text):
    assert dates.find(text) == []


def test_in_a_month_first_country_both_readings_are_kept():
    assert {each.day for each in dates.find("Issued 03/04/2026, Texas, USA")} == {date(2026, 3, 4), date(2026, 4, 3)}


def test_a_word_far_away_does_not_name_a_day():
    assert only("No notice has been given by either side. 3 November 2026")[1] == "plain"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("vom 01.10.2026 bis 31.03.2027", "2026-10-01", "2027-03-31"),
        ("from 1 October 2026 to 31 March 2027", "2026-10-01", "2027-03-31"),
        ("Zeitraum 01.10.2026 - 31.03.2027", "2026-10-01", "2027-03-31"),
        ("im Wintersemester 2026/27", "2026-10-01", "2027-03-31"),
        ("WS 26/27", "2026-10-01", "2027-03-31"),
        ("winter semester 2026/2027", "2026-10-01", "2027-03-31"),
        ("Sommersemester 2026", "2026-04-01", "2026-09-30"),
        ("SoSe 26", "2026-04-01", "2026-09-30"),
        ("summer semester 2026", "2026-04-01", "2026-09-30"),
        ("SoSe 2025 und WiSe 2026/27", "2026-10-01", "2027-03-31"),
    ],
)
def test_a_period(text, start, end):
    assert [day.isoformat() for day in dates.period(text, dates.find(text))] == [start, end]


def test_a_birthday_and_a_day_of_issue_are_no_period():
    text = "geboren 14.03.1999, ausgestellt 01.10.2026"
    assert dates.period(text, dates.find(text)) is None


def test_the_day_of_issue_is_neither_deadline_nor_period():
    text = "Förderzeitraum: 01.10.2026 - 30.09.2028. Please reply by 15 August 2026. Berlin, 01.07.2026"
    assert dates.issued(dates.find(text)) == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Abrechnung für Oktober 2026", ["2026-10"]),
        ("Abrechnungsmonat: 09/2026", ["2026-09"]),
        ("Payslip August 2026, printed 03.09.2026", ["2026-08"]),
        ("Maaş bordrosu Ekim 2026", ["2026-10"]),
        ("Wintersemester 2026/27, geboren am 01.02.1999, 3. März 2026", []),
        ("10/2026 11/2026 10/2026", ["2026-10", "2026-11"]),
    ],
)
def test_months_of_payslips(text, months):
    assert dates.months(text) == months


@given(
    st.dates(date(1950, 1, 1), date(2049, 12, 31)), st.sampled_from(["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"])
)
def test_every_day_is_found_in_every_figure_spelling(day, shape):
    assert date.fromisoformat(only(f"x {day.strftime(shape)} y")[0]) == day


@settings(max_examples=60)
@given(st.integers(0, 45_000))
def test_persian_days_follow_each_other(number):
    """Each day of the Persian calendar is the day after the one before (checked at the turns of months and years)."""
    days = list(_persian_days(1300 + number % 140))
    assert all(after - before == timedelta(days=1) for before, after in pairwise(days))


def _persian_days(year):
    for month in range(1, 13):
        for day in range(1, 32 if month <= 6 else 31 if month <= 11 else 30):
            yield from dates._persian(year, month, day)


@pytest.mark.parametrize(
    ("persian", "day"), [("1357/11/22", "1979-02-11"), ("1400/01/01", "2021-03-21"), ("1403/12/30", "2025-03-20")]
)
def test_known_persian_days(persian, day):
    assert only(persian)[0] == day


@given(st.text(max_size=300))
def test_any_text_is_survived(text):
    found = dates.find(text)
    dates.period(text, found)
    dates.months(text)
