"""What people type, and what we read."""

import unicodedata

import pytest
import time_machine
from django.template.loader import render_to_string
from django.utils.translation import override

from portal.applications.forms import Asked, StepForm
from portal.catalogue import kinds
from portal.catalogue.definition import Choice, Question
from portal.shared import dates


def question(kind: str, **fields) -> Question:
    return Question(**{"code": "q", "kind": kind, "label": {"en": "A question"}, **fields})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("24.05.1999", "1999-05-24"),
        ("24.5.99", "1999-05-24"),
        ("24/5/1999", "1999-05-24"),
        ("24 5 1999", "1999-05-24"),
        ("1999-05-24", "1999-05-24"),
        ("24. 05. 1999", "1999-05-24"),
        ("٢٤.٠٥.١٩٩٩", "1999-05-24"),
        ("29.02.2024", "2024-02-29"),
    ],
)
@time_machine.travel("2026-11-22")
def test_a_day_is_read_in_every_usual_way_of_writing(typed, meant):
    assert dates.read_date(typed) == meant


@pytest.mark.parametrize("typed", ["31.02.2024", "29.02.2023", "0.1.2020", "1999", "yesterday", "24.13.1999", "1.1.1"])
def test_what_is_no_day_of_the_calendar_is_not_read(typed):
    assert dates.read_date(typed) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1990", "1990"),
        ("1990-05", "1990-05"),
        ("05.1990", "1990-05"),
        ("5/1990", "1990-05"),
        ("24.5.1999", "1999-05-24"),
        ("1990-00-00", "1990"),
        ("00.05.1990", "1990-05"),
    ],
)
def test_a_birth_date_may_be_known_in_part(typed, meant):
    assert dates.read_partial_date(typed) == meant


@pytest.mark.parametrize("typed", ["13.1990", "1700", "990", "32.01.1990", "abc"])
def test_what_is_no_partial_date_is_not_read(typed):
    assert dates.read_partial_date(typed) is None


@pytest.mark.parametrize("value", ["1990", "1990-05", "1999-05-24"])
def test_a_date_that_is_shown_reads_back_as_itself(value):
    assert dates.read_partial_date(dates.write(value)) == value


@pytest.mark.parametrize(
    "name", ["Ş", "Łukasiewicz", "O’Neill", "Muʻallim", "Nguyễn Thị", "d'Ávila-Çelik", "J̌ana", "Þórður", "Ħalil"]
)
def test_names_of_the_official_letter_set_are_taken(name):
    assert kinds.read(question("name"), name) == kinds.cleaned(name)


@pytest.mark.parametrize("name", ["Анна", "محمد", "R2D2", "<b>"])
def test_other_letters_are_answered_with_what_to_do(name):
    with pytest.raises(kinds.UnreadableError) as caught:
        kinds.read(question("name"), name)
    assert "Latin letters" in str(caught.value.sentence)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("992", "992.00"), ("992,5", "992.50"), ("1.234,56 €", "1234.56"), ("1'000", "1000.00"), ("0", "0.00")],
)
def test_amounts_are_read_as_germans_and_others_write_them(typed, meant):
    assert kinds.read(question("money"), typed) == meant


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("money", "viel"),
        ("money", "-3"),
        ("money", "NaN"),
        ("money", "1e3000"),
        ("number", "12.5"),
        ("number", "٣" * 20),
        ("email", "nobody"),
        ("phone", "call me"),
        ("postcode", "4779"),
        ("country", "Deutschland"),
        ("nationality", "DE"),
        ("yes_no", "maybe"),
    ],
)
def test_every_kind_says_what_to_type_and_never_says_invalid(kind, typed):
    with pytest.raises(kinds.UnreadableError) as caught:
        kinds.read(question(kind), typed)
    assert "nvalid" not in str(caught.value.sentence)
    assert str(caught.value.sentence).startswith(("Enter", "Choose"))


def test_a_choice_is_one_of_its_codes():
    asked = question("choice", choices=(Choice("a", {"en": "A"}),))
    assert kinds.read(asked, "a") == "a"
    with pytest.raises(kinds.UnreadableError):
        kinds.read(asked, "b")


def test_limits_of_numbers_and_times_are_said():
    with pytest.raises(kinds.UnreadableError, match="unreadable"):
        kinds.read(question("number", maximum=14), "15")
    with pytest.raises(kinds.UnreadableError):
        kinds.read(question("partial_date", period="past"), "2090")
    with pytest.raises(kinds.UnreadableError):
        kinds.read(question("date", period="future"), "01.01.2001")


def test_a_declaration_needs_a_yes():
    with pytest.raises(kinds.UnreadableError):
        kinds.read(question("yes_no", must_agree=True), "no")


@pytest.mark.parametrize("raw", ["a\x00b", "a\ud800b", "a\u202eb", "a\r\nb"])
def test_a35_control_characters_and_halves_of_characters_are_dropped(raw):
    value = kinds.read(question("text"), raw)
    assert value is not None
    str(value).encode()
    assert "\x00" not in str(value)


def test_a35_a_value_of_100_kilobytes_is_answered_with_a_sentence():
    with pytest.raises(kinds.UnreadableError) as caught:
        kinds.read(question("text"), "x" * 100_000)
    assert "Shorten" in str(caught.value.sentence)


@pytest.mark.parametrize("kind", ["date", "number", "money", "email"])
def test_too_long_an_answer_is_told_what_belongs_there(kind):
    with pytest.raises(kinds.UnreadableError) as refused:
        kinds.read(question(kind), "x" * 900)
    assert str(refused.value.sentence) == str(kinds.EXAMPLES[kind])


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Name", "Name: Enter it."),
        ("Since when?", "Since when? Enter it."),
        ("Points (ECTS)", "Points (ECTS): Enter it."),
        ("My answers are true.", "My answers are true. Enter it."),
    ],
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_message_names_its_question_in_plain_text(label, said, language):
    with override(language):
        asked = Asked("q", question("text", label={"en": label, "ar": label}))
        form = StepForm([asked], {}, {"q": "Enter it."})
        # At the field its question stands above it already; in the box above the form it does not.
        assert form.errors["q"] == ["Enter it."]
        assert f">{said}</a>" in render_to_string("components/error_summary.html", {"form": form})


@pytest.mark.parametrize(
    "typed", ["1.050,50", "1,050.50", "1 050,50", "1'050.50", "\u0661\u066c\u0660\u0665\u0660\u066b\u0665", "1050.5"]
)
def test_amounts_are_read_as_people_of_all_countries_write_them(typed):
    assert kinds.read(question("money"), typed) == "1050.50"


@pytest.mark.parametrize("typed", ["1.050", "1,050", "1050"])
def test_a_group_of_three_digits_is_thousands(typed):
    assert kinds.read(question("money"), typed) == "1050.00"


def test_a_day_that_does_not_exist_is_named_as_such():
    with pytest.raises(kinds.UnreadableError) as told:
        kinds.read(question("date"), "31.02.2026")
    assert "calendar" in str(told.value.sentence)


def test_a_date_may_be_typed_with_digits_alone():
    assert kinds.read(question("date"), "24051999") == "1999-05-24"


def test_a_telephone_number_is_kept_in_latin_digits():
    assert kinds.read(question("phone"), "\u0660\u0661\u0665\u0661 23456789") == "0151 23456789"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *[
            (text, "1990")
            for text in ("00.00.1990", "1990-00-00", "00/00/1990", "0.0.1990", "00.1990", "00001990", "1990")
        ],
        *[(text, "1990-05") for text in ("00.05.1990", "1990-05-00", "0.5.1990", "05.1990", "00051990")],
        ("24.05.1990", "1990-05-24"),
        ("24051990", "1990-05-24"),
        ("٠٠.٠٥.١٩٩٠", "1990-05"),
    ],
)
def test_a_date_known_in_part_is_read_as_passports_and_people_write_it(typed, read):
    assert kinds.read(question("partial_date"), typed) == read


@pytest.mark.parametrize("typed", ["00.00.0000", "00.13.1990", "32.05.1990", "24.00.1990", "1990-13", "0"])
def test_no_date_is_made_of_what_is_none(typed):
    with pytest.raises(kinds.UnreadableError):
        kinds.read(question("partial_date"), typed)


# Letters of DIN 91379 that fonts and programs forget: sequences with combining marks, letters of few languages.
SEQUENCES = "A̋ C̀ C̆ C̨̆ D̂ F̄ H̱ J̌ K͟H k͟h L̥̄ M̂ M̐ N̆ P̕ R̥̄ S̛̄ T̈ U̇ Z̧ Û̄ ÿ́ Č̣ ē̍ Ī́ Ž̦ Ḳ̄ Ạ̈ Ụ̄".split()  # noqa: SIM905
LETTERS = "Ə ə ß ẞ ĸ ŉ Ŀ ŀ Ĳ ĳ Ŋ ŋ Ǥ Ǯ Ʒ ʒ Ɨ ɨ Ƈ ƈ Ơ Ư ȧ ḗ ẖ ẗ Ậ Ỹ Þ ð Ø Œ ı İ".split()  # noqa: SIM905


@pytest.mark.parametrize("letters", [SEQUENCES, LETTERS], ids=["sequences", "letters"])
def test_names_may_have_every_letter_of_the_standard(letters):
    for each in letters:
        assert kinds.read(question("name"), f"Na{each}me") == unicodedata.normalize("NFC", f"Na{each}me"), each


def test_names_may_have_the_signs_of_the_standard():
    typed = "O'Neill-d’Arc, Jr. `´¨~·ʹʺʾʿˈˌ‡"
    assert kinds.read(question("name"), typed) == typed


@pytest.mark.parametrize("typed", ["Иван", "محمد", "Ω", "̆", "Bo\u064e", "R2D2", "A@B", "李"])
def test_names_are_written_in_latin_letters(typed):
    with pytest.raises(kinds.UnreadableError) as told:
        kinds.read(question("name"), typed)
    assert "Latin letters" in str(told.value.sentence)
