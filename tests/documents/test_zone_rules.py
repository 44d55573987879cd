"""The rules of ICAO Doc 9303 for zones: layouts, check digits, long numbers, unknown dates, names. No pictures."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.documents.checks import layouts, zone
from portal.documents.checks.codes import COUNTRIES

TODAY = date(2026, 11, 25)
# The standard's own examples (Doc 9303 parts 4, 5, 6, 7), and the shape of the French card of 1988.
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
TD1_LONG = ("I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<<<<<<<<<<<<<<")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
TD2_LONG = ("I<UTOSTEVENSON<<PETER<<<<<<<<<<<<<<<", "D23145890<UTO3407127M95071227349<<<8")
MRVA = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")
MRVB = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<")
IDFRA = ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6")
ALL = {
    "TD3": TD3,
    "TD1": TD1,
    "TD1 long": TD1_LONG,
    "TD2": TD2,
    "TD2 long": TD2_LONG,
    "MRVA": MRVA,
    "MRVB": MRVB,
    "IDFRA": IDFRA,
}


def read(lines):
    found = zone.parse(lines, TODAY)
    assert found is not None
    return found


def changed(lines, row, column, character):
    line = lines[row]
    return (*lines[:row], line[:column] + character + line[column + 1 :], *lines[row + 1 :])


@pytest.mark.parametrize("name", ALL)
def test_every_layout_is_told_and_fits(name):
    assert (read(ALL[name]).layout, read(ALL[name]).wrong) == (name.split()[0], ())


@pytest.mark.parametrize(
    ("text", "expected"), [("520727", "3"), ("AB2134<<<", "5"), ("L898902C3", "6"), ("ZE184226B<<<<<", "1"), ("", "0")]
)
def test_digits_worked_out_by_hand(text, expected):
    assert layouts.digit(text) == expected


def test_the_fields_of_the_standards_passport():
    found = read(TD3)
    assert (found.code, found.issuer, found.number, found.nationality) == ("P", "UTO", "L898902C3", "UTO")
    assert (found.family_name, found.given_names, found.is_name_cut) == ("ERIKSSON", "ANNA MARIA", False)
    assert (found.birth, found.expiry, found.sex) == (date(1974, 8, 12), date(2012, 4, 15), "F")
    assert (found.birth_known, found.optional) == ("1974-08-12", "ZE184226B")


@pytest.mark.parametrize("lines", [TD1_LONG, TD2_LONG])
def test_a_number_longer_than_its_field_runs_on(lines):
    assert (read(lines).number, read(lines).optional) == ("D23145890734", "")


def test_the_french_card_has_its_own_places():
    found = read(IDFRA)
    assert (found.number, found.nationality, found.expiry) == ("880692310285", "FRA", None)
    assert (found.family_name, found.given_names, found.birth) == ("BERTHIER", "CORINNE", date(1965, 12, 6))


@pytest.mark.parametrize("name", [each for each in ALL if each not in ("MRVA", "MRVB")])
def test_the_composite_digit_is_checked(name):
    lines = ALL[name]
    place, _ = layouts.layout_of(lines).digits["total"]
    now = lines[place.line][place.start]
    assert "total" in read(changed(lines, place.line, place.start, str((int(now) + 1) % 10))).wrong


@pytest.mark.parametrize("name", ["MRVA", "MRVB"])
def test_visas_have_no_composite_digit(name):
    assert set(layouts.layout_of(ALL[name]).digits) == {"number", "birth", "expiry"}


@pytest.mark.parametrize(("empty", "wrong"), [("<", ()), ("0", ()), ("1", ("optional",))])
def test_empty_optional_data_has_a_filler_or_a_zero(empty, wrong):
    head = "L898902C36UTO7408122F1204159" + "<" * 14 + empty
    total = layouts.digit(head[0:10] + head[13:20] + head[21:43])
    assert read((TD3[0], head + total)).wrong == wrong


@given(row=some.integers(0, 1), column=some.integers(0, 43), step=some.integers(1, 9))
def test_a_changed_figure_under_a_digit_is_noticed(row, column, step):
    now = TD3[row][column]
    covered = [span for _, spans in layouts.TD3.digits.values() for span in spans]
    is_covered = any(span.line == row and span.start <= column < span.end for span in covered)
    if now.isdigit() and is_covered:
        assert read(changed(TD3, row, column, str((int(now) + step) % 10))).wrong


@given(
    some.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=15),
    some.dates(max_value=TODAY),
    some.data(),
)
def test_made_cards_are_read_back(number, birth, data):
    """Numbers of any length, births of any day of the last hundred years, expiries around today."""
    birth = max(birth, date(1927, 1, 1))
    expiry = TODAY + timedelta(days=data.draw(some.integers(-5000, 6900)))
    if len(number) > 9:
        rest = number[9:14]
        number = number[:9] + rest
        first = f"{number[:9]}<{rest}{layouts.digit(number[:9] + '<' + rest)}"
    else:
        first = number.ljust(9, "<") + layouts.digit(number.ljust(9, "<"))
    dates = [f"{day:%y%m%d}{layouts.digit(f'{day:%y%m%d}')}" for day in (birth, expiry)]
    top = f"ARD<<{first}".ljust(30, "<")
    middle = f"{dates[0]}F{dates[1]}SYR" + "<" * 11
    middle += layouts.digit(top[5:] + middle[:7] + middle[8:15] + middle[18:29])
    found = read((top, middle, "A<B<<C".ljust(30, "<")))
    assert found.is_valid
    assert (found.number, found.birth, found.expiry) == (number, birth, expiry)
    assert (found.family_name, found.given_names) == ("A B", "C")


@pytest.mark.parametrize(
    ("printed", "known"),
    [
        ("74<<<<", "1974"),
        ("7408<<", "1974-08"),
        ("7408XX", "1974-08"),
        ("74XXXX", "1974"),
        ("740000", "1974"),
        ("26<<<<", "2026"),
        ("2612<<", "1926-12"),
        ("2611<<", "2026-11"),
        ("740812", "1974-08-12"),
        ("741399", ""),
        ("7413<<", ""),
        ("<<<<<<", ""),
        ("7408A1", ""),
    ],
)
def test_unknown_parts_of_a_birth_keep_what_is_known(printed, known):
    lines = (TD3[0], TD3[1][:13] + printed + layouts.digit(printed) + TD3[1][20:])
    found = read(lines)
    assert found.birth_known == known
    assert (found.birth is not None) == (len(known) == 10)


@pytest.mark.parametrize(("printed", "year"), [("460101", 2046), ("470101", 1947), ("261125", 2026), ("991231", 1999)])
def test_an_expiry_is_at_most_twenty_years_ahead(printed, year):
    assert zone._date(printed, TODAY, is_past=False).year == year


def test_the_leap_day_chooses_the_century_that_has_it():
    assert zone._date("000229", TODAY, is_past=True) == date(2000, 2, 29)


@pytest.mark.parametrize(
    ("line", "family", "given_names", "is_cut"),
    [
        ("BENNELONG<WOOLOOMOOLOO<WARRANDYTE<<DIN<<", "BENNELONG WOOLOOMOOLOO WARRANDYTE", "DIN", False),
        ("ARKFREITH<<" + "<" * 28, "ARKFREITH", "", False),
        ("NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K", "NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG K", True),
    ],
)
def test_names_by_their_parts(line, family, given_names, is_cut):
    found = read((("P<UTO" + line)[:44].ljust(44, "<"), TD3[1]))
    assert (found.family_name, found.given_names) == (family, given_names)
    assert found.is_name_cut == is_cut


def test_codes_may_carry_a_figure_and_sex_may_be_open():
    lines = (TD1[0].replace("I<", "C1", 1), TD1[1].replace("F", "<", 1), TD1[2])
    assert (read(lines).code, read(lines).sex, read(lines).is_valid) == ("C1", "", True)


@pytest.mark.parametrize(
    "code", ["D<<", "UTO", "XXA", "XXB", "XXC", "XXX", "UNO", "UNA", "UNK", "XOM", "XPO", "EUE", "RKS", "GBD", "GBS"]
)
def test_special_codes_are_known(code):
    assert code in COUNTRIES


@given(some.lists(some.text(layouts.ALPHABET, min_size=30, max_size=44), min_size=1, max_size=4))
def test_any_text_is_read_or_refused_without_an_error(lines):
    found = zone.parse(tuple(lines), TODAY)
    assert found is None or len(lines) in (2, 3)


@given(some.text(layouts.ALPHABET, min_size=90, max_size=90))
def test_any_card_is_read_without_an_error(text):
    assert zone.parse((text[:30], text[30:60], text[60:]), TODAY) is not None
