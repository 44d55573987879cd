"""What is said about an answer that cannot be taken: what to do, with the limits that hold."""

import pytest
from django.utils.translation import override

from portal.applications.forms import Asked, StepForm
from portal.applications.steps import progress
from portal.catalogue import kinds
from portal.catalogue.definition import Facts, Question
from portal.shared import clock
from tests.factories.services import texts


def asked(kind, **more):
    return Question("it", kind, texts("It"), **more)


def sentence(question, typed):
    with pytest.raises(kinds.UnreadableError) as error:
        kinds.read(question, typed)
    return str(error.value.sentence)


@pytest.mark.parametrize("kind", ["date", "partial_date"])
def test_a_day_that_the_calendar_does_not_have(kind):
    assert "The calendar does not have this day" in sentence(asked(kind), "31.02.2020")


def test_a_name_in_another_script_is_asked_for_in_latin_letters():
    assert sentence(asked("name"), "Київ").startswith("Write it in Latin letters")


@pytest.mark.parametrize("typed", ["", "   ", "\u00a0", None])
@pytest.mark.parametrize("kind", ["name", "text", "date", "postcode", "number", "money", "phone", "long_text"])
def test_an_empty_field_is_to_be_filled_in_whatever_it_asks_for(kind, typed):
    content = {"values": {}, "raw": {}}
    kinds.read_into(content["values"], content["raw"], asked(kind), typed)
    found = progress.problems_of([asked(kind)], content, Facts(clock.today(), lambda _key, _year: None))
    assert {code: str(text) for code, text in found.items()} == {"it": "Please fill this in."}


@pytest.mark.parametrize("typed", ["keiner", "رقم 12", "لا يوجد", "N12🙂", "-- --"])
def test_a_passport_number_is_asked_for_as_it_is_printed(typed):
    found = sentence(asked("text", x_map={"mrz": "document_number"}), typed)
    assert found.startswith("Write the number as it is printed there, with Latin letters and digits")


@pytest.mark.parametrize(
    ("typed", "kept"), [("N1234567", "N1234567"), (" fa  123 456 ", "fa 123 456"), ("٤٥-٢", "45-2")]
)
def test_a_passport_number_is_taken_however_its_groups_are_typed(typed, kept):
    assert kinds.read(asked("text", x_map={"mrz": "document_number"}), typed) == kept


@pytest.mark.parametrize(("typed", "is_far"), [("01.02.1890", True), ("1890", True), ("01.02.1990", False)])
@pytest.mark.parametrize("kind", ["date", "partial_date"])
def test_a_day_before_anybody_lived_is_asked_for_again(kind, typed, is_far):
    if kind == "date" and "." not in typed:
        typed = f"01.01.{typed}"
    if is_far:
        assert sentence(asked(kind, period="past"), typed).startswith("This is more than 120 years ago.")
    else:
        assert kinds.read(asked(kind, period="past"), typed) == "1990-02-01"


def test_a_picture_alone_is_no_answer_but_a_dash_may_be_one():
    assert sentence(asked("text"), "🙂 👍") == "Enter an answer."
    assert kinds.read(asked("text"), "–") == "–"
    assert kinds.read(asked("text"), "Bäcker 🙂") == "Bäcker 🙂"


def test_where_one_chooses_nothing_is_filled_in():
    assert str(kinds.missing(asked("yes_no"))) == "Choose yes or no."


@pytest.mark.parametrize("typed", ["1900", "2500", "long ago"])
def test_limits_are_told_instead_of_an_example(typed):
    question = asked("number", minimum=1950, maximum=2100)
    assert sentence(question, typed) == "Enter a whole number from 1950 to 2100."
    assert str(kinds.example(question)) == "Enter a whole number from 1950 to 2100."


def test_a_number_with_one_limit_names_that_one():
    assert sentence(asked("number", minimum=5), "4") == "Enter a number that is not smaller than 5."


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar", "uk", "ru"])
@pytest.mark.parametrize("amount", ["45000.00", "992.50", "1234567.05", "0.50"])
def test_an_amount_stands_in_its_field_as_the_language_writes_it_and_is_read_as_the_same(language, amount):
    question = asked("money")
    with override(language):
        shown = StepForm([Asked("it", question)], {"it": amount})["it"].value()
    assert kinds.read(question, shown) == amount
    assert language != "de" or "," in shown


def test_half_hours_stand_in_their_field_as_they_were_typed():
    hours = asked("number", decimals=1)
    with override("de"):
        assert StepForm([Asked("it", hours)], {"it": kinds.read(hours, "39,5")})["it"].value() == "39,5"
        assert StepForm([Asked("it", asked("number"))], {"it": 1990})["it"].value() == "1990"
