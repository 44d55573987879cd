"""The demonstration: loaded twice it is the same, and it never loads where real people apply."""

from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from portal.accounts.models import Person, Role
from portal.applications import states
from portal.applications.models import Application
from portal.demo import actions, queries
from portal.demo.adapters.pictures import PicturePainter, zone_of
from portal.demo.ports import Papers
from portal.desk.models import Case
from portal.documents.checks import zone
from portal.documents.models import Document
from portal.offices import queries as offices
from portal.shared.language import CODES, text_of

pytestmark = pytest.mark.django_db
PAPERS = Papers("Yıldız", "Elif", "TR", date(2000, 11, 23), "F", "X12345678", date(2031, 1, 2))


@pytest.fixture
def loaded(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    call_command("load_demo", verbosity=0)
    return tmp_path


def rows():
    """Return every row of every room that the demonstration fills."""
    rooms = {"offices", "accounts", "account", "catalogue", "applications", "documents", "handoff", "desk"}
    models = [model for model in apps.get_models() if model._meta.app_label in rooms]
    return {model._meta.label: sorted(map(str, model._base_manager.values_list())) for model in models}


def test_loading_twice_gives_the_same_rows(loaded):
    before = rows()
    call_command("load_demo", verbosity=0)
    assert rows() == before


def test_two_neighbours_with_areas_of_their_own(loaded):
    assert offices.office_for("99801").slug == "lindenfurt"
    assert offices.office_for("99804").slug == "auental"


def test_opening_hours_are_told_in_every_language(loaded):
    for code in CODES:
        assert {text_of(office, "hours", code).language for office in offices.active_offices()} == {code}


def test_there_is_staff_of_every_role(loaded):
    assert set(Role.objects.values_list("kind", flat=True)) == set(Role.Kind.values)


def test_a_demo_account_can_sign_in_with_password_and_code(loaded):
    clerk = Person.objects.get(email="clerk@lindenfurt.example")
    assert clerk.check_password(actions.PASSWORD)
    assert clerk.authenticatorapp_set.get().verify_token(queries.code_of(clerk.email))


def test_the_logins_are_kept_for_the_start_page_of_the_terminal(loaded):
    text = (loaded / "demo-logins.txt").read_text()
    assert actions.PASSWORD in text
    assert all(person.email in text for person in Person.objects.all())


def test_nothing_is_loaded_where_real_people_apply(settings, tmp_path):
    settings.DEMO, settings.VAR_DIR = False, tmp_path
    with pytest.raises(CommandError, match="ANLAUFPUNKT_DEMO"):
        call_command("load_demo")
    assert not Person.objects.exists()


def test_the_page_with_logins_shows_the_codes_of_this_moment(loaded, client):
    text = client.get(reverse("demo:logins")).content.decode()
    assert queries.code_of("lead@lindenfurt.example") in text
    assert "amina@example.org" in text


def test_the_page_with_logins_does_not_exist_elsewhere(client, settings):
    settings.DEMO = False
    assert client.get(reverse("demo:logins")).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_there_is_an_application_in_every_state_and_the_desk_has_its_case(settings, tmp_path):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}
    settings.VAR_DIR = tmp_path
    call_command("load_demo", verbosity=0)
    found = set(Application.objects.values_list("state", flat=True))
    assert found >= set(states.LIFE.states()) - {states.SUBMITTED}
    assert Application.objects.values("person").distinct().count() == 10
    assert Case.objects.filter(state="closed").count() == 2
    assert Document.work.filter(state="checked").exists()
    before = rows()
    call_command("load_demo", verbosity=0)
    assert rows() == before


def test_the_papers_are_as_the_reader_expects_them():
    first, second = zone_of(PAPERS)
    assert (len(first), len(second)) == (44, 44)
    assert first.startswith("P<TURYILDIZ<<ELIF<")
    assert zone.wrong_digits(zone.layout_of((first, second)), (first, second)) == ()


@pytest.mark.parametrize("kind", ["passport", "enrolment"])
def test_a_painted_paper_is_a_picture(kind):
    assert PicturePainter().paint(kind, PAPERS).startswith(b"\xff\xd8\xff")
