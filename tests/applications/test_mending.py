"""What has been mended is red no longer: saving names the fields, so that page and server say the same."""

import re

import pytest
from django.urls import reverse

from portal.applications import actions
from tests.factories.offices import OfficeFactory
from tests.factories.services import SLUG, group, publish_data, question, service

pytestmark = pytest.mark.django_db

FORM = service(
    (
        "you",
        [question("name", "name"), question("rooms", "number"), group("people", question("who"), question("age"))],
    ),
    ("last", [question("remark", required=False)]),
)
TYPED = {"name": "", "rooms": "many", "people": "", "people-0-who": "Bo", "people-0-age": ""}


@pytest.fixture
def application(person):
    publish_data(FORM)
    return actions.start(SLUG, OfficeFactory(back_office="memory"), by=person)


def url(name, application):
    return reverse(f"applications:{name}", kwargs={"id": application.pk, "step": "you"})


def to_mend(visitor, application):
    """Go on with empty fields; returns what the page that comes back sends about its errors."""
    answer = visitor.post(url("step", application), TYPED | {"go": "next"}, follow=True)
    return {"to_mend": re.search(r'name="to_mend" value="([^"]+)"', answer.content.decode())[1]}


def mended(visitor, application, fields):
    answer = visitor.post(url("autosave", application), fields).content.decode()
    found = re.search(r'data-autosave-mended="([^"]*)"', answer)
    return set(found[1].split()) if found else set()


def test_the_page_knows_which_of_its_fields_are_red(visitor, application):
    assert set(to_mend(visitor, application)["to_mend"].split(",")) == {"name", "rooms", "people-0-age"}


def test_saving_names_what_lacks_nothing_any_more(visitor, application):
    red = to_mend(visitor, application)
    assert mended(visitor, application, TYPED | red) == set()
    assert mended(visitor, application, TYPED | red | {"name": "Ada", "rooms": "none"}) == {"name"}
    whole = TYPED | red | {"name": "Ada", "rooms": "3", "people-0-age": "7"}
    assert mended(visitor, application, whole) == {"name", "rooms", "people-0-age"}
    assert mended(visitor, application, TYPED | {"name": "Ada"}) == set()


def test_an_entry_is_known_by_its_number_in_the_page(visitor, application):
    """An empty entry before it is not kept: the server counts this one as the first, the page as the second."""
    fields = {"people": "", "people-0-who": "", "people-1-who": "Bo", "people-1-age": "", "to_mend": "people-1-age"}
    assert mended(visitor, application, fields) == set()
    assert mended(visitor, application, fields | {"people-1-age": "7"}) == {"people-1-age"}


@pytest.mark.parametrize("sent", ["x" * 10_000, ",,,", "<b>", "people-0"])
def test_nonsense_about_errors_does_no_harm(visitor, application, sent):
    answer = visitor.post(url("autosave", application), TYPED | {"to_mend": sent})
    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode()
