"""What stands beside and around the questions: why they are asked, hints, live results, notes, fees."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from portal.applications import actions, package, queries, tasks
from portal.catalogue.actions import keep_sample
from portal.catalogue.models import Sample
from portal.catalogue.queries import definition_of, open_requirements
from portal.shared import clock
from tests.factories import applications as made
from tests.factories.catalogue import published
from tests.factories.offices import AreaFactory, OfficeFactory
from tests.factories.services import SLUG, group, publish_data, question, service, texts

pytestmark = pytest.mark.django_db

MONEY = question("pay", "money", when="works", because=texts("You work."))
DATA = service(
    ("job", [question("works", "yes_no"), MONEY]),
    ("other", [question("name", "name")]),
    hints=[{"code": "low", "step": "job", "when": "pay < 1000", "text": texts("That is little."), "law": "§ 2"}],
    notes=[
        {"code": "always", "text": texts("Tell the office when you move."), "law": "§ 82"},
        {"code": "workers", "when": "works", "text": texts("Keep your pay slips.")},
    ],
    privacy=texts("We only ask what is needed."),
    contact=texts("Ask the office."),
    status={"submitted": texts("It is on its way.")},
    talent_center=True,
)


def url(name, application, **place):
    return reverse(f"applications:{name}", kwargs={"id": application.pk, **place})


@pytest.fixture
def application(person):
    publish_data(DATA)
    found = actions.start(SLUG, OfficeFactory(back_office="memory"), by=person)
    actions.save_step(found.pk, "job", {"works": "yes", "pay": "900"}, by=person)
    return found


def test_a_question_that_not_everybody_is_asked_says_why(visitor, application):
    page = visitor.get(url("step", application, step="job")).content.decode()
    assert page.count("Why we ask: You work.") == 1


def test_a_hint_is_shown_with_its_law_and_never_keeps_anybody_back(visitor, application):
    page = visitor.get(url("step", application, step="job")).content.decode()
    assert "That is little." in page
    assert "You can apply anyway" in page
    answer = visitor.post(url("step", application, step="job"), {"works": "yes", "pay": "900"})
    assert answer.url == url("step", application, step="other")
    assert "That is little." not in visitor.get(answer.url).content.decode()


def test_hints_come_and_go_while_one_types(visitor, application):
    fields = {"works": "yes", "pay": "2000", "shown": "works,pay"}
    page = visitor.post(url("autosave", application, step="job"), fields).content.decode()
    assert 'data-autosave-part="beside"' in page
    assert "That is little." not in page
    assert (
        "That is little."
        in visitor.post(url("autosave", application, step="job"), fields | {"pay": "5"}).content.decode()
    )


def test_notes_stand_on_the_start_page_for_everybody_and_on_the_check_page_for_those_they_concern(
    verified, application, client
):
    start = client.get(reverse("applications:start", kwargs={"service_slug": SLUG})).content.decode()
    assert "Tell the office when you move." in start
    assert "Keep your pay slips." not in start
    assert "Keep your pay slips." in verified.get(url("check", application)).content.decode()


def test_the_privacy_notice_stands_before_the_first_input(client, application):
    page = client.get(reverse("applications:start", kwargs={"service_slug": SLUG})).content.decode()
    assert page.index("We only ask what is needed.") < page.index('name="postcode"')
    assert "Ask the office." in page


def test_the_status_page_says_what_the_service_says_and_its_notes(verified, application, person):
    actions.save_step(application.pk, "other", {"name": "Ada"}, by=person)
    actions.submit(application, by=person)
    page = verified.get(reverse("status:application", args=[application.pk])).content.decode()
    assert "It is on its way." in page
    assert "Tell the office when you move." in page
    assert "Keep your pay slips." in page


def test_the_package_says_who_in_the_office_it_is_for(application):
    assert package.content_of(application)["routing"] == {"unit": "talent_center"}
    publish_data(DATA | {"slug": "for-all", "code": "S98", "talent_center": False})
    other = actions.start("for-all", application.office, by=application.person)
    assert package.content_of(other)["routing"] == {"unit": "general"}


def test_who_it_is_for_may_hang_on_an_answer(application):
    publish_data(DATA | {"slug": "for-some", "code": "S97", "talent_center_when": 'name == "Ada"'})
    some = actions.start("for-some", application.office, by=application.person)
    assert package.content_of(some)["routing"] == {"unit": "general"}
    actions.save_step(some.pk, "other", {"name": "Ada"}, by=application.person)
    assert package.content_of(some)["routing"] == {"unit": "talent_center"}


def test_a_live_result_is_shown_and_renewed(visitor, person):
    application = made.draft(person)
    page = visitor.get(url("step", application, step="work")).content.decode()
    assert "0 of 140 days" in page
    fields = {"side_job": "no", "days_worked_this_year": "20,5", "shown": "side_job,days_worked_this_year"}
    page = visitor.post(url("autosave", application, step="work"), fields).content.decode()
    assert "20.5 of 140 days" in page


def test_fees_stand_line_by_line_with_their_sum(verified, person):
    application = made.complete(person)
    actions.save_step(application.pk, "person", {"nationality": "CH"}, by=person)
    page = verified.get(url("check", application)).content.decode()
    assert "In all" in page
    assert "-" in page[page.index('class="fees"') : page.index("fees__total")]


def test_other_papers_that_do_as_well_are_named_on_the_card(verified, person):
    application = made.complete(person)
    asked = open_requirements(definition_of(application.version), queries.answers_of(application))
    named = [each for each in asked if each.alternatives]
    page = verified.get(url("documents", application)).content.decode()
    assert ("or instead:" in page) == bool(named)


def test_sending_keeps_a_sample_without_the_person(person):
    application = made.complete(person)
    actions.submit(application, by=person)
    sample = Sample.objects.get()
    assert sample.service.slug == "study-extension"
    assert (sample.month.day, sample.version_number) == (1, published().number)
    assert sample.answers["nationality"] == "TR"
    assert sample.answers["date_of_birth"] == "1999"
    assert sample.answers["funding_amount"] == "1000.00"
    assert sample.answers["family_name"] == sample.answers["postcode"] == sample.answers["email"] == "✓"
    said = str(sample.answers)
    assert not any(text in said for text in ("Özdemir", "Ankara", "U12345678", "47798", "Ostwall", "05-24"))


def test_samples_are_deleted_after_two_years(person):
    actions.submit(made.complete(person), by=person)
    with time_machine.travel(clock.now() + timedelta(days=700), tick=False):
        tasks.tidy_drafts()
        assert Sample.objects.exists()
    with time_machine.travel(clock.now() + timedelta(days=765), tick=False):
        tasks.tidy_drafts()
        assert not Sample.objects.exists()


@pytest.mark.parametrize(
    ("asked", "value", "kept"),
    [
        (question("a", "money"), "1049.99", "1000.00"),
        (question("a", "money"), "broken", "✓"),
        (question("a", "partial_date"), "1998-05", "1998"),
        (question("a", "long_text"), "My life", "✓"),
        (question("a", "several", choices=["x"]), ["x"], ["x"]),
        (group("a", question("b", "name"), question("c", "date")), [{"b": "Bo", "c": "2019-05-01"}, {}], None),
    ],
)
def test_what_is_kept_of_an_answer_is_coarse(db, asked, value, kept):
    version = publish_data(service(("one", [asked])))
    found = keep_sample(version, {"a": value, "gone": "secret"}).answers
    assert found == {"a": [{"b": "✓", "c": "2019"}, {}] if kept is None else kept}


def test_hints_are_repeated_before_sending_and_keep_nobody_back(verified, application, person):
    actions.save_step(application.pk, "other", {"name": "Ada"}, by=person)
    page = verified.get(url("check", application)).content.decode()
    assert "That is little." in page
    assert reverse("applications:submit", kwargs={"id": application.pk}) in page


def test_a_postcode_of_another_office_is_told_and_keeps_nobody_back(visitor, verified, person):
    application = made.complete(person)
    elsewhere = AreaFactory(postcode="12345").office
    fields = made.STUDY["address"] | {"postcode": "12345"}
    answer = visitor.post(url("autosave", application, step="address"), fields | {"shown": "postcode"})
    assert elsewhere.name in answer.content.decode()
    assert elsewhere.name in verified.get(url("check", application)).content.decode()
    assert actions.submit(application, by=person).reference


@pytest.mark.parametrize("is_own", [True, False])
def test_nothing_is_told_of_a_postcode_of_ones_own_office_or_of_none(visitor, person, is_own):
    application = made.complete(person)
    AreaFactory(office=application.office, postcode="12345")
    fields = made.STUDY["address"] | {"postcode": "12345" if is_own else "54321"}
    answer = visitor.post(url("autosave", application, step="address"), fields)
    assert "This postcode belongs" not in answer.content.decode()


def test_the_privacy_notice_stands_where_one_says_to_have_read_it(visitor, person):
    declared = service(
        ("last", [question("data_notice", "yes_no", must_agree=True)]), privacy=texts("We keep little.")
    )
    publish_data(declared | {"slug": SLUG})
    found = actions.start(SLUG, OfficeFactory(back_office="memory"), by=person)
    assert "We keep little." in visitor.get(url("step", found, step="last")).content.decode()


def test_optional_questions_without_an_answer_do_not_make_the_check_page_long(verified, person):
    publish_data(service(("last", [question("nickname", required=False), question("town")])))
    found = actions.start(SLUG, OfficeFactory(back_office="memory"), by=person)
    actions.save_step(found.pk, "last", {"town": "Lindenfurt"}, by=person)
    page = verified.get(url("check", found)).content.decode()
    assert page.index("Town") < page.index("1 optional question not answered") < page.index("Nickname")
