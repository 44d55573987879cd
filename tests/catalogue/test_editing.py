"""What editors are told of a draft."""

import pytest

from portal.catalogue.actions import write_draft
from portal.catalogue.models import FeeReduction, Question, Service, Step
from portal.catalogue.queries.drafts import draft_of
from portal.catalogue.queries.editing import Spot, askable, completeness, problem_of_rule, problems_of_when
from tests.factories.catalogue import packs, published, whole_catalogue

SLUG = "study-extension"


@pytest.fixture
def service(db) -> Service:
    published(SLUG)
    service = Service.objects.get(slug=SLUG)
    write_draft(service, packs().services[SLUG])
    return service


def test_a_pack_is_complete_in_every_language(service):
    assert all(each.missing == 0 and each.wanted > 50 for each in completeness(draft_of(service)))


def test_a_missing_text_is_counted(service):
    question = Question.objects.filter(step__service=service).first()
    question.label_uk = " "
    question.save()
    assert {each.language: each.missing for each in completeness(draft_of(service)) if each.missing} == {"uk": 1}


def test_a_question_looks_back_only(service):
    first, second = Question.objects.filter(step__service=service, group=None).order_by("step__position", "position")[
        :2
    ]
    assert askable(Spot(service, first.step, question=first)) == {}
    assert list(askable(Spot(service, second.step, question=second))) == [first.code]


def test_documents_may_ask_about_everything_outside_groups(service):
    assert set(askable(Spot(service))) == set(
        Question.objects.filter(step__service=service, group=None).values_list("code", flat=True)
    )


def test_a_new_question_stands_at_the_end_of_its_page(service):
    steps = list(Step.objects.filter(service=service))
    until = set(askable(Spot(service, steps[0])))
    assert until == set(steps[0].questions.filter(group=None).values_list("code", flat=True))


def test_entries_of_a_group_may_ask_about_their_own_earlier_questions(service):
    step = Step.objects.filter(service=service).first()
    group = Question.objects.create(step=step, code="stays", kind="group", position=90)
    one = Question.objects.create(step=step, group=group, code="stay_country", kind="country", position=0)
    two = Question.objects.create(step=step, group=group, code="stay_from", kind="date", position=1)
    Question.objects.create(step=step, code="after", kind="text", position=91)
    assert one.code in askable(Spot(service, step, group, two))
    assert not {"stays", "after", two.code} & set(askable(Spot(service, step, group, two)))
    assert two.code in askable(Spot(service, step, group))


def test_a_wrong_condition_is_named(service):
    first = Question.objects.filter(step__service=service).first()
    assert problems_of_when("given_name ==", Spot(service))
    assert problems_of_when("no_such_question", Spot(service))
    assert problems_of_when(first.code, Spot(service, first.step, question=first))
    assert problems_of_when('is_before("2020-01-01", today)', Spot(service)) == []


def test_the_rules_of_the_law_fit_the_questions_of_the_services(db):
    whole_catalogue()
    rows = FeeReduction.objects.all()
    assert {row.code: problem_of_rule(row.when) for row in rows} == {row.code: "" for row in rows}
    for wrong in ('nixda == "x"', "nationality > 4", "foo(nationality)", 'funding_kind == "lotto"', "((", "1"):
        assert problem_of_rule(wrong), wrong
