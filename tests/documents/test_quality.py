"""How well the checks work: counted without persons, switched by offices."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import Role
from portal.documents import actions, queries
from portal.documents.models import Tally
from portal.shared import clock
from tests.factories.accounts import PersonFactory, sign_in
from tests.factories.documents import processed
from tests.factories.offices import OfficeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return OfficeFactory()


@pytest.fixture
def staff(office):
    """Give a member of staff a role in the office, signed in with a second factor."""

    def make(kind=Role.Kind.EDITOR):
        person = PersonFactory(is_staff=True, language="en")
        Role.objects.create(person=person, office=office, kind=kind)
        return person, sign_in(Client(), person, verified=True)

    return make


def test_checks_and_overruled_warnings_are_counted_once(form):
    form(office="musterstadt", language="ar", family_name="Svensson")
    made = processed(kind="passport")
    actions.send_anyway(made, by=made.uploader)
    actions.send_anyway(made, by=made.uploader)
    name = Tally.objects.get(check_id="name")
    assert (name.ran, name.told, name.overruled) == (1, 1, 1)
    assert (name.office, name.language, name.case) == ("musterstadt", "ar", "differs")
    birth = Tally.objects.get(check_id="birth")
    assert (birth.ran, birth.told, birth.overruled) == (1, 0, 0)


def test_comparing_again_does_not_count_again(form):
    form(office="musterstadt")
    made = processed(kind="passport")
    before = Tally.objects.values_list("ran", flat=True)
    actions.recheck(made.subject)
    assert list(Tally.objects.values_list("ran", flat=True)) == list(before)


def test_a_check_that_the_office_has_switched_off_finds_nothing(form, office, staff):
    form(office=office.slug, family_name="Svensson")
    person, _ = staff()
    actions.switch_check(office, "name", is_on=False, by=person)
    made = processed(kind="passport")
    assert "name" not in made.findings.values_list("check_id", flat=True)
    actions.switch_check(office, "name", is_on=True, by=person)
    actions.recheck(made.subject)
    assert "name" in made.findings.values_list("check_id", flat=True)


def test_another_office_keeps_its_checks(form, office, staff):
    person, _ = staff()
    actions.switch_check(office, "name", is_on=False, by=person)
    form(office="elsewhere", family_name="Svensson")
    assert "name" in processed(kind="passport").findings.values_list("check_id", flat=True)


def counted(office, **fields):
    month = clock.today().replace(day=1)
    defaults = {"month": month, "document_type": "KV", "check_id": "date", "case": "old", "language": "uk"}
    return Tally.objects.create(office=office.slug, **{**defaults, **fields})


def test_the_page_shows_shares_in_words_and_hides_single_people(office, staff):
    counted(office, ran=8, told=4, overruled=3)
    counted(office, check_id="name", ran=4, told=4, overruled=4)
    _, client = staff()
    page = client.get(reverse("documents:quality")).content.decode()
    assert "Ukrainian" in page
    assert "50%" in page
    assert "75%" in page
    assert "100%" not in page


def test_old_numbers_fall_out(office):
    counted(office, ran=9, month=date(2020, 11, 1))
    assert queries.quality_of([office.slug], clock.today().replace(day=1)) == []


@pytest.mark.parametrize("kind", [Role.Kind.CLERK, Role.Kind.TRANSLATOR])
def test_others_do_not_see_the_page(staff, kind):
    _, client = staff(kind)
    assert client.get(reverse("documents:quality")).status_code == 403


def test_an_auditor_looks_but_does_not_switch(office, staff):
    _, client = staff(Role.Kind.AUDITOR)
    page = client.get(reverse("documents:quality")).content.decode()
    assert "Switch off" not in page
    answer = client.post(reverse("documents:switch"), {"office": office.slug, "check": "name", "to": "off"})
    assert answer.status_code == 403
    assert queries.switched_off(office.slug) == frozenset()


@pytest.mark.parametrize(
    "fields", [{}, {"office": "x"}, {"office": "'", "check": "name", "to": "off"}, {"check": "made-up", "to": "off"}]
)
def test_odd_switches_change_nothing(office, staff, fields):
    _, client = staff()
    assert client.post(reverse("documents:switch"), fields).status_code in {302, 404}
    assert queries.switched_off(office.slug) == frozenset()


def test_switching_works_from_the_page(office, staff):
    _, client = staff(Role.Kind.LEAD)
    client.post(reverse("documents:switch"), {"office": office.slug, "check": "name", "to": "off"})
    assert queries.switched_off(office.slug) == {"name"}
    assert "Switch on" in client.get(reverse("documents:quality")).content.decode()
