"""One step open in two windows: each writes what it has changed, and of two changes neither is lost."""

import re

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from portal.applications import actions, queries
from portal.applications.models import Application
from portal.applications.steps import progress, windows
from portal.catalogue.actions import set_cutoff
from portal.catalogue.definition import definition_from
from portal.shared import clock
from tests.factories.offices import OfficeFactory
from tests.factories.services import SLUG, group, publish_data, question, service

pytestmark = pytest.mark.django_db

PEOPLE = group("people", question("who"), question("age", "number", required=False), required=False)
FORM = service(
    (
        "you",
        [question("name", "name"), question("city"), question("reason", "choice", choices=["work", "study"]), PEOPLE],
    ),
    ("last", [question("remark", required=False)]),
)
START = {"name": "Ada", "city": "Essen", "reason": "work", "people-0-who": "Bo", "people": ""}


@pytest.fixture
def application(person):
    publish_data(FORM)
    found = actions.start(SLUG, OfficeFactory(back_office="memory"), by=person)
    actions.save_step(found.pk, "you", START, by=person)
    return found


def url(name, application):
    return reverse(f"applications:{name}", kwargs={"id": application.pk, "step": "you"})


def window(visitor, application):
    """Open the page in a window of its own; returns what its form sends untouched."""
    page = visitor.get(url("step", application)).content.decode()
    return {**START, "given": re.search(r'name="given" value="([^"]+)"', page)[1]}


def content(application):
    return queries.contents_of(Application.objects.get(pk=application.pk))["you"]


def test_each_window_writes_only_what_it_has_changed_and_shows_what_others_have(visitor, application):
    one, two = window(visitor, application), window(visitor, application)
    visitor.post(url("step", application), one | {"name": "Eve"})
    answer = visitor.post(url("step", application), two | {"city": "Bonn", "people-1-who": "Cy"})
    people = [{"who": "Bo"}, {"who": "Cy"}]
    assert content(application)["values"] == {"name": "Eve", "city": "Bonn", "reason": "work", "people": people}
    # The page is shown once more, because it had said something else; then it goes on.
    assert answer.url == url("step", application)
    page = visitor.get(answer.url).content.decode()
    assert "Answers have changed in another window" in page
    assert 'value="Eve"' in page
    assert "field--error" not in page
    answer = visitor.post(url("step", application), window(visitor, application) | {"name": "Eve", "city": "Bonn"})
    assert answer.url.endswith("/last/")


def test_saving_answers_with_what_another_window_has_changed_and_this_one_may_change_it_back(visitor, application):
    one, two = window(visitor, application), window(visitor, application)
    visitor.post(url("autosave", application), two | {"reason": "study"})
    part = visitor.post(url("autosave", application), one | {"city": "Bonn"}).content.decode()
    assert re.search(r'value="study"[^>]* checked', part)
    assert 'Here it said: <bdi dir="ltr">Work</bdi>' in part
    anew = re.search(r'name="given_anew" value="([^"]+)"', part)[1]
    # The part has come, and its person chooses again at once.
    here = one | {"city": "Bonn", "given_anew": anew}
    assert "given_anew" not in visitor.post(url("autosave", application), here | {"reason": "work"}).content.decode()
    assert content(application)["values"]["reason"] == "work"
    # From now on what this window sends is its own, whatever part had come before.
    visitor.post(url("autosave", application), window(visitor, application) | {"city": "Bonn", "reason": "study"})
    assert "given_anew" in visitor.post(url("autosave", application), here | {"reason": "work"}).content.decode()
    assert content(application)["values"]["reason"] == "study"


def test_of_two_answers_the_later_counts_and_nobody_is_blamed(visitor, application):
    one, two = window(visitor, application), window(visitor, application)
    visitor.post(url("autosave", application), one | {"name": "Eve"})
    # Who was last has nothing to decide.
    assert visitor.post(url("step", application), two | {"name": "Ida", "go": "next"}).url.endswith("/last/")
    assert (content(application)["values"]["name"], content(application)["elsewhere"]) == ("Ida", {"name": "Eve"})
    # The first window hears of it before it goes on; what it has sent before does not come back.
    answer = visitor.post(url("step", application), one | {"name": "Eve", "go": "next"})
    assert answer.url == url("step", application)
    page = visitor.get(answer.url).content.decode()
    assert 'Here it said: <bdi dir="ltr">Eve</bdi>' in page
    assert 'value="Ida"' in page
    assert "field--error" not in page
    answer = visitor.post(url("step", application), window(visitor, application) | {"name": "Ida", "go": "next"})
    assert answer.url.endswith("/last/")
    assert "elsewhere" not in content(application)


def test_what_one_window_has_saved_and_another_replaced_on_purpose_is_told_to_the_first(visitor, application):
    one = window(visitor, application)
    visitor.post(url("autosave", application), one | {"name": "Eve"})
    two = window(visitor, application) | {"name": "Eve"}
    visitor.post(url("autosave", application), two | {"name": "Ida"})
    answer = visitor.post(url("step", application), one | {"name": "Eve", "go": "next"})
    assert answer.url == url("step", application)
    assert "Answered in another window." in visitor.get(answer.url).content.decode()


def test_a_list_that_another_window_has_changed_comes_whole(visitor, application):
    one, two = window(visitor, application), window(visitor, application)
    visitor.post(url("autosave", application), two | {"people-0-who": "Cy", "people-1-who": "Di"})
    part = visitor.post(url("autosave", application), one).content.decode()
    assert 'value="Cy"' in part
    assert 'value="Di"' in part
    assert "Here it said" in part


def test_groups_are_compared_as_a_whole_and_the_other_list_is_shown(visitor, application):
    one, two = window(visitor, application), window(visitor, application)
    visitor.post(url("step", application), one | {"people-1-who": "Cy"})
    visitor.post(url("step", application), two | {"people-0-who": "Di"})
    assert content(application)["values"]["people"] == [{"who": "Di"}]
    page = visitor.get(url("step", application)).content.decode()
    assert "1. Who: Bo, 2. Who: Cy" in page


def test_an_answer_that_was_replaced_unseen_is_told_before_sending(verified, application):
    one, two = window(verified, application), window(verified, application)
    verified.post(url("step", application), one | {"name": "Eve"})
    verified.post(url("step", application), two | {"name": "Ida", "go": "later"})
    page = verified.get(reverse("applications:check", kwargs={"id": application.pk})).content.decode()
    assert '<details class="check" open>' in page
    assert 'In the other window: <bdi dir="ltr">Eve</bdi>' in page


def test_one_window_takes_its_own_change_back(visitor, application):
    one = window(visitor, application)
    visitor.post(url("autosave", application), one | {"name": "Eve"})
    visitor.post(url("autosave", application), one)
    assert content(application)["values"]["name"] == "Ada"
    assert "elsewhere" not in content(application)


def test_what_a_machine_has_filled_in_meanwhile_stays(visitor, person, application):
    one = window(visitor, application)
    actions.drafts.keep_values(application.pk, "you", {"city": "Ulm"}, by=person)
    visitor.post(url("step", application), one | {"name": "Eve"})
    assert (content(application)["values"]["name"], content(application)["values"]["city"]) == ("Eve", "Ulm")


def test_a_window_of_an_older_version_of_the_form_is_read_as_it_stands(visitor, application):
    one = window(visitor, application)
    set_cutoff(publish_data(FORM).service.versions.get(number=1), clock.now(), {"de": "Neu", "en": "New"})
    visitor.post(url("step", application), one | {"name": "Eve"})
    visitor.post(url("step", application), one | {"city": "Bonn"})
    assert (content(application)["values"]["name"], content(application)["values"]["city"]) == ("Ada", "Bonn")


@pytest.mark.parametrize("sent", ["", "x", "x" * 30_000, "12345678 1 name=zz", "12345678 ٣ a=0", ["12345678 1", "b"]])
def test_a_form_that_says_nonsense_about_itself_is_written_as_before(visitor, application, sent):
    visitor.post(url("step", application), START | {"name": "Eve", "given": sent})
    assert content(application)["values"]["name"] == "Eve"


def test_only_the_last_windows_are_remembered(visitor, application):
    for number in range(windows.MOST + 3):
        visitor.post(url("autosave", application), window(visitor, application) | {"city": f"Town {number}"})
    assert len(content(application)["windows"]) == windows.MOST


STEP = definition_from(FORM).steps[0]
WORDS = st.sampled_from(["", "a", "b", "c"])
MOVES = st.lists(st.tuples(st.integers(0, 2), st.dictionaries(st.sampled_from(["name", "city"]), WORDS)), max_size=12)


@given(MOVES)
def test_no_change_of_any_window_is_lost_whatever_the_order(moves):
    content = {"values": {"name": "start", "city": "start"}, "raw": {}}
    shown = {number: {"name": "start", "city": "start"} for number in range(3)}
    names = {number: windows.given(STEP, content, 1) for number in shown}
    for number, edits in moves:
        before, fields = content["values"], {**shown[number], **edits}
        written = windows.weighed(
            STEP, content, progress.read_step(STEP, fields), windows.window_of({"given": names[number]}, 1)
        )
        content = {"values": {**before, **written.typed.values}, "raw": {}, **written.memory}
        for code, text in fields.items():
            has_changed = text != shown[number][code]
            assert (code in written.stale) is (not has_changed and (before[code] or "") != text)
            assert (content["values"][code] or "") == (text if has_changed else before[code] or "")
            if has_changed and before[code] not in (None, text) and before[code] != shown[number][code]:
                assert content["elsewhere"][code] == before[code]
        shown[number] = fields
