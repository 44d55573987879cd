"""Families apply together: shared answers typed once, shared papers uploaded once, a receipt for each."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import Person
from portal.applications import actions, package, queries, states
from portal.applications.actions.shared_papers import bring_along
from portal.applications.errors import FamilyFullError, UnknownApplicationError
from portal.applications.models import Application, Bundle
from portal.documents.models import Document
from portal.shared import clock
from tests.applications.test_drafts import url
from tests.applications.test_papers import handed_in
from tests.factories import applications as made
from tests.factories.accounts import PersonFactory
from tests.factories.catalogue import published
from tests.factories.documents import process
from tests.factories.offices import OfficeFactory

pytestmark = pytest.mark.django_db
REUNION = "family-reunion"
SPOUSE = {
    "request": {"wanted": "first", "relationship": "spouse"},
    "person": {"family_name": "Haddad", "given_names": "Layla", "date_of_birth": "02.03.1990"},
    "address": {"street": "Lindenweg", "house_number": "3", "postcode": "99801", "city": "Musterstadt"},
    "sponsor": {"sponsor_family_name": "Haddad", "sponsor_status": "settlement"},
}


@pytest.fixture
def mother(person: Person) -> Application:
    """A draft for family reunion, in which the rental contract and the sponsor's papers are one for all."""
    published(REUNION)
    draft = actions.start(REUNION, OfficeFactory(back_office="memory"), by=person)
    for step, fields in SPOUSE.items():
        actions.save_step(draft.pk, step, fields, by=person)
    return draft


def add(application: Application, name: str = "Amina", service: str = REUNION) -> Application:
    fresh = Application.objects.with_form().get(pk=application.pk)
    return actions.add_member(fresh, actions.NewMember("child", name, service), by=fresh.person)


@pytest.fixture
def child(mother: Application) -> Application:
    return add(mother)


def again(application: Application) -> Application:
    return Application.objects.with_form().get(pk=application.pk)


def papers_page(client: Client, application: Application) -> str:
    return client.get(url("documents", application)).content.decode()


def answers(application: Application) -> dict:
    return queries.merged(queries.contents_of(application))


# -- adding -------------------------------------------------------------------------


def test_a_child_begins_with_what_is_the_same_for_all_and_with_nothing_else(mother, child):
    found = answers(child)
    assert (found["street"], found["sponsor_status"]) == ("Lindenweg", "settlement")
    assert (found["given_names"], found["relationship"]) == ("Amina", "child")
    assert {"family_name", "date_of_birth", "wanted"}.isdisjoint(found)
    assert (child.bundle, child.member) == (again(mother).bundle, 1)
    assert (child.office, child.person) == (mother.office, mother.person)


def test_who_gets_the_permit_is_filled_in_and_says_so_until_the_page_is_saved(visitor, child):
    address = url("step", child, step="request").replace("/de/", "/en/")
    page = visitor.get(address).content.decode()
    assert re.search(r'name="relationship" value="child"[^>]* checked', page)
    assert page.count("Filled in: you said this when you added the person.") == 1
    visitor.post(address, {"relationship": "child", "go": "later"})
    assert "Filled in:" not in visitor.get(address).content.decode()


def test_the_page_adds_somebody_and_leads_to_the_questions(verified, mother):
    fields = {"relation": "child", "name": "Amina", "service": REUNION}
    answer = verified.post(url("family", mother), fields)
    child = Application.objects.get(member=1)
    assert answer.url.startswith(url("step", child, step="request").rsplit("request", 1)[0])
    assert "Amina" in verified.get(url("family", mother)).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"relation": "dog"}, {"name": ""}, {"name": "\u200f"}, {"name": "🙂"}, {"service": "study-extension"}]
)
def test_what_cannot_be_added_is_answered_with_what_to_do(verified, mother, wrong):
    fields = {"relation": "child", "name": "Amina", "service": REUNION} | wrong
    assert verified.post(url("family", mother), fields).status_code == 422
    assert not Bundle.objects.exists()


def test_a_second_click_leads_to_the_same_draft(mother, child):
    assert add(mother, name="amina") == child
    assert Application.objects.count() == 2


def test_every_name_has_a_place_that_no_other_draft_of_this_account_has(mother, child):
    brother = add(mother, "Karim")
    assert (child.member, brother.member) == (1, 2)
    assert brother.bundle == child.bundle
    elsewhere = made.draft(mother.person, mother.office)
    assert add(elsewhere, "Sami").member == 3


def test_one_may_apply_for_the_familys_service_beside_another_one(person):
    published(REUNION)
    study = made.draft(person, answers=made.STUDY)
    child = add(study)
    assert (study.service.slug, child.service.slug) == ("study-extension", REUNION)
    assert answers(child)["street"] == "Ostwall"


def test_whoever_applies_first_for_something_else_is_the_one_whom_the_family_joins(person):
    published(REUNION)
    study = made.draft(person, answers=made.STUDY)
    found = answers(add(study))
    own = answers(study)
    for code in ("family_name", "given_names", "date_of_birth"):
        assert found[f"sponsor_{code}"] == own[code]
    assert "family_name" not in found


def test_what_one_of_the_family_says_about_the_sponsor_is_kept_for_the_next(
    person, django_capture_on_commit_callbacks
):
    published(REUNION)
    study = made.draft(person, answers=made.STUDY)
    child = add(study)
    actions.save_step(child.pk, "sponsor", {"sponsor_family_name": "Neu", "sponsor_status": "settlement"}, by=person)
    with django_capture_on_commit_callbacks(execute=True):
        brother = add(study, "Karim")
    assert answers(brother)["sponsor_status"] == "settlement"
    assert answers(brother)["sponsor_family_name"] == answers(child)["sponsor_family_name"] == "Neu"


def test_in_a_family_that_joins_somebody_nobody_is_taken_for_the_sponsor(mother):
    assert "sponsor_given_names" not in answers(add(mother))


def test_no_other_service_can_be_smuggled_in(mother):
    published("study-extension")
    with pytest.raises(UnknownApplicationError):
        add(mother, service="study-extension")


def test_a_family_has_an_end(mother, child, monkeypatch):
    monkeypatch.setattr("portal.applications.family.MOST", 2)
    with pytest.raises(FamilyFullError):
        add(mother, "Karim")


def test_somebody_can_be_added_after_sending(person):
    published(REUNION)
    sent = made.submitted(person)
    child = add(sent)
    assert answers(child)["city"] == "Musterstadt"


def test_after_the_content_is_erased_a_child_begins_empty(person):
    published(REUNION)
    sent = made.submitted(person)
    actions.erase(sent)
    assert answers(add(sent)) == {"given_names": "Amina", "relationship": "child"}


# -- the same for all ---------------------------------------------------------------


def save(application, step, fields, committed) -> None:
    with committed(execute=True):
        actions.save_step(application.pk, step, fields, by=application.person)


def test_a_change_in_one_draft_changes_the_others(mother, child, django_capture_on_commit_callbacks):
    brother = add(mother, "Karim")
    save(child, "address", {"street": "Ostwall", "house_number": ""}, django_capture_on_commit_callbacks)
    for each in (mother, brother):
        assert answers(each)["street"] == "Ostwall"
        assert "house_number" not in answers(each)
    save(mother, "sponsor", {"sponsor_status": "refugee"}, django_capture_on_commit_callbacks)
    assert answers(child)["sponsor_status"] == answers(brother)["sponsor_status"] == "refugee"


def test_what_is_ones_own_stays_ones_own(mother, child, django_capture_on_commit_callbacks):
    save(child, "person", {"family_name": "Neu", "date_of_birth": "01.01.2020"}, django_capture_on_commit_callbacks)
    assert answers(mother)["family_name"] == "Haddad"
    assert answers(mother)["date_of_birth"] == "1990-03-02"


def test_what_cannot_be_read_stays_where_it_was_typed(mother, child, django_capture_on_commit_callbacks):
    save(child, "address", {"postcode": "soon"}, django_capture_on_commit_callbacks)
    assert answers(mother)["postcode"] == "99801"


def test_what_was_sent_never_changes(person, django_capture_on_commit_callbacks):
    published(REUNION)
    sent = made.submitted(person)
    child = add(sent)
    save(child, "address", {"street": "Lindenweg"}, django_capture_on_commit_callbacks)
    assert answers(sent)["street"] == "Ostwall"


def test_the_page_says_which_answers_are_the_same_for_all(verified, mother, child):
    shown = verified.get(url("step", child, step="address")).content.decode()
    assert "All answers on this page are the same" in shown
    assert "the same for all of you" not in verified.get(url("step", child, step="person")).content.decode()


def test_who_applies_alone_reads_nothing_of_a_family(verified, mother):
    assert "the same for all of you" not in verified.get(url("step", mother, step="address")).content.decode()


# -- papers -------------------------------------------------------------------------


def test_a_paper_for_all_counts_for_all_and_is_named(verified, mother, child):
    assert "handed in with the application of" not in papers_page(verified, child)
    handed_in(verified, mother, requirement="rent")
    shown = papers_page(verified, child)
    assert "handed in with the application of <bdi>Layla</bdi>" in shown
    assert shown.count("handed in with the application of") == 1
    assert "handed in with the application of" in verified.get(url("check", child)).content.decode()


def test_a_removed_paper_is_missing_for_all_again(verified, mother, child):
    paper = handed_in(verified, mother, requirement="rent")
    verified.post(url("document-remove", mother, document=paper.pk))
    assert "handed in with the application of" not in papers_page(verified, child)


def test_ones_own_passport_counts_for_nobody_else(verified, mother, child):
    handed_in(verified, mother, requirement="passport")
    assert "handed in with the application of" not in papers_page(verified, child)


def test_a_deleted_draft_leaves_the_familys_papers_to_the_others(verified, mother, child):
    handed_in(verified, mother, requirement="rent")
    own = handed_in(verified, mother, requirement="passport")
    verified.post(url("withdraw", mother))
    (kept,) = Document.objects.filter(subject=child.pk)
    assert kept.requirement == "rent"
    assert not Document.objects.filter(pk=own.pk).exists()
    assert again(child).state == states.DRAFT
    assert process(kept).state == "checked"


def test_so_does_one_whose_time_is_up(verified, mother, child):
    handed_in(verified, mother, requirement="rent")
    long_ago = clock.now() - timedelta(days=31)
    Application.objects.filter(pk=mother.pk).update(edited_at=long_ago, warned_at=long_ago)
    assert actions.delete_abandoned() == 1
    (kept,) = Document.objects.all()
    assert (kept.subject, kept.requirement) == (child.pk, "rent")


# -- what is sent ------------------------------------------------------------------


def references(application: Application) -> list[dict]:
    return package.content_of(again(application))["shared"]


def test_the_package_refers_to_a_paper_that_the_office_has_already(verified, mother, child):
    paper = handed_in(verified, mother, requirement="rent")
    assert references(child) == []
    Application.objects.filter(pk=mother.pk).update(
        state=states.SUBMITTED, reference="MU-2026-7F3K9Q", submitted_at="2026-11-22T10:00Z"
    )
    (found,) = references(child)
    assert (found["requirement"], found["docType"], found["sharedWith"]) == ("rent", "RENT", "MU-2026-7F3K9Q")
    assert (found["caseId"], found["files"]) == (str(mother.pk), [str(paper.pk)])


def test_a_paper_in_a_draft_goes_along_as_a_copy(verified, mother, child):
    handed_in(verified, mother, requirement="rent")
    bring_along(again(child), queries.answers_of(child), by=child.person)
    (copy,) = Document.objects.filter(subject=child.pk)
    assert copy.requirement == "rent"
    bring_along(again(child), queries.answers_of(child), by=child.person)
    assert Document.objects.filter(subject=child.pk).count() == 1


# -- lists and strangers --------------------------------------------------------------


def test_the_list_shows_the_family_together(verified, visitor, mother, child):
    made.draft(mother.person, OfficeFactory())
    shown = verified.get(reverse("applications:list")).content.decode()
    assert "Your family" in shown
    assert shown.index("Your family") < shown.index("Layla") < shown.index("Amina") < shown.index("Drafts")


def test_names_of_sent_ones_are_shown_with_a_second_factor_only(verified, person):
    study = made.complete(person)
    child = add(study, service="study-extension")
    actions.submit(again(study), by=person)
    address = reverse("applications:list")
    assert "Şeyma" in verified.get(address).content.decode()
    verified.logout()
    plain = Client()
    plain.force_login(person)
    shown = plain.get(address).content.decode()
    assert "Şeyma" not in shown
    assert "Amina" in shown
    assert answers(child)["given_names"] == "Amina"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["family", "family-send"])
def test_a_strangers_family_is_not_found(verified, method, name):
    theirs = made.complete(PersonFactory())
    fields = {"relation": "child", "name": "Amina", "service": "study-extension"}
    assert getattr(verified, method)(url(name, theirs), fields).status_code == 404
    assert again(theirs).state == states.DRAFT
    assert again(theirs).bundle is None


def test_a_row_of_somebody_else_in_the_bundle_shares_nothing(verified, mother, child):
    """No way leads to such a row; were there one, nothing of it would be shown or changed."""
    stranger = made.draft(PersonFactory(), answers={"address": {"street": "Geheim"}})
    Application.objects.filter(pk=stranger.pk).update(bundle=child.bundle)
    handed = verified.get(url("family", mother)).content.decode()
    assert handed.count("Continue your draft") == 2
    actions.keep_in_step(again(mother), {"street"})
    assert answers(stranger)["street"] == "Geheim"


@pytest.mark.parametrize("name", ["family", "family-send"])
def test_families_ask_for_the_second_factor(visitor, mother, name):
    answer = visitor.post(url(name, mother), {"relation": "child", "name": "Amina", "service": REUNION})
    assert answer.url.startswith(reverse("accounts:second-factor"))
    assert Application.objects.count() == 1
