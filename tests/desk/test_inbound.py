"""The desk takes packages: a case, sealed under its own key, and an answer."""

import uuid

import pytest

from portal.desk import queries, states, told
from portal.desk.errors import CaseNotFoundError
from portal.desk.models import Case, CaseFile, CasePart
from portal.handoff import states as handoff_states
from portal.handoff.models import Delivery, Reply
from tests.factories import desk, handoff
from tests.factories.offices import OfficeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pictures():
    with desk.with_files():
        yield


def follow(case, kind, **fields):
    main = Delivery.objects.of_case(case.case_id).first()
    return handoff.send(handoff.post(main.office, main.case_id, kind=kind, **fields))


def test_an_application_becomes_a_case_with_a_number_of_the_office():
    case = desk.case()
    assert case.state == states.NEW
    assert case.office_reference == "33/2-1001"
    assert str(case.title_expires) == "2026-12-03"
    assert desk.case(case.office).office_reference == "33/2-1002"


def test_the_office_accepts_with_its_reference():
    case = desk.case()
    delivery = Delivery.objects.get(case_id=case.case_id)
    assert (delivery.state, delivery.office_reference) == (handoff_states.ACCEPTED, case.office_reference)
    assert Reply.objects.get().kind == "accepted"


def test_nothing_personal_is_readable_in_the_rows():
    case = desk.case()
    sealed = [bytes(case.sealed_data), *(bytes(file.sealed_entry) for file in case.files.all())]
    assert not any("Şahin".encode() in each or b"Pass" in each for each in sealed)
    assert case.pk != case.case_id


def test_answers_are_shown_step_by_step_in_words():
    rows = [{"code": "a", "label": {"de": "Frage", "en": "Question"}, "value": "x", "shown": {"de": "Ja, gerne"}}]
    case = desk.case(data={"sections": [{"code": "s", "title": {"de": "Schritt"}, "rows": rows}]})
    [step] = told.steps_of(case)
    assert (step.title, step.answers[0].label, step.answers[0].value) == ("Schritt", "Frage", "Ja, gerne")


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, ""), (True, "Yes"), (["a", "b"], "a, b"), ({"street": "Weg 1", "city": "Ort"}, "Weg 1, Ort"), (3, "3")],
)
def test_values_of_any_shape_are_shown(value, shown):
    case = desk.case(data={"steps": [{"code": "s", "answers": [{"code": "a", "value": value}]}]})
    assert told.steps_of(case)[0].answers[0].value in {shown, "Ja"}


def test_cleaned_pages_can_be_opened_and_originals_cannot():
    case = desk.case()
    file_id = case.files.get().file_id
    assert queries.page_of(case, file_id, 1).startswith(b"\xff\xd8")
    assert CasePart.objects.filter(number=0).exists()
    for number in (0, 2):
        with pytest.raises(CaseNotFoundError):
            queries.page_of(case, file_id, number)


def test_a_file_that_was_not_clean_has_no_pages():
    case = desk.case(files=[desk.entry(scan={"result": "infected"})])
    file = case.files.get()
    assert file.withheld
    assert not file.parts.exists()
    with pytest.raises(CaseNotFoundError):
        queries.page_of(case, file.file_id, 1)


def test_a_supplement_adds_what_is_new_and_wakes_the_case():
    case = desk.case(state=states.NEEDS_MORE)
    follow(case, "supplement", files=[desk.entry(), desk.entry(id=str(uuid.uuid4()))])
    case.refresh_from_db()
    assert case.state == states.IN_REVIEW
    assert case.files.count() == 2


def test_a_file_withheld_at_first_may_come_clean_later():
    case = desk.case(files=[desk.entry(scan={"result": "infected"})])
    follow(case, "supplement", files=[desk.entry()])
    assert CaseFile.objects.get(case=case).withheld is False


def test_a_withdrawal_closes_the_case():
    case = desk.case()
    assert follow(case, "withdrawal", files=[]).state == handoff_states.ACCEPTED
    case.refresh_from_db()
    assert case.state == states.CLOSED


def test_a_supplement_without_a_case_is_refused():
    office = OfficeFactory(back_office="desk")
    delivery = handoff.send(handoff.post(office, kind="supplement", files=[]))
    assert delivery.state == handoff_states.REFUSED
    assert not Case.objects.exists()


def test_a_failure_half_way_leaves_neither_rows_nor_files(settings):
    with handoff.files_from("exchanged"):
        handoff.sent(office=OfficeFactory(back_office="desk"), files=[desk.entry()])
    assert not Case.objects.exists()


def test_erasing_the_applicants_copy_leaves_the_offices_copy_readable():
    case = desk.case()
    handoff.actions.erase(case.case_id)
    assert told.steps_of(Case.objects.get(pk=case.pk))


def test_entries_of_a_repeating_question_are_read_as_lists_of_answers():
    entries = [[{"code": "name", "label": {"de": "Name"}, "value": "Ada", "shown": {"de": "Ada"}}]]
    row = {"code": "children", "label": {"de": "Kinder"}, "value": [{"name": "Ada"}], "shown": {"de": "1. Name: Ada"}}
    case = desk.case(data={"sections": [{"code": "s", "title": {"de": "S"}, "rows": [{**row, "entries": entries}]}]})
    [answer] = told.steps_of(case)[0].answers
    assert answer.entries == [[told.Answer("Name", "Ada")]]


@pytest.mark.parametrize(
    ("unit", "shown"), [("talent_center", True), ("general", False), ("moon", False), (None, False)]
)
def test_a_case_says_if_it_is_for_the_talent_center(unit, shown):
    case = desk.case(**({"routing": {"unit": unit}} if unit else {}))
    assert bool(told.unit_of(case)) == shown
