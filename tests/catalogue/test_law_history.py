"""Rows of the law keep their history: what has begun stays, what is new follows, every change can be read."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from portal.applications import actions as applications
from portal.catalogue.actions import delete_row, keep_row, load_packs
from portal.catalogue.errors import LawBegunError, LawPlaceError
from portal.catalogue.models import Fee, FeeReduction, Threshold
from portal.catalogue.queries import law_on
from portal.catalogue.queries.history import history_of, is_past, successor
from portal.handoff.models import Delivery
from tests.catalogue.test_packs import spoil
from tests.factories import applications as made
from tests.factories.accounts import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel("2026-11-25T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def editor():
    return PersonFactory()


def fee(first: str, last: str | None = None, amount: str = "93.00", key: str = "own") -> Fee:
    """A fee that is not saved yet."""
    until = date.fromisoformat(last) if last else None
    return Fee(
        key=key, amount=Decimal(amount), law="§ 45 AufenthV", title_de="x", source="BGBl.",
        valid_from=date.fromisoformat(first), valid_until=until,
    )  # fmt: skip


def stored(first: str, last: str | None = None, **more: str) -> Fee:
    row = fee(first, last, **more)
    row.save()
    return row


def spans() -> list[tuple]:
    rows = Fee.objects.filter(key="own").order_by("valid_from")
    return [(f"{row.valid_from}", row.valid_until and f"{row.valid_until}") for row in rows]


def told(row) -> list[tuple]:
    return [(each.what, f"{each.first}", dict(each.fields), each.why) for each in history_of(row)]


# -- what has begun stays ----------------------------------------------------------


def test_what_a_running_row_says_is_not_changed_without_a_reason(editor):
    row = stored("2026-11-25")
    row.amount = Decimal(95)
    with pytest.raises(LawBegunError):
        keep_row(row, by=editor)
    row.refresh_from_db()
    assert (row.amount, told(row)) == (93, [])


@pytest.mark.parametrize(
    ("name", "value"),
    [("effect", "free"), ("price_key", "52a"), ("applies_to", ["45-3"]), ("when", "true"), ("law", "§ 1")],
)
def test_neither_is_what_a_reduction_says(editor, name, value):
    row = FeeReduction.objects.create(
        code="own", effect="half", applies_to=[], when="false", law="§ 50", valid_from=date(2026, 1, 1)
    )
    setattr(row, name, value)
    with pytest.raises(LawBegunError):
        keep_row(row, by=editor)
    assert keep_row(row, by=editor, why="Falsch abgeschrieben") == []


def test_a_correction_tells_who_when_what_and_why(editor):
    row = stored("2026-01-01")
    row.amount = Decimal(95)
    keep_row(row, by=editor, why="Zahlendreher")
    change = history_of(row)[0]
    assert (change.by, f"{change.at:%Y-%m-%d}") == (str(editor.pk), "2026-11-25")
    assert told(row) == [("corrected", "2026-01-01", {"amount": ("93.00", "95.00")}, "Zahlendreher")]


def test_a_row_that_has_not_begun_is_changed_and_deleted_freely(editor):
    row = stored("2026-11-26")
    row.amount = Decimal(95)
    keep_row(row, by=editor)
    delete_row(row, by=editor)
    assert not Fee.objects.exists()
    assert [each[0] for each in told(row)] == ["deleted", "changed"]


def test_a_row_that_has_begun_is_not_deleted(editor):
    row = stored("2026-11-25", "2026-11-25")
    with pytest.raises(LawBegunError):
        delete_row(row, by=editor)
    assert Fee.objects.filter(pk=row.pk).exists()


def test_source_texts_and_days_of_comparing_stay_open(editor):
    row = stored("2026-01-01")
    row.source, row.checked_on, row.title_uk = "BGBl. I", date(2026, 11, 25), "Збір"
    keep_row(row, by=editor)
    assert set(history_of(row)[0].fields) == {"source", "checked_on", "title_uk"}


def test_saving_what_is_there_tells_nothing(editor):
    row = stored("2026-01-01")
    keep_row(row, by=editor)
    assert told(row) == []


@pytest.mark.parametrize(
    ("last", "new", "is_refused"),
    [
        (None, "2026-11-25", False),
        ("2026-12-31", None, False),
        (None, "2026-11-24", True),
        ("2026-11-24", None, True),
    ],
)
def test_the_last_day_is_open_while_it_is_to_come(editor, last, new, is_refused):
    row = stored("2026-01-01", last)
    row.valid_until = date.fromisoformat(new) if new else None
    if is_refused:
        with pytest.raises(LawBegunError):
            keep_row(row, by=editor)
    else:
        keep_row(row, by=editor)
    assert spans() == [("2026-01-01", last if is_refused else new)]


# -- what is new follows -------------------------------------------------------------


def test_a_new_amount_ends_the_old_one_the_day_before(editor):
    old = stored("2026-01-01")
    new = fee("2027-01-01", amount="99.00")
    assert keep_row(new, by=editor, follows=old) == [old]
    assert spans() == [("2026-01-01", "2026-12-31"), ("2027-01-01", None)]
    assert law_on(date(2026, 12, 31)).prices["own"].amount == 93
    assert law_on(date(2027, 1, 1)).prices["own"].amount == 99
    assert [each[:2] for each in told(old)] == [("added", "2027-01-01"), ("ended", "2026-01-01")]
    assert told(new)[1][2] == {"valid_until": (None, "2026-12-31")}


def test_a_row_with_a_last_day_makes_room_only_for_what_follows_it(editor):
    old = stored("2026-01-01", "2026-12-31")
    with pytest.raises(LawPlaceError):
        keep_row(fee("2026-12-01"), by=editor)
    keep_row(fee("2026-12-01"), by=editor, follows=old)
    assert spans() == [("2026-01-01", "2026-11-30"), ("2026-12-01", None)]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        # the same first day, a day on both, a day on none, before and after
        ("2026-01-01", None),
        ("2027-06-01", "2028-01-01"),
        ("2025-01-01", "2026-01-01"),
        ("2025-01-01", None),
        ("2025-01-01", "2025-12-30"),
        ("2029-01-02", None),
        ("2027-06-01", "2027-05-31"),
    ],
)
def test_no_day_has_two_rows_or_none(editor, first, last):
    rows = [("2026-01-01", "2026-12-31"), ("2027-01-01", "2028-12-31")]
    for each in rows:
        stored(*each)
    with pytest.raises(LawPlaceError):
        keep_row(fee(first, last), by=editor)
    assert spans() == rows


def test_a_row_in_the_middle_takes_the_rest_of_the_days(editor):
    old = stored("2026-01-01", "2026-12-31")
    stored("2027-01-01")
    new = successor(old)
    assert (new.pk, new.valid_from, new.valid_until, new.source) == (None, None, date(2026, 12, 31), "")
    new.valid_from = date(2026, 12, 1)
    keep_row(new, by=editor, follows=old)
    assert spans() == [("2026-01-01", "2026-11-30"), ("2026-12-01", "2026-12-31"), ("2027-01-01", None)]


def test_what_follows_a_row_with_a_last_day_begins_the_day_after():
    new = successor(stored("2026-01-01", "2026-12-31"))
    assert (new.key, new.amount, new.valid_from, new.valid_until) == ("own", 93, date(2027, 1, 1), None)


def test_nothing_new_follows_a_row_that_another_one_has_followed():
    old, new = stored("2025-01-01", "2025-12-31"), stored("2026-01-01", "2026-11-24")
    assert (is_past(old), is_past(new)) == (True, False)


def test_moving_the_first_day_moves_the_last_day_before_it(editor):
    stored("2026-01-01")
    new = fee("2027-01-01")
    keep_row(new, by=editor)
    for first, last in [("2027-02-01", "2027-01-31"), ("2026-12-01", "2026-11-30")]:
        new.valid_from = date.fromisoformat(first)
        keep_row(new, by=editor)
        assert spans() == [("2026-01-01", last), (first, None)]


def test_rows_stay_in_their_order(editor):
    stored("2026-01-01", "2026-12-31")
    row = stored("2027-01-01", "2027-12-31")
    stored("2028-01-01")
    before = spans()
    for first, last in [("2025-01-01", "2025-12-31"), ("2029-01-01", None)]:
        row.valid_from, row.valid_until = date.fromisoformat(first), last and date.fromisoformat(last)
        with pytest.raises(LawPlaceError):
            keep_row(row, by=editor)
    assert spans() == before


def test_a_row_to_come_does_not_begin_in_the_past_without_a_reason(editor):
    row = stored("2027-01-01")
    row.valid_from = date(2026, 11, 24)
    with pytest.raises(LawBegunError):
        keep_row(row, by=editor)
    keep_row(row, by=editor, why="Schon in Kraft")
    assert told(row)[0][::3] == ("corrected", "Schon in Kraft")


def test_a_row_that_holds_today_does_not_leave_today_without_one(editor):
    row = stored("2026-01-01")
    row.valid_from = date(2026, 12, 1)
    with pytest.raises(LawPlaceError):
        keep_row(row, by=editor, why="Im Gesetz steht Dezember")
    assert spans() == [("2026-01-01", None)]


# -- what was to come and does not ----------------------------------------------------


@pytest.mark.parametrize("last", [None, "2027-12-31"])
def test_deleting_what_follows_gives_the_row_before_its_last_day_back(editor, last):
    old = stored("2026-01-01", last)
    new = fee("2027-01-01")
    keep_row(new, by=editor, follows=old)
    new.valid_from = date(2027, 2, 1)
    keep_row(new, by=editor)
    assert [f"{each.valid_until}" for each in delete_row(new, by=editor)] == [str(last)]
    assert spans() == [("2026-01-01", last)]


def test_deleting_between_two_rows_leaves_no_gap(editor):
    stored("2026-01-01")
    between, after = fee("2027-01-01"), fee("2028-01-01")
    keep_row(between, by=editor)
    keep_row(after, by=editor)
    delete_row(between, by=editor)
    assert spans() == [("2026-01-01", "2027-12-31"), ("2028-01-01", None)]


def test_a_row_that_the_law_ends_stays_ended_when_the_next_is_deleted(editor):
    stored("2026-01-01", "2026-12-31")
    new = fee("2027-01-01")
    keep_row(new, by=editor)
    assert delete_row(new, by=editor) == []
    assert spans() == [("2026-01-01", "2026-12-31")]


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
@pytest.mark.parametrize("last", [None, "2028-12-31"])
def test_rows_to_come_are_deleted_in_any_order(editor, order, last):
    old = stored("2026-01-01", last)
    rows = [fee(first, last) for first in ("2027-01-01", "2027-07-01", "2028-01-01")]
    former = old
    for each in rows:
        keep_row(each, by=editor, follows=former)
        former = each
    for number in order:
        delete_row(Fee.objects.get(pk=rows[number].pk), by=editor)
    assert spans() == [("2026-01-01", last)]


def test_a_row_whose_first_day_was_corrected_gets_its_last_day_back(editor):
    old = stored("2026-01-01")
    new = fee("2027-01-01")
    keep_row(new, by=editor)
    old.refresh_from_db()
    old.valid_from = date(2026, 2, 1)
    keep_row(old, by=editor, why="Im Gesetz steht Februar")
    delete_row(new, by=editor)
    assert spans() == [("2026-02-01", None)]


def test_what_was_given_back_once_is_not_mistaken_for_the_next_time(editor):
    old = stored("2026-01-01", "2027-12-31")
    for first, last in [("2027-01-01", "2027-12-31"), ("2027-06-01", "2027-12-31")]:
        new = fee(first, last)
        keep_row(new, by=editor, follows=Fee.objects.get(pk=old.pk))
        delete_row(new, by=editor)
        assert spans() == [("2026-01-01", "2027-12-31")]


# -- who else reads the rows ------------------------------------------------------------


def test_tables_with_the_same_name_are_told_apart(editor):
    row = stored("2026-01-01")
    other = Threshold(key="own", amount=1, law="§ 2", title_de="x", valid_from=date(2027, 1, 1))
    keep_row(other, by=editor)
    assert (len(history_of(other)), history_of(row)) == (1, [])


def test_a_pack_that_changes_a_running_row_is_told(folder):
    load_packs(folder)
    spoil(folder, "fees.yaml", 'key: "45a"\n  amount: "35.00"', 'key: "45a"\n  amount: "36.00"')
    assert load_packs(folder).left_alone == []
    change = history_of(Fee.objects.get(key="45a"))[0]
    assert (change.by, change.what, dict(change.fields)) == ("", "changed", {"amount": ("35.00", "36.00")})


def test_a_pack_leaves_the_amounts_that_the_office_has_changed(folder, editor):
    load_packs(folder)
    row = Fee.objects.get(key="45a")
    new = successor(row)
    new.valid_from, new.amount, new.source = date(2027, 1, 1), Decimal(40), "BGBl."
    keep_row(new, by=editor, follows=row)
    compared = Fee.objects.get(key="45b")
    compared.checked_on = date(2026, 11, 25)
    keep_row(compared, by=editor)
    assert load_packs(folder).left_alone == []
    spoil(folder, "fees.yaml", 'key: "45a"\n  amount: "35.00"', 'key: "45a"\n  amount: "36.00"')
    spoil(folder, "fees.yaml", f'key: "45b"\n  amount: "{compared.amount}"', 'key: "45b"\n  amount: "1.00"')
    assert load_packs(folder).left_alone == ["fee 45a"]
    assert list(Fee.objects.filter(key="45a").values_list("amount", flat=True)) == [35, 40]
    assert Fee.objects.get(key="45b").amount == 1


def test_what_was_sent_keeps_its_fee(editor):
    application = made.complete()
    applications.submit(application, by=application.person)
    sent = Delivery.objects.get()
    lines = sent.content()["payment"]["expected"]
    for row in Fee.objects.filter(law__in=[each["code"] for each in lines]):
        row.amount += 7
        keep_row(row, by=editor, why="Zahlendreher")
    other = made.complete(PersonFactory())
    applications.submit(other, by=other.person)
    assert Delivery.objects.get(pk=sent.pk).content()["payment"]["expected"] == lines
    newer = Delivery.objects.exclude(pk=sent.pk).get().content()["payment"]["expected"]
    assert Decimal(newer[0]["amount"]) == Decimal(lines[0]["amount"]) + 7
