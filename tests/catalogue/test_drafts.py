"""A draft that is written anew keeps its rows: what has the same code stays the same row."""

import copy

import pytest

from portal.catalogue.actions import write_draft
from portal.catalogue.models import Choice, GuideStep, Question, Service, Step
from portal.catalogue.queries.drafts import draft_of
from portal.catalogue.shape import normal
from tests.factories.catalogue import packs

pytestmark = pytest.mark.django_db
SLUG = "study-extension"


@pytest.fixture
def data() -> dict:
    return copy.deepcopy(normal(packs().services[SLUG]))


@pytest.fixture
def service(data) -> Service:
    service = Service(slug=SLUG, active=True)
    write_draft(service, data)
    return service


def ids(service: Service) -> set:
    lists = ("form_steps", "document_requirements", "fee_rules", "hints", "notes", "status_texts", "guide_steps")
    below = {(name, row.pk) for name in lists for row in getattr(service, name).all()}
    questions = Question.objects.filter(step__service=service)
    choices = Choice.objects.filter(question__step__service=service)
    return below | {("question", row.pk) for row in questions} | {("choice", row.pk) for row in choices}


def page_of(data: dict, code: str) -> dict:
    return next(step for step in data["steps"] if any(each["code"] == code for each in step["questions"]))


def test_the_same_data_keeps_every_row(service: Service, data):
    before = ids(service)
    write_draft(service, data)
    assert ids(service) == before
    assert normal(draft_of(service)) == data


def test_a_text_changes_in_its_row_and_what_is_left_out_goes_back_to_nothing(service: Service, data):
    row = Question.objects.exclude(hint_de="").filter(step__service=service, group=None).first()
    question = next(each for each in page_of(data, row.code)["questions"] if each["code"] == row.code)
    question["label"]["de"] = "Anders gefragt?"
    del question["hint"]
    write_draft(service, data)
    row.refresh_from_db()
    assert (row.label_de, row.hint_de, row.hint_ar) == ("Anders gefragt?", "", "")
    assert normal(draft_of(service)) == data


def test_a_question_moves_from_a_page_that_goes_and_stays_the_same_row(service: Service, data):
    first, second, *rest = data["steps"]
    row = Question.objects.get(step__service=service, code=second["questions"][0]["code"])
    data["steps"] = [{**first, "questions": [*first["questions"], *second["questions"]]}, *rest]
    write_draft(service, data)
    row.refresh_from_db()
    assert row.step.code == first["code"]
    assert not Step.objects.filter(service=service, code=second["code"]).exists()
    assert normal(draft_of(service)) == data


def test_pages_that_change_places_and_rows_that_go_or_come(service: Service, data):
    data["steps"].reverse()
    gone, page = data["requirements"].pop(0), data["steps"][0]
    page["questions"].append({"code": "odd", "kind": "choice", "label": {"de": "x"}, "choices": [{"code": "a"}]})
    page["questions"].append(
        {"code": "rows", "kind": "group", "questions": [{"code": "inner", "kind": "text", "label": {"de": "x"}}]}
    )
    before = ids(service)
    write_draft(service, data)
    assert not service.document_requirements.filter(code=gone["code"]).exists()
    assert len(ids(service) - before) == 4
    assert normal(draft_of(service)) == normal(data)
    page["questions"][-1:] = page["questions"][-1]["questions"]
    inner = Question.objects.get(step__service=service, code="inner")
    write_draft(service, data)
    inner.refresh_from_db()
    assert inner.group is None
    assert normal(draft_of(service)) == normal(data)


def test_codes_that_stand_twice_stay_two_rows(service: Service, data):
    twice = data["notes"][0]
    data["notes"].append({**twice, "text": {"de": "Der andere"}})
    write_draft(service, data)
    pks = list(service.notes.filter(code=twice["code"]).values_list("pk", flat=True))
    write_draft(service, data)
    assert list(service.notes.filter(code=twice["code"]).values_list("pk", flat=True)) == pks
    assert len(pks) == 2
    assert normal(draft_of(service)) == data


def test_steps_of_the_guide_are_told_apart_by_their_place(service: Service, data):
    pks = list(service.guide_steps.values_list("pk", flat=True))
    data["guide"]["steps"].pop(0)
    write_draft(service, data)
    assert list(GuideStep.objects.filter(service=service).values_list("pk", flat=True)) == pks[:-1]
    assert normal(draft_of(service)) == data
