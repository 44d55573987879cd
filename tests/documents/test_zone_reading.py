"""Machine-readable zones on photographs, through the real sandbox: exact, or honestly unsure."""

import csv
from pathlib import Path

import pytest

from portal.documents import queries, states
from tests.documents.conftest import read_file
from tests.factories.documents import document, process

FOLDER = Path(__file__).resolve().parents[1] / "data" / "zones"
LETTERS = FOLDER.parent / "letters"
with (FOLDER / "truth.csv").open(newline="") as _truth:
    TRUTH = {row["file"]: row["mrz"] for row in csv.DictReader(_truth)}


@pytest.mark.parametrize("name", TRUTH)
def test_zones_are_read_without_one_wrong_character(name):
    reading = read_file(FOLDER / name, "zone")
    assert reading.zone is not None
    assert "|".join(reading.zone.lines) == TRUTH[name]


def test_a_page_without_a_zone_gives_none():
    assert read_file(LETTERS / "deu_0_200.png", "zone").zone is None


@pytest.mark.django_db
def test_an_expired_passport_is_told_with_its_date(real_reader, form):
    form(family_name="Haka", given_names="Georgi")
    made = process(document((FOLDER / "022_TD3_hard.jpg").read_bytes()))
    report = queries.report_of(made)
    assert made.state == states.CHECKED
    assert report.tone == "warning"
    assert str(report.advice).startswith("Your document ended on")
    assert "2023" in str(report.advice)
    assert report.may_send_anyway


@pytest.mark.django_db
def test_a_certificate_in_the_place_of_the_passport_is_named(real_reader):
    made = process(document((LETTERS / "deu_0_200.png").read_bytes(), "pass.png"))
    assert "another paper: Enrolment certificate. We need: Passport." in str(queries.report_of(made).advice)
