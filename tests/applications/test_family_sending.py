"""A family sends all at once: looked at before, each with its own number, and what is not complete stays."""

import re
from decimal import Decimal

import pytest

from portal.accounts.models import Person
from portal.applications import actions, queries, states
from portal.applications.models import Application
from portal.handoff.models import Delivery
from tests.applications.test_drafts import url
from tests.applications.test_family import add, again, answers
from tests.factories import applications as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(person: Person) -> Application:
    return made.complete(person)


def complete_mate(application: Application, name: str = "Amina") -> Application:
    mate = add(application, name, service="study-extension")
    for step, fields in made.STUDY.items():
        actions.save_step(mate.pk, step, fields | ({"given_names": name} if step == "person" else {}), by=mate.person)
    return mate


def test_all_are_sent_each_with_its_own_number_and_receipt(verified, study):
    mate = complete_mate(study)
    answer = verified.post(url("family-send", study), follow=True)
    sent = [again(each) for each in (study, mate)]
    assert [each.state for each in sent] == [states.SUBMITTED] * 2
    assert len({each.reference for each in sent}) == 2
    assert all(each.reference in answer.content.decode() for each in sent)
    assert all(queries.receipt_of(each) for each in sent)
    assert Delivery.objects.count() == 2


def test_before_sending_one_page_says_who_what_it_costs_and_what_is_missing(verified, study):
    complete_mate(study)
    add(study, "Karim", service="study-extension")
    shown = verified.get(url("family-send", study)).content.decode()
    assert url("family-send", study) in verified.get(url("family", study)).content.decode()
    ready, staying = shown.split('id="staying"')
    assert all(f"<bdi>{name}</bdi>" in ready for name in ("Şeyma", "Amina"))
    assert ready.count("Papers that are still missing") == 2
    assert "<bdi>Karim</bdi>" in staying
    sums = [Decimal(each) for each in re.findall(r"fees__total.*?(\d+\.\d\d)", shown)]
    assert len(sums) == 3
    assert sums[-1] == sum(sums[:-1]) > 0
    assert "What you state must be true" in staying
    assert all(each.is_draft for each in Application.objects.all())


def test_nobody_is_shown_a_button_that_sends_nothing(verified, person):
    draft = made.draft(person)
    add(draft, service="study-extension")
    shown = verified.get(url("family-send", draft)).content.decode()
    assert "Nothing can be sent yet" in shown
    assert "Send all complete applications now" not in shown


def test_after_sending_there_is_nothing_left_to_look_at(verified, study):
    complete_mate(study)
    verified.post(url("family-send", study))
    assert verified.get(url("family-send", study)).url == url("family", study)


def test_a_complete_draft_is_said_to_be_filled_in(verified, study):
    shown = verified.get(url("family", study)).content.decode()
    assert "Everything is filled in." in shown
    assert "0 steps" not in shown


def test_a_second_click_sends_nothing_twice(verified, study):
    complete_mate(study)
    for _click in range(2):
        assert verified.post(url("family-send", study)).status_code == 302
    assert Delivery.objects.count() == 2


def test_what_is_incomplete_stays_and_the_rest_is_sent(verified, study):
    child = add(study, service="study-extension")
    shown = verified.post(url("family-send", study), follow=True).content.decode()
    assert (again(study).state, again(child).state) == (states.SUBMITTED, states.DRAFT)
    assert "something is still missing: Amina" in shown


def test_deleting_one_leaves_the_others(verified, study):
    mate = complete_mate(study)
    verified.post(url("withdraw", study))
    assert again(mate).state == states.DRAFT
    assert answers(mate)["street"] == "Ostwall"
