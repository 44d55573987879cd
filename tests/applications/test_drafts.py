"""Beginning, saving, going on, deleting."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from portal.applications import actions, queries
from portal.applications.errors import NotADraftError, UnknownApplicationError
from portal.applications.models import Application, StepAnswers
from portal.shared.context import same_page_in
from portal.vault.models import DataKey
from tests.factories import applications as made
from tests.factories.accounts import PersonFactory
from tests.factories.offices import AreaFactory, OfficeFactory

pytestmark = pytest.mark.django_db


def url(name, application, **kwargs):
    return reverse(f"applications:{name}", kwargs={"id": application.pk, **kwargs})


def test_the_start_page_is_open_to_everybody_and_names_the_office(client, person):
    area = AreaFactory(postcode="47798")
    address = reverse("applications:start", kwargs={"service_slug": "study-extension"})
    answer = client.post(address, {"postcode": "47798"}, follow=True)
    assert area.office.name in answer.content.decode()
    assert "47798" not in answer.redirect_chain[-1][0]


def test_an_unknown_postcode_is_answered_kindly_with_the_offices(client, person):
    office = OfficeFactory()
    address = reverse("applications:start", kwargs={"service_slug": "study-extension"})
    answer = client.post(address, {"postcode": "99999"})
    assert office.name in answer.content.decode()


@pytest.mark.parametrize(("typed", "status"), [("٤٧٧٩٨", 302), ("D-47798", 302), (" 477 98 ", 302), ("123", 422)])
def test_a_postcode_is_read_in_every_usual_way_of_writing(client, person, typed, status):
    AreaFactory(postcode="47798")
    address = reverse("applications:start", kwargs={"service_slug": "study-extension"})
    assert client.post(address, {"postcode": typed}).status_code == status


def test_an_unknown_service_is_not_found(client, person):
    assert client.get(reverse("applications:start", kwargs={"service_slug": "moon"})).status_code == 404


def test_starting_without_an_account_leads_to_sign_in_and_back(client, person):
    office = OfficeFactory()
    address = reverse("applications:start", kwargs={"service_slug": "study-extension"})
    answer = client.post(address, {"office": office.slug})
    assert reverse("account_login") in answer.url
    assert office.slug in answer.url


def test_starting_leads_to_the_first_step(visitor, person):
    office = OfficeFactory()
    address = reverse("applications:start", kwargs={"service_slug": "study-extension"})
    answer = visitor.post(address, {"office": office.slug})
    assert answer.url == url("step", Application.objects.get(), step="person")


def test_starting_again_continues_the_same_draft(person):
    first = made.draft(person)
    assert actions.start("study-extension", first.office, by=person) == first
    assert Application.objects.count() == 1


def test_every_step_can_be_opened_and_shows_its_questions(visitor, person):
    application = made.draft(person)
    for step in queries.definition_of(application).steps:
        answer = visitor.get(url("step", application, step=step.code))
        assert answer.status_code == 200
        assert f'id="id_{step.questions[0].code}' in answer.content.decode()


def test_a_finished_step_leads_to_the_next_one(visitor, person):
    application = made.draft(person)
    answer = visitor.post(url("step", application, step="person"), made.STUDY["person"])
    assert answer.url == url("step", application, step="address")
    assert queries.answers_of(application)["date_of_birth"] == "1999-05-24"


def test_an_unfinished_step_says_what_to_type_and_keeps_what_was_typed(visitor, person):
    application = made.draft(person)
    fields = made.STUDY["person"] | {"date_of_birth": "31.02.1999", "place_of_birth": ""}
    page = visitor.post(url("step", application, step="person"), fields, follow=True).content.decode()
    assert "The calendar does not have this day" in page
    assert 'value="31.02.1999"' in page
    assert 'value="31.02.1999"' in visitor.get(url("step", application, step="person")).content.decode()


def test_the_page_that_says_what_to_mend_is_loaded_and_not_sent_so_that_back_never_asks_to_send_again(visitor, person):
    application = made.draft(person)
    here = url("step", application, step="person")
    answer = visitor.post(here, {"family_name": "", "place_of_birth": "Ankara"})
    assert (answer.status_code, answer.url) == (302, here)
    assert "error-summary" in visitor.get(here).content.decode()
    # Said once: who comes back later is not met with old mistakes.
    assert "error-summary" not in visitor.get(here).content.decode()


def test_what_is_to_be_mended_on_one_page_is_not_told_on_another(visitor, person):
    application = made.draft(person)
    visitor.post(url("step", application, step="person"), {"family_name": ""})
    assert "error-summary" not in visitor.get(url("step", application, step="address")).content.decode()
    assert "error-summary" in visitor.get(url("step", application, step="person")).content.decode()


def test_what_was_mended_in_between_is_not_told_any_more(visitor, person):
    application = made.draft(person)
    visitor.post(url("step", application, step="person"), made.STUDY["person"] | {"family_name": ""})
    actions.save_step(application.pk, "person", made.STUDY["person"], by=person)
    assert "error-summary" not in visitor.get(url("step", application, step="person")).content.decode()


def test_an_unreadable_answer_replaces_the_older_readable_one(person):
    application = made.draft(person, answers=made.STUDY)
    actions.save_step(application.pk, "person", {"date_of_birth": "soon"}, by=person)
    assert "date_of_birth" not in queries.answers_of(application)


def test_saving_by_itself_keeps_half_an_answer_and_says_when(visitor, person):
    application = made.draft(person)
    answer = visitor.post(url("autosave", application, step="person"), {"family_name": "Ö", "shown": ""})
    assert answer.status_code == 200
    assert "Saved at" in answer.content.decode()
    assert queries.answers_of(application)["family_name"] == "Ö"


def test_saving_by_itself_brings_the_questions_that_appear(visitor, person):
    application = made.draft(person)
    fields = {"side_job": "yes", "shown": "side_job,days_worked_this_year"}
    page = visitor.post(url("autosave", application, step="work"), fields).content.decode()
    assert 'data-autosave-part="employer"' in page
    assert 'data-autosave-part="side_job"' not in page


def test_without_script_new_questions_are_shown_before_they_are_asked_for(visitor, person):
    application = made.draft(person)
    fields = {"side_job": "yes", "days_worked_this_year": "0", "shown": "side_job,days_worked_this_year"}
    page = visitor.post(url("step", application, step="work"), fields, follow=True).content.decode()
    assert 'name="employer"' in page
    assert "There are new questions" in page


def test_answers_to_questions_no_longer_asked_do_not_count(person):
    application = made.draft(person, answers=made.STUDY)
    actions.save_step(application.pk, "work", {"side_job": "yes", "employer": "Bakery"}, by=person)
    actions.save_step(application.pk, "work", {"side_job": "no"}, by=person)
    assert "employer" not in queries.answers_of(application)


@pytest.mark.parametrize(("go", "lands"), [("later", "list"), ("back", "step")])
def test_leaving_a_step_saves_it_without_asking_for_more(visitor, person, go, lands):
    application = made.draft(person)
    answer = visitor.post(url("step", application, step="address"), {"city": "Musterstadt", "go": go})
    assert answer.status_code == 302
    assert answer.url == (reverse("applications:list") if lands == "list" else url("step", application, step="person"))
    assert queries.answers_of(application)["city"] == "Musterstadt"


def test_changing_the_language_in_the_middle_keeps_step_and_data(visitor, person):
    application = made.draft(person)
    fields = {"family_name": "Özdemir", "switch_language": "ar"}
    answer = visitor.post(url("step", application, step="person"), fields)
    assert answer.url == same_page_in(url("step", application, step="person"), "ar")
    page = visitor.get(answer.url).content.decode()
    assert 'dir="rtl"' in page
    assert 'value="Özdemir"' in page


def test_saving_a_step_takes_six_queries_and_one_for_a_postcode(visitor, person, django_assert_max_num_queries):
    application = made.draft(person, answers=made.STUDY)
    visitor.post(url("autosave", application, step="person"), {"family_name": "A"})
    with django_assert_max_num_queries(12) as counted:
        visitor.post(url("autosave", application, step="address"), {"city": "Neustadt"})
    asked = [each["sql"] for each in counted.captured_queries]
    asked = [sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert len(asked) <= 7, "\n".join(asked)


def test_the_list_shows_drafts_with_how_far_they_are(visitor, person):
    made.draft(person, answers={"person": made.STUDY["person"]})
    page = visitor.get(reverse("applications:list")).content.decode()
    assert "8 steps are still open" in page
    assert "Continue your draft" in page


def test_a_deleted_draft_leaves_nothing_to_read(visitor, person):
    application = made.complete(person)
    assert visitor.get(url("withdraw", application)).status_code == 200
    visitor.post(url("withdraw", application))
    assert not StepAnswers.objects.filter(application=application).exists()
    assert not DataKey.objects.filter(pk=application.pk).exists()
    assert visitor.get(url("step", application, step="person")).status_code == 404


@pytest.mark.parametrize(("language", "is_told"), [("de", False), ("en", False), ("tr", True), ("ar", True)])
def test_readers_learn_that_a_machine_translated_the_form(verified, person, language, is_told):
    application = made.complete(person)
    with override(language):
        addresses = [url("step", application, step="person"), url("documents", application), url("check", application)]
        addresses.append(reverse("applications:start", args=["study-extension"]))
        told = gettext("This translation was made by machine.")
    for address in addresses:
        page = verified.get(address).content.decode()
        assert (told in page) == is_told


def test_after_deleting_a_new_draft_may_begin(person):
    first = made.draft(person)
    actions.withdraw(first, by=person)
    assert actions.start("study-extension", first.office, by=person) != first


def test_nobody_saves_into_somebody_elses_draft(person):
    application = made.draft(person)
    with pytest.raises(UnknownApplicationError):
        actions.save_step(application.pk, "person", {"family_name": "X"}, by=PersonFactory())


def test_a_sent_application_takes_no_more_answers(person):
    application = made.submitted(person)
    with pytest.raises(NotADraftError):
        actions.save_step(application.pk, "person", {"family_name": "X"}, by=person)
