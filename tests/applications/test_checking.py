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


def brief(page, title) -> str:
    found = re.search(r'check__brief">(.*?)</summary>', sections(page)[title])[1]
    return re.sub(r"<[^>]*>", "", found)


def test_a_finished_page_is_closed_behind_its_answers_each_with_its_question(verified, application, person):
    actions.save_step(application.pk, "you", YOU, by=person)
    page = check_page(verified, application)
    assert not sections(page)["You"].startswith("open")
    assert brief(page, "You") == "Name: Ada · Rooms: 3 · Owns: No"


def test_a_list_says_how_many_entries_it_has_and_how_they_begin(verified, application, person):
    actions.save_step(application.pk, "people", {"people-0-who": "Bo", "people-1-who": "Cy"}, by=person)
    assert brief(check_page(verified, application), "People") == "People: 2 entries: Bo; Cy"


def test_answers_in_lines_are_told_in_one_and_a_long_page_says_how_many_more_there_are(verified, application, person):
    asked = [
        question("why", "long_text", label={"en": "Why do you ask?"}),
        question("tools", "several", choices=["saw", "lathe"]),
        *(question(f"rest_{number}") for number in range(5)),
        group("stays", question("land"), required=False),
    ]
    publish_data(FORM | {"slug": "other", "code": "S98", "steps": [service(("work", asked))["steps"][0]]})
    found = actions.start("other", application.office, by=person)
    typed = {"why": "Machines.\n\nAnd more.", "tools": ["saw", "lathe"], "stays-0-land": "Chile"}
    typed |= {f"rest_{number}": str(number) for number in range(5)}
    actions.save_step(found.pk, "work", typed, by=person)
    text = brief(check_page(verified, found), "Work")
    assert text.startswith("Why do you ask? Machines. And more. · Tools: Saw, Lathe · Rest 0: 0")
    # The list stands last in the form, and is not what is left out.
    assert text.endswith("Stays: 1 entry: Chile · 2 more answers")


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


@pytest.mark.parametrize("is_done", [True, False])
def test_the_page_says_one_thing_only_about_sending(verified, person, is_done):
    """An open step and a missing document at once: nothing on the page speaks of a button that is not there."""
    application = made.complete(person)
    if not is_done:
        actions.save_step(application.pk, "person", {"family_name": ""}, by=person)
    page = check_page(verified, application)
    assert "Some documents are missing" in page
    assert ("before you can send the application" in page) is not is_done
    for words in ("You can send the application now", "When you press the button"):
        assert (words in page) is is_done


def test_papers_are_open_when_a_check_has_found_something(verified, person):
    application = made.complete(person)
    assert not sections(check_page(verified, application))["Your documents"].startswith("open")
    document = handed_in(verified, application, requirement="passport")
    process(document)
    papers = sections(check_page(verified, application))["Your documents"]
    assert papers.startswith("open")
    assert "badge--" in papers
