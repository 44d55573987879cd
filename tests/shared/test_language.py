import pytest
from django.utils import translation

from portal.shared import language
from portal.shared.context import same_page_in


def test_a_text_tells_which_language_it_is_in():
    with translation.override("ar"):
        text = language.pick({"de": "Gebühr", "ar": ""})
    assert (text.value, text.language, text.dir) == ("Gebühr", "de", "ltr")


def test_english_comes_before_german_for_those_who_read_neither():
    assert language.pick({"de": "Gebühr", "en": "Fee"}, "tr").language == "en"


def test_ukrainian_readers_never_get_russian():
    assert "ru" not in language.chain("uk")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/de/", "/ar/"),
        ("/de/account/login/?next=/de/x/", "/ar/account/login/?next=/de/x/"),
        ("/", "/ar/"),
        ("//evil.example/x", "/ar/"),
        ("/xx/account/", "/ar/"),
    ],
)
def test_the_same_page_in_another_language_differs_in_the_first_part_only(path, expected):
    assert same_page_in(path, "ar") == expected


def test_lists_leave_out_the_columns_a_reader_does_not_need():
    assert set(language.other_columns(("hours",), "ar")) == {"hours_tr", "hours_uk", "hours_ru"}


def test_arabic_runs_from_right_to_left():
    assert language.direction("ar") == "rtl"
    assert language.native_name("uk") == "Українська"
