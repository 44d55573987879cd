"""What was sent before is offered again: answers. Papers are in test_reuse_papers.py."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from portal.accounts.models import Person
from portal.applications import actions, queries, reuse
from portal.applications.models import Application
from portal.catalogue import queries as catalogue
from portal.journal.models import Entry
from portal.needs import actions as needs
from portal.needs import queries as needs_queries
from portal.vault import actions as vault
from portal.vault.models import DataKey
from tests.applications.test_drafts import url
from tests.factories import applications as made
from tests.factories.accounts import PersonFactory
from tests.factories.offices import OfficeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(person: Person) -> Application:
    return made.submitted(person)


@pytest.fixture
def draft(person: Person, sent: Application) -> Application:
    return made.draft(person, sent.office)


def key(source: Application, code: str) -> str:
    return f"{source.pk}:{code}"


def offered(draft: Application) -> dict[str, reuse.Offered]:
    contents = queries.contents_of(draft)
    found = reuse.offered_answers(draft, contents, reuse.sources_of(draft, queries.merged(contents)))
    return {each.question.code: each for each in found}


def page(client: Client, draft: Application) -> str:
    return client.get(url("reuse", draft)).content.decode()


def test_whoever_has_applied_before_is_led_to_it_when_starting_again(verified, person, sent):
    address = reverse("applications:start", kwargs={"service_slug": "study-extension"})
    answer = verified.post(address, {"office": sent.office.slug})
    begun = Application.objects.of(person).drafts().get()
    assert answer.url == url("reuse", begun)
    # Going on with that draft later leads to its questions.
    assert verified.post(address, {"office": sent.office.slug}).url == url("step", begun, step="person")


def test_every_answer_is_shown_with_its_value_its_application_and_its_day_and_none_is_ticked(verified, sent, draft):
    shown = page(verified, draft)
    assert "Özdemir-Łukasik" in shown
    assert "Ostwall" in shown
    assert f'value="{key(sent, "family_name")}"' in shown
    assert f"sent on {date_format(timezone.localtime(sent.submitted_at), 'DATE_FORMAT')}" in shown
    assert not re.search(r"<input[^>]*\schecked", shown)
    assert queries.answers_of(draft) == {}


def test_only_what_is_ticked_is_taken(verified, person, sent, draft):
    answer = verified.post(url("reuse", draft), {"take": [key(sent, "family_name"), key(sent, "street")]})
    assert answer.url == url("reuse", draft)
    assert queries.answers_of(draft) == {"family_name": "Özdemir-Łukasik", "street": "Ostwall"}
    entry = Entry.objects.get(kind="application.answers_reused")
    assert (entry.actor, entry.detail) == (str(person.pk), {"sources": [str(sent.pk)]})


def test_one_button_takes_all_that_hardly_ever_changes_and_nothing_else(verified, sent, draft):
    steady = [each.key for each in offered(draft).values() if not each.changes]
    verified.post(url("reuse", draft), {"steady": steady, "all": "yes", "take": [key(sent, "city")]})
    answers = queries.answers_of(draft)
    assert answers["date_of_birth"] == "1999-05-24"
    assert answers["city"] == "Musterstadt"
    assert {"street", "email", "funding_amount", "insurance_company"}.isdisjoint(answers)


def test_the_names_of_the_steady_ones_alone_take_nothing(verified, sent, draft):
    answer = verified.post(url("reuse", draft), {"steady": [key(sent, "family_name")]})
    assert answer.url == url("step", draft, step="person")
    assert "Nothing was ticked" in verified.get(answer.url).content.decode()
    assert queries.answers_of(draft) == {}


def test_after_taking_the_page_says_how_many_were_taken_and_how_many_are_left(verified, sent, draft):
    found = list(offered(draft).values())
    steady = [each.key for each in found if not each.changes]
    fields = {"steady": steady, "all": "yes"}
    shown = verified.post(url("reuse", draft), fields, follow=True).content.decode()
    left = len(offered(draft))
    assert left == shown.count('name="take"') > 0
    assert f"{len(steady)} answers are in your form now." in shown
    assert f"{left} lines are left." in shown


def test_a_second_click_takes_nothing_and_replaces_nothing(verified, person, sent, draft):
    ticked = {"take": [key(sent, "family_name")]}
    verified.post(url("reuse", draft), ticked)
    actions.save_step(draft.pk, "person", {"family_name": "Özdemir"}, by=person)
    assert verified.post(url("reuse", draft), ticked).status_code == 302
    assert queries.answers_of(draft)["family_name"] == "Özdemir"
    assert Entry.objects.filter(kind="application.answers_reused").count() == 1


def test_what_was_typed_already_is_not_offered_readable_or_not(person, sent, draft):
    actions.save_step(draft.pk, "person", {"family_name": "Neu", "date_of_birth": "soon"}, by=person)
    assert {"family_name", "date_of_birth"}.isdisjoint(offered(draft))
    assert "place_of_birth" in offered(draft)


def test_declarations_are_made_anew_each_time(verified, sent, draft):
    assert {"truth", "data_notice"}.isdisjoint(offered(draft))
    verified.post(url("reuse", draft), {"take": [key(sent, "truth"), key(sent, "family_name")]})
    assert "truth" not in queries.answers_of(draft)


def test_an_end_that_has_passed_is_marked_and_all_that_hangs_on_it(person):
    fields = made.STUDY | {"passport": made.STUDY["passport"] | {"passport_valid_until": "1.2.2020"}}
    earlier = actions.submit(made.draft(person, answers=fields), by=person)
    found = offered(made.draft(person, earlier.office))
    assert found["passport_valid_until"].is_over
    assert found["passport_number"].changes
    assert not found["family_name"].changes


def test_the_newest_application_counts(verified, person, sent):
    newer = made.draft(person, sent.office, made.STUDY | {"person": made.STUDY["person"] | {"family_name": "Neu"}})
    actions.submit(newer, by=person)
    found = offered(made.draft(person, sent.office))
    assert found["family_name"].value == "Neu"
    assert found["family_name"].source.application == newer


def test_what_does_not_fit_todays_question_is_not_offered(person, sent, draft):
    definition = queries.definition_of(draft)
    step = definition.step("person")
    sex = definition.question("sex")
    assert reuse.fitting(step, sex, "F") == "F"
    assert reuse.fitting(step, sex, "unheard of") is None
    assert reuse.fitting(step, definition.question("date_of_birth"), ["no", "day"]) is None


# -- nobody else's ----------------------------------------------------------------


def test_other_peoples_applications_are_never_offered(verified, person):
    stranger = made.submitted()
    draft = made.draft(person, stranger.office)
    assert offered(draft) == {}
    assert "Özdemir" not in page(verified, draft)
    verified.post(url("reuse", draft), {"take": [key(stranger, "family_name")]})
    assert queries.answers_of(draft) == {}


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_strangers_draft_is_not_found(verified, sent, method):
    other = made.draft(PersonFactory())
    answer = getattr(verified, method)(url("reuse", other), {"take": [key(sent, "family_name")]})
    assert answer.status_code == 404
    assert queries.answers_of(other) == {}


@pytest.mark.parametrize("bad", ["", ":", "x:family_name", f"{uuid.UUID(int=7)}:family_name", "family_name", "\x00"])
def test_made_up_keys_take_nothing(verified, draft, bad):
    assert verified.post(url("reuse", draft), {"take": [bad]}).status_code in {302, 422}
    assert queries.answers_of(draft) == {}


def test_another_draft_is_no_source(person, sent, draft):
    other = made.draft(person, OfficeFactory(), made.STUDY)
    assert all(each.source.application != other for each in offered(draft).values())


def test_what_was_sent_is_looked_at_with_a_second_factor_only(visitor, draft):
    answer = visitor.get(url("reuse", draft))
    assert answer.url.startswith(reverse("accounts:second-factor"))


def test_a_sent_application_takes_nothing_over(verified, sent):
    assert verified.get(url("reuse", sent)).url == url("receipt", sent)
    answer = verified.post(url("reuse", sent), {"take": [key(sent, "family_name")]})
    assert answer.url == url("receipt", sent)


# -- erased after hand-over -----------------------------------------------------


def test_erased_content_is_not_offered_and_the_page_says_why(verified, sent, draft):
    actions.erase(sent)
    assert not reuse.has_earlier(draft)
    assert "There is nothing to take over" in page(verified, draft)
    verified.post(url("reuse", draft), {"take": [key(sent, "family_name")]})
    assert queries.answers_of(draft) == {}


def test_a_lost_key_is_no_error_and_none_is_made_by_looking(verified, sent, draft):
    vault.erase(sent.pk)
    assert "There is nothing to take over" in page(verified, draft)
    assert not DataKey.objects.filter(pk=sent.pk).exists()


def test_starting_goes_straight_to_the_questions_when_nothing_is_left(verified, sent):
    actions.erase(sent)
    address = reverse("applications:start", kwargs={"service_slug": "study-extension"})
    answer = verified.post(address, {"office": sent.office.slug})
    assert answer.url == url("step", Application.objects.drafts().get(), step="person")


def test_the_first_page_leads_there_and_no_other_does(verified, draft):
    assert url("reuse", draft) in verified.get(url("step", draft, step="person")).content.decode()
    assert url("reuse", draft) not in verified.get(url("step", draft, step="address")).content.decode()


# -- what was said before signing in ----------------------------------------------


def test_brought_answers_and_marks_are_in_the_new_draft_as_far_as_they_fit(verified, person):
    answers = {"nationality": "TR", "sex": "unheard of", "truth": "yes", "moon": "full"}
    marks = {"passport": "have", "enrolment": "need", "moon": "have", "permit": "perhaps"}
    brought = actions.Brought(answers, marks)
    draft = actions.start("study-extension", OfficeFactory(), by=person, brought=brought)
    assert queries.answers_of(draft) == {"nationality": "TR"}
    draft.refresh_from_db()
    assert draft.marks == {"passport": "have", "enrolment": "need"}
    papers = verified.get(url("documents", draft)).content.decode()
    assert "You have marked: I have it." in papers
    assert "You have marked: I still need it." in papers


def test_brought_answers_never_touch_a_draft_that_is_there(person):
    draft = made.draft(person, answers={"person": {"nationality": "UA"}})
    same = actions.start("study-extension", draft.office, by=person, brought=actions.Brought({"nationality": "TR"}))
    assert same == draft
    assert queries.answers_of(draft)["nationality"] == "UA"


def test_the_needs_check_and_the_checklist_go_into_the_form_that_is_started(verified, person):
    session = verified.session
    version = catalogue.current_version("study-extension")
    for code, value in {"happened": "ends_soon", "nationality": "TR"}.items():
        needs.answer(session, needs_queries.needs_check().question(code), value)
    needs.mark(session, catalogue.definition_of(version), {"passport": "have"})
    session.save()
    address = reverse("applications:start", kwargs={"service_slug": "study-extension"})
    answer = verified.post(address, {"office": OfficeFactory().slug}, follow=True)
    draft = Application.objects.get()
    assert queries.answers_of(draft) == {"nationality": "TR"}
    assert draft.marks == {"passport": "have"}
    shown = answer.content.decode()
    assert "Your answers from “What do I need?” are in the form already" in shown
    assert '<option value="TR" selected' in shown
