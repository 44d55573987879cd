"""The page before sending: short where all is well, open where something is to be done, the way out first."""

import re

import pytest
from django.urls import reverse

from portal.applications import actions
from portal.applications.models import Application
from tests.applications.test_drafts import url
from tests.applications.test_papers import handed_in
from tests.factories import applications as made
from tests.factories.documents import process
from tests.factories.offices import OfficeFactory
from tests.factories.services import SLUG, group, publish_data, question, service

pytestmark = pytest.mark.django_db
FORM = service(
    ("you", [question("name", "name"), question("rooms", "number"), question("owns", "yes_no")]),
    ("home", [question("town"), question("floor", "number")]),
    ("people", [group("people", question("who", "name"), required=False)]),
)
YOU = {"name": "Ada", "rooms": "3", "owns": "no"}


@pytest.fixture
def application(person) -> Application:
    publish_data(FORM)
    return actions.start(SLUG, OfficeFactory(back_office="memory"), by=person)


def check_page(client, application, **words) -> str:
    address = url("check", application).replace("/de/", "/en/")
    return client.get(address, words).content.decode()


def sections(page: str) -> dict[str, str]:
    """What stands in each part of the page, by its title; the text starts with "open" where the part is."""
    found = re.findall(r'<details class="check"[^>]*?( open)?>(.*?)\n</details>', page, re.DOTALL)
    titles = [re.search(r"check__title[^>]*>([^<]*)", text)[1] for _is_open, text in found]
    return {title: is_open.strip() + text for title, (is_open, text) in zip(titles, found, strict=True)}


def test_a_finished_page_is_one_line_with_what_was_answered(verified, application, person):
    actions.save_step(application.pk, "you", YOU, by=person)
    you = sections(check_page(verified, application))["You"]
    assert not you.startswith("open")
    brief = re.search(r'check__brief">(.*?)</summary>', you)[1]
    # A name tells something by itself; a "3" and a "no" do not.
    assert re.sub(r"<[^>]*>", "", brief) == "Ada"


def test_a_page_without_telling_answers_says_how_many_there_are(verified, application, person):
    publish_data(
        FORM
        | {
            "slug": "other",
            "code": "S98",
            "steps": [{**FORM["steps"][0], "questions": FORM["steps"][0]["questions"][1:]}],
        }
    )
    found = actions.start("other", application.office, by=person)
    actions.save_step(found.pk, "you", {"rooms": "3", "owns": "no"}, by=person)
    assert ">2 answers<" in sections(check_page(verified, found))["You"]


def test_a_page_that_needs_something_is_open_and_says_so(verified, application, person):
    actions.save_step(application.pk, "home", {"town": "Lindenfurt"}, by=person)
    home = sections(check_page(verified, application))["Home"]
    assert home.startswith("open")
    assert "Something is missing" in home
    assert "Not answered" in home


def test_text_that_cannot_be_read_keeps_its_page_open(verified, application, person):
    actions.save_step(application.pk, "home", {"floor": "top"}, by=person)
    assert sections(check_page(verified, application))["Home"].startswith("open")


def test_a_page_that_nobody_has_begun_is_named_above_and_shown_no_further(verified, application, person):
    page = check_page(verified, application)
    assert f'<a href="{url("step", application, step="home").replace("/de/", "/en/")}">Home</a>' in page
    assert "Home" not in sections(page)
    # What nobody has to fill in is no page to begin.
    assert "People" in sections(page)


def test_all_can_be_opened_at_once_without_a_script(verified, application, person):
    actions.save_step(application.pk, "you", YOU, by=person)
    page = check_page(verified, application)
    assert 'href="?show=all"' in page
    opened = sections(check_page(verified, application, show="all"))
    assert opened
    assert all(text.startswith("open") for text in opened.values())


def test_the_way_to_the_button_and_what_is_missing_come_first(verified, person):
    page = check_page(verified, made.complete(person))
    first = page.index('<details class="check"')
    assert page.index('href="#send"') < first
    assert page.index("Some documents are missing") < page.index("Enrolment certificate") < first
    assert 'id="send"' in page[first:]


def test_an_unfinished_application_has_no_way_to_a_button_that_is_not_there(verified, application):
    page = check_page(verified, application)
    assert 'href="#send"' not in page
    assert reverse("applications:submit", kwargs={"id": application.pk}) not in page


def test_papers_are_open_when_a_check_has_found_something(verified, person):
    application = made.complete(person)
    assert not sections(check_page(verified, application))["Your documents"].startswith("open")
    document = handed_in(verified, application, requirement="passport")
    process(document)
    papers = sections(check_page(verified, application))["Your documents"]
    assert papers.startswith("open")
    assert "badge--" in papers
