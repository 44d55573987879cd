"""What somebody of the family has answered after the others were added: it waits in the page that asks for it."""

import pytest
from django.utils.html import escape

from portal.applications import actions
from portal.applications.models import Application
from tests.applications.test_drafts import url
from tests.applications.test_family import REUNION, add, answers
from tests.factories import applications as made
from tests.factories.catalogue import published

pytestmark = pytest.mark.django_db
SPONSOR = {
    "sponsor_family_name": "Özdemir-Łukasik",
    "sponsor_given_names": "Şeyma",
    "sponsor_date_of_birth": "24.05.1999",
}
TOLD = "has answered this already"


@pytest.fixture
def study(person) -> Application:
    """A draft of somebody whom the family will join, with nothing in it yet."""
    published(REUNION)
    return made.draft(person)


@pytest.fixture
def child(study) -> Application:
    return add(study)


def save(application, step, fields):
    return actions.save_step(application.pk, step, fields, by=application.person)


def page_of(client, application, step="sponsor") -> str:
    return client.get(url("step", application, step=step).replace("/de/", "/en/")).content.decode()


def value_in(page, name) -> str:
    start = page.index(f'name="{name}"')
    field = page[page.rindex("<input", 0, start) : page.index(">", start)]
    return field.partition('value="')[2].partition('"')[0]


def test_whom_the_family_joins_stands_in_the_page_also_when_it_was_typed_later(visitor, study, child):
    assert TOLD not in page_of(visitor, child)
    save(study, "person", made.STUDY["person"])
    page = page_of(visitor, child)
    assert {code: value_in(page, code) for code in SPONSOR} == {code: escape(text) for code, text in SPONSOR.items()}
    assert f"<bdi>Şeyma</bdi> {TOLD}" in page


def test_it_is_kept_when_the_page_is_saved_and_not_before(visitor, study, child):
    save(study, "person", made.STUDY["person"])
    page = page_of(visitor, child)
    assert SPONSOR.keys().isdisjoint(answers(child))
    visitor.post(url("step", child, step="sponsor"), {code: value_in(page, code) for code in SPONSOR})
    assert answers(child)["sponsor_family_name"] == "Özdemir-Łukasik"
    assert TOLD not in page_of(visitor, child)


def test_what_somebody_has_typed_is_never_replaced(visitor, study, child):
    save(study, "person", made.STUDY["person"])
    save(child, "sponsor", {"sponsor_family_name": "Haddad", "sponsor_date_of_birth": "in spring"})
    page = page_of(visitor, child)
    assert value_in(page, "sponsor_family_name") == "Haddad"
    assert value_in(page, "sponsor_date_of_birth") == "in spring"
    assert value_in(page, "sponsor_given_names") == "Şeyma"


def test_what_is_the_same_for_all_waits_too_where_it_did_not_arrive(visitor, study, child):
    # Written without the word to the others that goes out after the commit.
    save(study, "address", made.STUDY["address"])
    page = page_of(visitor, child, "address")
    assert value_in(page, "street") == "Ostwall"


def test_an_optional_answer_that_was_left_out_stays_out(visitor, study, child):
    save(study, "address", made.STUDY["address"] | {"care_of": "bei Łukasik"})
    assert value_in(page_of(visitor, child, "address"), "care_of") == "bei Łukasik"
    save(child, "address", {"care_of": ""})
    assert value_in(page_of(visitor, child, "address"), "care_of") == ""


def test_who_applies_alone_and_who_is_joined_are_told_nothing(visitor, study, child):
    save(study, "person", made.STUDY["person"])
    assert TOLD not in page_of(visitor, study, "person")
    published("address-change")
    alone = actions.start("address-change", study.office, by=study.person)
    assert TOLD not in page_of(visitor, alone, "person")


def test_a_family_that_joins_somebody_else_is_not_told_of_itself(visitor, person):
    published(REUNION)
    mother = actions.start(REUNION, made.draft(person).office, by=person)
    save(mother, "person", {"family_name": "Haddad", "given_names": "Layla"})
    assert value_in(page_of(visitor, add(mother)), "sponsor_given_names") == ""
