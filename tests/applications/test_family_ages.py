"""Whoever is added to a family as a child or a spouse is told when the birth date speaks against it, and may go on."""

import pytest
import time_machine
from django.urls import reverse

from portal.applications import actions
from portal.applications.models import Application
from tests.factories.catalogue import published
from tests.factories.offices import OfficeFactory

pytestmark = pytest.mark.django_db

REUNION = "family-reunion"
ADULT, YOUNG_SPOUSE = "Children aged 18 or over get the permit only in a case", "Both spouses must be at least 18."
PERSON = {"family_name": "Haddad", "given_names": "Amina"}


@pytest.fixture
def first(person):
    published(REUNION)
    draft = actions.start(REUNION, OfficeFactory(back_office="memory"), by=person)
    actions.save_step(draft.pk, "request", {"wanted": "first", "relationship": "spouse"}, by=person)
    return Application.objects.with_form().get(pk=draft.pk)


def added(first, relation):
    """Add somebody, and say that the permit is the first one."""
    found = actions.add_member(first, actions.NewMember(relation, "Amina", REUNION), by=first.person)
    actions.save_step(found.pk, "request", {"wanted": "first"}, by=first.person)
    return found


@pytest.mark.parametrize(
    ("relation", "born", "sentence"),
    [
        ("child", "01.06.1996", ADULT),
        ("child", "22.11.2008", ADULT),
        ("child", "23.11.2008", ""),
        ("spouse", "23.11.2008", YOUNG_SPOUSE),
        ("spouse", "22.11.2008", ""),
        ("other", "01.06.1996", ""),
    ],
)
@time_machine.travel("2026-11-22", tick=False)
def test_a_birth_date_that_speaks_against_the_relationship_is_told_and_holds_nobody_up(
    visitor, first, relation, born, sentence
):
    who = added(first, relation)
    page = reverse("applications:step", kwargs={"id": who.pk, "step": "person"})
    visitor.post(page, PERSON | {"date_of_birth": born})
    html = visitor.get(page).content.decode()
    assert {text for text in (ADULT, YOUNG_SPOUSE) if text in html} == ({sentence} if sentence else set())
    saved = actions.save_step(who.pk, "person", {"date_of_birth": born}, by=first.person)
    assert "date_of_birth" not in saved.problems
