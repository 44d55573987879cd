"""Certificates, read by the real Tesseract inside the sandbox."""

from datetime import date
from pathlib import Path

import pytest

from portal.documents import queries
from portal.documents.checks import words
from tests.documents.conftest import read_file
from tests.factories.documents import document, process

LETTERS = Path(__file__).resolve().parents[1] / "data" / "letters"
OLENA = {"family_name": "Kowalenko", "given_names": "Olena"}


def read(name):
    return read_file(LETTERS / name, "text")


def shared_words(text, truth):
    wanted = set(words.fold(truth).split())
    return len(wanted & set(words.fold(text).split())) / len(wanted)


@pytest.mark.parametrize("name", ["deu_0_200.png", "eng_0_200.png", "deu_0_phone.jpg"])
def test_letters_are_read_nearly_whole(name):
    reading = read(name)
    truth = (LETTERS / f"{name[:5]}.txt").read_text()
    assert shared_words(reading.text, truth) > 0.95
    assert reading.confidence >= 85


@pytest.mark.django_db
def test_a_certificate_of_a_past_semester_is_told_with_its_end(real_reader, form):
    form(**OLENA)
    made = process(document((LETTERS / "deu_0_phone.jpg").read_bytes(), "immatrikulation.jpg", kind="enrolment"))
    report = queries.report_of(made)
    assert "semester that ended on" in str(report.advice)
    assert {each.check: each.result for each in report.findings} == {"kind": "pass", "name": "pass", "date": "fail"}


@pytest.mark.django_db
def test_a_certificate_of_this_semester_is_fine(real_reader, form):
    form(**OLENA, today=date(2026, 1, 15))
    made = process(document((LETTERS / "deu_0_200.png").read_bytes(), "immatrikulation.png", kind="enrolment"))
    assert queries.report_of(made).tone == "success"


@pytest.mark.django_db
def test_the_text_itself_is_not_kept(real_reader, form):
    form(**OLENA)
    made = process(document((LETTERS / "eng_0_200.png").read_bytes(), "x.png", kind="enrolment"))
    kept = str(queries.reading_of(made))
    assert "registrar" not in kept.lower()
    assert "kovalenko" not in kept.lower()


@pytest.mark.django_db
def test_a_passport_is_no_certificate(real_reader):
    photo = LETTERS.parent / "zones" / "042_TD3_medium.jpg"
    made = process(document(photo.read_bytes(), kind="enrolment"))
    assert queries.report_of(made).tone == "warning"
