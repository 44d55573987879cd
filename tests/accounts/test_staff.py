"""Staff: roles in offices, and the second factor before everything."""

import pytest

from portal.accounts import actions, queries
from portal.journal.models import Entry
from tests.factories.accounts import PersonFactory, RoleFactory, sign_in
from tests.factories.offices import OfficeFactory

pytestmark = pytest.mark.django_db


def test_granting_a_role_makes_staff_and_is_written_down():
    person, office = PersonFactory(), OfficeFactory()
    actions.grant_role(person, office, "clerk", by=None)
    person.refresh_from_db()
    assert person.is_staff
    assert queries.has_role(person, office, "clerk")
    assert Entry.objects.about(person.pk).get().kind == "accounts.role_granted"


def test_offices_are_those_of_the_kinds_asked_for():
    role = RoleFactory(kind="lead")
    RoleFactory(person=role.person, kind="editor")
    assert list(queries.offices_of(role.person, "clerk", "lead")) == [role.office]
    assert queries.offices_of(role.person).count() == 2
    assert not queries.has_role(role.person, role.office, "auditor")


@pytest.mark.parametrize("path", ["/cms/", "/cms/pages/", "/en/account/profile/"])
def test_staff_show_the_second_factor_before_anything(client, path):
    sign_in(client, PersonFactory(staff=True))
    response = client.get(path)
    assert response.status_code == 302
    assert "/account/second-factor/?next=" in response.url


def test_staff_cannot_use_a_mailbox_as_second_factor(client):
    sign_in(client, PersonFactory(staff=True))
    assert client.post("/en/account/second-factor/set-up/mail/begin/").status_code == 403


def test_staff_can_set_up_and_sign_out_before_the_second_factor(client):
    sign_in(client, PersonFactory(staff=True))
    assert client.get("/en/account/second-factor/set-up/").status_code == 200
    assert client.get("/en/account/logout/").status_code == 200


def test_applicants_are_kept_out_of_the_editors_admin_without_a_loop(client):
    sign_in(client, PersonFactory())
    assert client.get("/cms/").status_code == 403


def test_strangers_at_the_editors_admin_meet_the_one_front_door(client):
    for path in ("/cms/", "/cms/login/"):
        response = client.get(path, follow=True)
        assert response.redirect_chain[-1][0].split("?")[0].endswith("/account/login/"), path


@pytest.mark.parametrize(
    ("kind", "place"), [("clerk", "/desk/"), ("lead", "/desk/"), ("auditor", "/health/"), ("office_it", "/health/")]
)
def test_staff_land_where_their_role_may_work(client, kind, place):
    sign_in(client, RoleFactory(kind=kind).person, verified=True)
    assert client.get("/en/account/login/").url.endswith(place)


def test_the_menu_offers_the_desk_only_to_those_who_work_there(client):
    sign_in(client, RoleFactory(kind="auditor").person, verified=True)
    page = client.get("/en/account/profile/").content.decode()
    assert "/en/desk/" not in page
    assert "/en/health/" in page
