"""The calculators for everybody: the same result as in the forms, nothing kept."""

import pytest

from portal.needs.queries import CALCULATORS


def page(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("name", CALCULATORS)
def test_every_calculator_opens_asks_something_and_sets_no_session(client, catalogue, name):
    response = client.get(f"/de/needs/{name}/")
    assert response.status_code == 200
    assert response.context["form"].fields.keys() <= set(CALCULATORS[name].reads)
    assert len(response.context["form"].fields) >= min(2, len(CALCULATORS[name].reads))
    client.post(f"/de/needs/{name}/", {})
    assert "sessionid" not in client.cookies


def test_points_are_added_up(client, catalogue):
    answers = {
        "qualification_recognised": "partial",
        "german_level": "b1",
        "english_level": "c1",
        "experience_years_5": "0",
        "experience_years_7": "0",
        "shortage_job": "no",
        "date_of_birth": "1950",
        "earlier_stay_months": "0",
        "spouse_applies": "no",
    }
    panel = client.post("/en/needs/points/", answers).context["panel"]
    assert panel.figure == "7 points. 6 are needed."
    assert panel.missing == ()


def test_what_is_left_out_counts_nothing_and_is_named(client, catalogue):
    panel = client.post("/en/needs/points/", {"qualification_recognised": "partial"}).context["panel"]
    assert panel.figure == "4 points. 6 are needed."
    assert panel.missing


def test_the_settlement_date_is_worked_out(client, catalogue):
    answers = {
        "settlement_route": "skilled",
        "since_title": "01.03.2020",
        "pension_months": "60",
        "german_level": "b1",
    }
    panel = client.post("/en/needs/settlement/", answers | {"lid_passed": "yes"}).context["panel"]
    assert panel.tone == "success"


def test_a_refugee_who_still_lacks_german_is_not_told_to_apply_at_once(client, catalogue):
    answers = {"settlement_route": "refugee", "since_title": "01.03.2005", "german_level": "none", "lid_passed": "no"}
    panel = client.post("/en/needs/settlement/", answers).context["panel"]
    assert panel.sentence == "The time is complete. Before you apply, read the points below."
    assert any("German at level A2" in each for each in panel.advice)
    assert not any("sooner" in each for each in panel.advice)
    assert panel.tone == "warning"


def test_a_permit_since_before_anybody_lived_is_asked_about_at_its_field(client, catalogue):
    answers = {"settlement_route": "refugee", "since_title": "01.01.1900"}
    assert "since_title" in client.post("/en/needs/settlement/", answers).context["form"].errors


def test_the_days_of_the_year_are_counted_in_halves(client, catalogue):
    panel = client.post("/en/needs/work-days/", {"days_worked_this_year": "100,5"}).context["panel"]
    assert panel.figure.startswith("100.5 of 140")


@pytest.mark.parametrize("salary", ["1000000", "1.000.000,00", "1,000,000.00", "1 000 000 €"])
def test_the_salary_is_read_as_people_write_it(client, catalogue, salary):
    answers = {"blue_card_route": "standard", "gross_year": salary}
    assert client.post("/en/needs/salary/", answers).context["panel"].tone == "success"


@pytest.mark.parametrize(
    ("code", "typed", "sentence"),
    [
        ("experience_years_5", "6", "Enter a whole number from 0 to 5."),
        ("experience_years_5", "many", "Enter a whole number from 0 to 5."),
        ("date_of_birth", "31.02.1990", "The calendar does not have this day."),
    ],
)
def test_what_cannot_be_is_said_with_its_limits_and_the_name_of_the_field(client, catalogue, code, typed, sentence):
    response = client.post("/en/needs/points/", {code: typed})
    assert f"{response.context['form'][code].label} – {sentence}" in page(response)


@pytest.mark.parametrize("salary", ["1500", "5.200,00", "9000"])
def test_a_salary_of_a_month_is_asked_for_a_year(client, catalogue, salary):
    panel = client.post("/en/needs/salary/", {"blue_card_route": "standard", "gross_year": salary}).context["panel"]
    assert panel.sentence == "Is this your salary for a month? Write the salary for a whole year."
    assert panel.tone == "warning"
    assert "Still missing" not in dict(panel.rows)


@pytest.mark.parametrize("salary", ["many", "-5", "1e99", "٤٢x", "9" * 50])
def test_what_is_no_amount_is_asked_again(client, catalogue, salary):
    response = client.post("/en/needs/salary/", {"blue_card_route": "standard", "gross_year": salary})
    assert response.status_code == 422
    assert "Enter an amount in euros" in page(response)
    assert response.context["panel"] is None
