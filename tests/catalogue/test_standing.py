"""How a draft stands for its editors."""

import pytest

from portal.catalogue.actions import load_packs, publish
from portal.catalogue.actions.standing import draft_definition, standing_of, standings
from portal.catalogue.models import DocumentRequirement, Hint, Question, Service, Step
from tests.factories.catalogue import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    load_packs()
    return Service.objects.get(slug="study-extension")


def test_a_published_pack_stands_well(service):
    found = standing_of(service)
    assert (found.number, found.is_changed, found.problems, found.has_pack_update) == (1, False, [], False)
    assert len(standings()) == Service.objects.count()


def test_a_changed_draft_says_so_until_it_is_published(service):
    Step.objects.filter(service=service).update(title_de="Neu")
    assert standing_of(service).is_changed
    publish(service)
    assert (standing_of(service).number, standing_of(service).is_changed) == (2, False)


def test_its_problems_are_named_and_no_longer_when_mended(service):
    DocumentRequirement.objects.filter(service=service).update(document_type="NONE")
    assert any("NONE" in each for each in standing_of(service).problems)
    DocumentRequirement.objects.filter(service=service).update(document_type="PASS")
    assert not any("NONE" in each for each in standing_of(service).problems)


def test_a_new_service_stands_before_its_first_version():
    published("study-extension")
    found = standing_of(Service.objects.create(slug="new", code="N", title_de="Neu", legal_basis="§ 1"))
    assert (found.number, found.is_changed) == (None, True)
    assert found.problems


def test_a_draft_full_of_holes_can_be_looked_at():
    service = Service.objects.create(slug="new", code="N", title_de="Neu")
    step = Step.objects.create(service=service, code="one")
    Question.objects.create(step=step, code="a", kind="choice").choices.create(code="x")
    Hint.objects.create(service=service, code="h")
    DocumentRequirement.objects.create(service=service, code="d", document_type="PASS")
    definition = draft_definition(service)
    assert [each.code for each in definition.questions()] == ["a"]
    assert definition.summary == {}
