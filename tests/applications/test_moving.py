"""Drafts whose version was withdrawn go on with the newest one, and lose nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portal.applications import actions, queries
from portal.applications.models import Application
from portal.catalogue.actions import set_cutoff
from portal.journal.models import Entry
from portal.shared import clock
from tests.factories.offices import OfficeFactory
from tests.factories.services import SLUG, group, publish_data, question, service

pytestmark = pytest.mark.django_db

OLD = service(
    ("you", [question("name", "name"), question("purpose", "choice", choices=["work", "study"]), question("since")]),
    ("home", [question("rooms", "number"), group("people", question("who"), question("age", "number"))]),
    ("last", [question("remark", "long_text", required=False), question("gone", required=False)]),
)
NEW = service(
    ("you", [question("name", "name"), question("purpose", "choice", choices=["work", "family"])]),
    (
        "house",
        [
            question("rooms", "text"),
            question("since", "date"),
            group("people", question("who"), question("age", "date"), question("job", required=False)),
            question("heating", "yes_no"),
        ],
    ),
    ("last", [question("remark", "long_text", required=False)]),
)
REASON = {"de": "Das Gesetz ist neu.", "en": "The law is new."}
ANSWERS = {
    "you": {"name": "Ada", "purpose": "study", "since": "spring"},
    "home": {"rooms": "3", "people-0-who": "Bo", "people-0-age": "7"},
    "last": {"remark": "Thanks", "gone": "x"},
}


@pytest.fixture
def application(person):
    publish_data(OLD)
    found = actions.start(SLUG, OfficeFactory(back_office="memory"), by=person)
    for step, fields in ANSWERS.items():
        actions.save_step(found.pk, step, fields, by=person)
    return found


def withdraw_old(at=timedelta()):
    newest = publish_data(NEW)
    old = newest.service.versions.get(number=1)
    set_cutoff(old, clock.now() + at, REASON)
    return newest


def url(name, application, step=None):
    return reverse(f"applications:{name}", kwargs={"id": application.pk} | ({"step": step} if step else {}))


def content(application, step):
    return queries.contents_of(Application.objects.get(pk=application.pk))[step]


@pytest.mark.parametrize("name", ["step", "check", "documents"])
def test_a_draft_moves_when_it_is_opened_after_the_cut_off(verified, application, name):
    newest = withdraw_old()
    assert verified.get(url(name, application, "you" if name == "step" else None)).status_code == 200
    application.refresh_from_db()
    assert (application.version, application.moved_from.number) == (newest, 1)
    entry = Entry.objects.get(kind="application.move")
    assert (entry.detail["before"], entry.detail["version"]) == (1, 2)


def test_before_the_cut_off_and_without_one_it_stays(verified, application):
    publish_data(NEW)
    verified.get(url("step", application, "you"))
    withdraw_old(timedelta(days=1))
    verified.get(url("step", application, "you"))
    application.refresh_from_db()
    assert (application.version.number, application.moved_at) == (1, None)


def test_answers_are_kept_by_the_codes_of_their_questions(application):
    withdraw_old()
    actions.brought_up_to_date(application)
    assert content(application, "you")["values"] == {"name": "Ada"}
    house = content(application, "house")
    # A number is a text, too; a kind that cannot read the old answer keeps it as it reads, and asks again.
    assert house["values"] == {"rooms": "3", "people": [{"who": "Bo"}]}
    assert house["raw"] == {"since": "spring", "people-0-age": "7"}
    # Where a field shows no text, it stands beside the question.
    assert (content(application, "you")["raw"], content(application, "you")["before"]) == ({}, {"purpose": "Study"})
    assert content(application, "last")["gone"] == {"gone": ["Gone", "x"]}
    assert set(queries.contents_of(application)) <= {"you", "house", "last", "home"}
    assert not Application.objects.get(pk=application.pk).steps.filter(step="home").exists()


def test_the_page_tells_why_and_marks_what_is_to_be_looked_at_until_it_is_saved(visitor, application):
    withdraw_old()
    page = visitor.get(url("step", application, "house")).content.decode()
    assert "The law is new." in page
    assert page.count("This question has changed since you answered it.") == 4
    assert page.count("This question is new.") == 2
    fields = {"rooms": "3", "since": "24.12.2020", "people-0-who": "Bo", "people-0-age": "1.1.2019", "heating": "yes"}
    visitor.post(url("step", application, "house"), fields)
    page = visitor.get(url("step", application, "house")).content.decode()
    assert "The law is new." not in page
    assert "has changed" not in page
    assert "This form has changed" in visitor.get(url("step", application, "you")).content.decode()


def test_what_does_not_fit_is_shown_at_its_question_until_it_is_answered_anew(visitor, application):
    withdraw_old()
    page = visitor.get(url("step", application, "you")).content.decode()
    assert 'You answered before: <bdi dir="ltr">Study</bdi>' in page
    visitor.post(url("step", application, "you"), {"name": "Ada"})
    assert "You answered before" in visitor.get(url("step", application, "you")).content.decode()
    visitor.post(url("step", application, "you"), {"purpose": "family"})
    assert "You answered before" not in visitor.get(url("step", application, "you")).content.decode()


def test_what_is_asked_no_more_is_told_until_the_page_is_saved(visitor, application):
    withdraw_old()
    page = visitor.get(url("step", application, "last")).content.decode()
    assert 'Gone: <bdi dir="ltr">x</bdi>' in page
    visitor.post(url("step", application, "last"), {"remark": "Thanks"})
    assert "not asked any more" not in visitor.get(url("step", application, "last")).content.decode()


def test_new_questions_make_a_page_unfinished(verified, application):
    withdraw_old()
    page = verified.get(url("check", application)).content.decode()
    assert "The law is new." in page
    assert f'<li><a href="{url("step", application, "house")}">House</a></li>' in page


def test_nothing_typed_is_lost_when_the_draft_moves_under_an_open_page(visitor, application):
    withdraw_old()
    answer = visitor.post(url("step", application, "home"), {"rooms": "5", "people-0-who": "Cy", "gone": "y"})
    assert answer.url == url("step", application, "house")
    assert content(application, "house")["values"] == {"rooms": "5", "people": [{"who": "Cy"}]}
    assert "The law is new." in visitor.get(answer.url).content.decode()


def test_a_question_that_lives_on_another_page_takes_what_was_typed_on_the_old_one(visitor, application):
    withdraw_old()
    fields = {"name": "Eve", "purpose": "family", "since": "24.12.2020"}
    visitor.post(url("step", application, "you"), fields)
    assert content(application, "you")["values"] == {"name": "Eve", "purpose": "family"}
    assert content(application, "house")["values"]["since"] == "2020-12-24"


def test_saving_by_itself_moves_it_too_and_later_pages_of_the_old_form_still_save(visitor, application):
    withdraw_old()
    page = visitor.post(url("autosave", application, "you"), {"name": "Eve", "shown": "name,purpose,since"})
    assert 'data-autosave-part="since"' not in page.content.decode()
    assert 'data-autosave-part="purpose"' in page.content.decode()
    visitor.post(url("autosave", application, "home"), {"rooms": "9", "shown": "rooms"})
    assert content(application, "house")["values"]["rooms"] == "9"


def test_a_page_that_is_gone_leads_to_the_next_open_one(visitor, application):
    withdraw_old()
    answer = visitor.get(url("step", application, "home"))
    assert answer.url == url("step", application, "you")
    assert visitor.get(url("step", application, "never")).status_code == 302


def test_it_is_not_sent_before_the_person_has_seen_the_change(verified, application):
    withdraw_old()
    answer = verified.post(url("submit", application))
    assert answer.url == url("check", application)
    application.refresh_from_db()
    assert application.is_draft
    assert application.version.number == 2


def test_what_was_sent_keeps_its_version_for_ever(verified, application):
    actions.submit(application, by=application.person)
    withdraw_old()
    verified.get(url("documents", application))
    verified.get(url("check", application), follow=True)
    application.refresh_from_db()
    assert application.version.number == 1


def test_showing_a_page_takes_three_queries(visitor, application, django_assert_max_num_queries):
    visitor.get(url("step", application, "home"))
    with django_assert_max_num_queries(20) as counted:
        visitor.get(url("step", application, "home"))
    ours = ("applications_", "vault_", "catalogue_", "offices_")
    asked = [each["sql"] for each in counted.captured_queries if any(table in each["sql"] for table in ours)]
    assert len(asked) == 3, "\n".join(asked)
