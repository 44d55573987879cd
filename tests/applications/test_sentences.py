"""What is said about an answer that cannot be taken: what to do, with the limits that hold."""

import pytest
from django.utils.translation import override

from portal.applications.forms import Asked, StepForm
from portal.catalogue import kinds
from portal.catalogue.definition import Question
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
