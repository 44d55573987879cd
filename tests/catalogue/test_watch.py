"""Editors are told which amounts to look at again: each December, and a year after somebody last compared them."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from portal.catalogue.models import Fee, FeeReduction, Threshold
from portal.catalogue.queries.watch import due_for_review

pytestmark = pytest.mark.django_db


def threshold(key: str, first: date, last: date | None = None, checked: date | None = None) -> Threshold:
    return Threshold.objects.create(
        key=key, amount=Decimal(1), law="§ 18g", title="x", valid_from=first, valid_until=last, checked_on=checked
    )


def due(day: str) -> list[tuple]:
    with time_machine.travel(f"{day}T10:00:00+01:00", tick=False):
        return [(each.reason, each.key, each.year) for each in due_for_review()]


@pytest.fixture
def yearly():
    threshold("blue_card", date(2026, 1, 1), date(2026, 12, 31))
    threshold("livelihood", date(2026, 1, 1))
    threshold("gone", date(2024, 1, 1), date(2024, 12, 31))


def test_nothing_is_due_before_december(yearly):
    assert due("2026-11-30") == []


def test_in_december_next_years_thresholds_are_missed(yearly):
    assert due("2026-12-01") == [("missing", "blue_card", 2027)]


def test_they_are_missed_until_they_are_there(yearly):
    assert ("missing", "blue_card", 2027) in due("2027-03-01")
    threshold("blue_card", date(2027, 1, 1), date(2027, 12, 31))
    assert due("2026-12-31") == []
    assert ("missing", "blue_card", 2027) not in due("2027-03-01")


def test_a_source_is_old_after_a_year(yearly):
    assert ("old", "livelihood", None) not in due("2027-01-01")
    assert ("old", "livelihood", None) in due("2027-01-02")


def test_what_was_compared_since_is_not_old():
    row = threshold("livelihood", date(2020, 1, 1), checked=date(2026, 5, 1))
    assert due("2027-05-01") == []
    (found,) = due_for_review(date(2027, 5, 2))
    assert (found.since, found.pk, found.table) == (date(2026, 5, 1), row.pk, "threshold")


def test_rows_that_no_longer_hold_are_left_alone_and_the_oldest_comes_first():
    more = {"amount": Decimal(93), "law": "§ 45", "title": "x"}
    Fee.objects.create(key="45-3", valid_from=date(2020, 1, 1), valid_until=date(2024, 1, 1), **more)
    Fee.objects.create(key="45-3", valid_from=date(2024, 1, 2), **more)
    FeeReduction.objects.create(
        code="minors", effect="half", when="true", law="§ 50", title="x", reason="x", valid_from=date(2022, 1, 1)
    )
    assert due("2026-06-01") == [("old", "minors", None), ("old", "45-3", None)]


def test_the_leap_day_has_a_year_before():
    threshold("livelihood", date(2027, 2, 27))
    assert due("2028-02-29") == [("old", "livelihood", None)]
