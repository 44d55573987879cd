"""Live results beside the questions: what they say, in the reader's language."""

import pytest
from django.utils.translation import override

from portal.catalogue.definition import definition_from
from portal.catalogue.queries import definition_of, panel_of
from tests.factories.catalogue import published
from tests.factories.services import question, service

pytestmark = pytest.mark.django_db


def panel(slug, step, answers, language="en"):
    definition = definition_of(published(slug))
    with override(language):
        return panel_of(definition, definition.step(step), answers)


def rows(found):
    return dict(found.rows)


@pytest.mark.parametrize(
    ("language", "limit", "gap"), [("en", "€50,700", "€2,700"), ("de", "50.700\xa0€", "2.700\xa0€")]
)
def test_a_salary_is_held_against_the_minimum_of_the_year(language, limit, gap):
    found = panel("blue-card", "job", {"blue_card_route": "standard", "gross_year": "48000.00"}, language)
    amounts = [value for _label, value in found.rows]
    assert found.tone == "warning"
    assert amounts[0] == limit
    assert amounts[-1] == gap
    assert not found.missing


def test_the_lower_minimum_is_for_some_routes():
    found = panel("blue-card", "job", {"blue_card_route": "it_experience", "gross_year": "48000.00"})
    assert found.tone == "success"
    assert "€45,934.20" in rows(found).values()


def test_without_answers_it_says_what_it_waits_for():
    found = panel("blue-card", "job", {})
    assert [str(each) for each in found.missing] == ["Which of these fits you?", "What is your gross salary a year?"]
    assert found.tone == "info"


POINTS = {"card_kind": "search", "qualification_recognised": "partial", "german_level": "a2"}


def test_points_are_added_up_with_what_is_open():
    found = panel("opportunity-card", "points", POINTS)
    assert found.figure == "5 points. 6 are needed."
    assert "How well do you speak English?" in [str(each) for each in found.missing]


def test_points_say_what_would_help_once_all_is_answered():
    rest = {"english_level": "none", "experience_years_5": 0, "experience_years_7": 0, "shortage_job": "no"}
    rest |= {"earlier_stay_months": 0, "spouse_applies": "no", "date_of_birth": "1970-01-01"}
    found = panel("opportunity-card", "points", POINTS | rest)
    assert (found.tone, found.missing) == ("warning", ())
    assert any("Level B2" in each and "up to 2 points more" in each for each in found.advice)


def test_a_follow_up_card_needs_no_points():
    assert panel("opportunity-card", "points", {"card_kind": "follow_up"}) is None


def test_a_settlement_date_is_worked_out():
    answers = {"settlement_route": "skilled", "since_title": "2025-03-01", "pension_months": 18, "german_level": "b1"}
    found = panel("settlement-permit", "route", answers, "de")
    assert found.figure
    assert [str(each) for each in found.missing] == [
        "Haben Sie den Test „Leben in Deutschland“ oder den Einbürgerungstest bestanden?"
    ]
    assert panel("settlement-permit", "route", {}).missing


@pytest.mark.parametrize(
    ("days", "figure", "tone"), [("70", "70 of 140 days", "info"), ("141", "141 of 140 days", "warning")]
)
def test_working_days_are_an_account(days, figure, tone):
    found = panel("study-extension", "work", {"days_worked_this_year": days})
    assert (found.figure, found.tone) == (figure, tone)


def test_who_does_not_study_has_no_account():
    assert panel("work-permission", "days", {"stay_purpose": "family"}) is None
    assert panel("work-permission", "days", {"stay_purpose": "study"}) is not None


@pytest.mark.parametrize(
    "name", ["", "unheard_of", "work_days", "settlement_date", "bluecard_salary", "opportunity_points"]
)
@pytest.mark.parametrize("bad", ["soon", [], {"a": 1}, None, "9" * 400, "-1", True])
def test_other_forms_and_broken_answers_do_no_harm(name, bad):
    codes = ("days_worked_this_year", "settlement_route", "since_title", "gross_year", "german_level", "date_of_birth")
    definition = definition_from(service(("one", [question(code) for code in codes]), panels={"one": name}))
    found = panel_of(definition, definition.steps[0], dict.fromkeys(codes, bad))
    assert (found is None) == (name in {"", "unheard_of"})
