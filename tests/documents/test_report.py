"""What the applicant is told, and that it follows the form."""

from datetime import date

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from portal.documents import actions, queries, states
from portal.documents.adapters.memory import MemoryReader
from portal.documents.checks import rules, wording
from portal.documents.models import Document
from portal.documents.ports import Reading
from tests.factories.documents import document, process, processed

pytestmark = pytest.mark.django_db


def advice(made):
    return str(queries.report_of(made).advice)


def test_a_changed_form_is_compared_again_without_reading(form, settings):
    made = processed()
    settings.READER = {"ADAPTER": "portal.documents.adapters.outage.OutageReader"}
    form(family_name="Svensson")
    actions.recheck(made.subject)
    assert advice(made).startswith("The document says ANNA MARIA ERIKSSON, you typed Anna Maria Svensson.")
    form()
    actions.recheck(made.subject)
    assert queries.report_of(made).tone == "success"


def test_sending_anyway_ends_the_question(form):
    form(today=date(2033, 1, 1))
    made = processed()
    assert queries.report_of(made).may_send_anyway
    actions.send_anyway(made, by=made.uploader)
    report = queries.report_of(made)
    assert (report.tone, report.may_send_anyway) == ("success", False)


def test_the_most_urgent_finding_gives_the_advice(form):
    form(today=date(2033, 1, 1), family_name="Svensson")
    assert advice(processed()).startswith("Your document ended on")


def test_dates_are_written_as_the_reader_writes_them(form):
    form(today=date(2033, 1, 1))
    made = processed()
    with translation.override("en"):
        assert "15 April 2032" in advice(made)
    with translation.override("de"):
        assert "15. April 2032" in advice(made)


@pytest.mark.parametrize("reason", [*wording.REFUSALS, "something new"])
def test_every_refusal_says_what_to_do_and_blocks(reason):
    made = document()
    actions.refuse(made, reason)
    report = queries.report_of(made)
    assert str(report.advice)
    assert (report.blocks, report.tone, report.is_final) == (True, "danger", True)


def test_every_state_has_a_word():
    assert set(wording.STATES) == set(states.MACHINE.states())


DRAWINGS = (settings.BASE_DIR / "portal/templates/components/drawing.html").read_text()
EVERY_VALUE = {
    "found": "X",
    "typed": "Y",
    "wanted": "Z",
    "date": "2026-11-22",
    "until": "2030-01-01",
    "months": 3,
    "count": 1,
    "wanted_count": 3,
}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"found": "A1", "typed": "A2"}, "Read: A1. In the form: A2."),
        (
            {"fields": ["number", "birth"]},
            "Corrected by check digits: Number, Date of birth.",
        ),
        ({"date": "2026-11-22", "until": "2030-01-01"}, "Date read: 22 November 2026. Wanted until: 1 January 2030."),
        ({"case": "sure"}, ""),
    ],
)
def test_staff_read_what_was_found(values, sentence):
    assert wording.detail("zone", values) == sentence


def test_countries_are_named_not_coded():
    values = {"case": "differs", "found": "TR", "typed": "UA"}
    assert "Türkiye as nationality, you chose Ukraine" in wording.advice("nationality", values)


def test_every_finding_has_a_label_and_every_sentence_its_values():
    for check, _ in wording.ADVICE:
        assert str(wording.LABELS[check])
    for check, case in wording.ADVICE:
        assert "{" not in wording.advice(check, {"case": case, **EVERY_VALUE})
        drawing = wording.drawing(check, {"case": case})
        assert not drawing or f'name == "{drawing}"' in DRAWINGS


def test_nothing_personal_is_stored_in_clear():
    made = processed(name="Pass Eriksson.jpg")
    row = Document.objects.values().get(pk=made.pk)
    stored = repr(row) + repr(list(made.findings.values())) + repr(list(made.pages.values()))
    # Whole days: four digits alone stand in one hash or other.
    for word in ("Eriksson", "ERIKSSON", "L898902C3", "740812", "1974-08-12", "(1974, 8"):
        assert word not in stored


def test_complete_means_that_every_required_document_is_there():
    made = processed()
    asked = [
        type("Asked", (), {"code": "passport", "required": True}),
        type("Asked", (), {"code": "x", "required": False}),
    ]
    assert queries.is_complete(made.subject, asked)
    actions.remove(made, by=made.uploader)
    assert queries.missing(made.subject, asked) == ["passport"]


def test_the_partial_polls_while_the_check_runs_and_then_stops():
    made = document(name="<script>.jpg")
    html = render_to_string("documents/_document.html", {"report": queries.report_of(made), "poll_url": "/p"})
    assert 'hx-get="/p"' in html
    assert "<script>" not in html
    done = queries.report_of(processed())
    assert "hx-get" not in render_to_string("documents/_document.html", {"report": done, "poll_url": "/p"})


def second_page(first, settings):
    """Another page of the same requirement, without a zone."""
    settings.READER = {"ADAPTER": "tests.documents.test_report.blank_reader"}
    return process(document(subject=first.subject, by=first.uploader))


def blank_reader():
    return MemoryReader(Reading())


def test_other_pages_of_a_passport_need_no_zone(settings):
    first = processed()
    assert queries.report_of(second_page(first, settings)).tone == "success"


@pytest.mark.parametrize(
    ("case", "left"),
    [
        ("blurred-passport", ("text", "warn", "unreadable")),
        ("dark-passport", ("text", "warn", "unreadable")),
        ("no-zone-passport", ("zone", "skipped", "other-page")),
    ],
)
def test_other_pages_must_still_be_readable(case, left):
    (found,) = rules.soften([rules.Outcome("zone", "warn", {"case": case})])
    assert (found.check, found.result, found.values["case"]) == left


def test_the_page_with_the_data_may_come_last(settings):
    memory = settings.READER
    settings.READER = {"ADAPTER": "tests.documents.test_report.blank_reader"}
    first = processed()
    assert queries.report_of(first).tone == "warning"
    settings.READER = memory
    process(document(subject=first.subject, by=first.uploader))
    assert queries.report_of(first).tone == "success"


def test_what_lies_beside_is_judged_again_when_a_file_goes(settings):
    first = processed()
    second = second_page(first, settings)
    assert "further page" in advice(second)
    actions.remove(first, by=first.uploader)
    assert queries.report_of(second).tone == "warning"


def test_nothing_goes_into_the_form_from_a_paper_that_is_not_the_right_one(form):
    assert queries.report_of(processed()).may_confirm
    form(today=date(2040, 1, 1))
    assert not queries.report_of(processed()).may_confirm


def test_another_persons_passport_is_asked_about(form):
    form(family_name="Svensson", given_names="Berta")
    assert queries.report_of(processed()).differs
