"""Numbers as people write them."""

from decimal import Decimal

import pytest
from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from portal.shared import money, numbers
from portal.shared.language import CODES

DIGITS = st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12", "12"),
        (" 0,5 ", "0.5"),
        ("1.050", "1050"),
        ("1,050.50", "1050.50"),
        ("1.050,50", "1050.50"),
        ("1'050", "1050"),
        ("51 000", "51000"),
        ("51\u202f000,5", "51000.5"),
        ("1.000.000", "1000000"),
        ("0.500", "0.500"),
        ("١٬٠٥٠٫٥٠", "1050.50"),
    ],
)
def test_a_number_is_read_in_every_usual_way_of_writing(typed, meant):
    assert numbers.read_number(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "-3", "+3", "many", "1e9", "NaN", "1.00.000", "1.000.00.0", "1,000,00", ",5", "5,", "0x1", "½", "²"]
)
def test_what_is_no_number_is_not_read(typed):
    assert numbers.read_number(typed) is None


def test_nothing_beyond_nine_digits_is_read():
    assert numbers.read_number("9" * 9) == "9" * 9
    assert numbers.read_number("9" * 10) is None


@given(st.decimals(0, 999_999_999, places=2), st.sampled_from(CODES), DIGITS)
def test_an_amount_as_any_language_writes_it_reads_as_the_same(amount, language, digits):
    text = money.typed(amount, language).translate(str.maketrans("0123456789", digits))
    assert Decimal(numbers.read_number(text) or -1) == amount


@given(st.decimals(0, 999_999_999, places=1), st.sampled_from(CODES))
def test_a_number_in_its_field_reads_as_the_same(number, language):
    assert numbers.read_number(numbers.typed(str(number), language)) == str(number)


def test_a_number_comes_back_with_the_mark_of_the_language():
    assert [numbers.typed("39.5", each) for each in ("de", "en", "tr", "ar", "uk")] == [
        "39,5",
        "39.5",
        "39,5",
        "39.5",
        "39,5",
    ]
    assert numbers.typed("1050.50", "de") == "1050,50"
    assert numbers.typed("many", "de") == "many"


@pytest.mark.parametrize("language", CODES)
def test_numbers_sizes_and_amounts_have_one_decimal_mark_in_a_language(language):
    with override(language):
        mark = numbers.typed("0.5")[1]
        assert number_format(Decimal("39.5")) == f"39{mark}5"
        assert f"58{mark}3" in filesizeformat(59_700)
        assert f"46{mark}00" in money.written(Decimal(46))


@given(st.text(max_size=30))
def test_whatever_is_typed_reads_as_a_number_or_as_none(typed):
    found = numbers.read_number(typed)
    assert found is None or Decimal(found) >= 0
