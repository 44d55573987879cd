"""What was read from a passport, confirmed by the person, goes into the form."""

import pytest

from portal.applications import actions, queries
from portal.documents import actions as documents
from portal.documents.adapters.memory import ZONE, MemoryReader
from portal.documents.models import Document
from portal.documents.ports import Reading, ZoneFound
from portal.journal.models import Entry
from portal.shared.errors import WrongStateError
from tests.applications.test_drafts import url
from tests.applications.test_papers import handed_in, page_of
from tests.factories import applications as made
from tests.factories.documents import process

pytestmark = pytest.mark.django_db
BROKEN = (ZONE[0], ZONE[1][:-1] + "1")


def broken_reader():
    return MemoryReader(Reading(zone=ZoneFound(BROKEN)))


def passport_of(client, application) -> Document:
    return process(handed_in(client, application))


def test_the_person_confirms_and_the_form_is_filled(verified, person):
    draft = made.draft(person)
    passport = passport_of(verified, draft)
    answer = verified.post(url("document-right", draft, document=passport.pk))
    assert answer.url == url("documents", draft) + "#passport"
    answers = queries.answers_of(draft)
    assert (answers["family_name"], answers["given_names"]) == ("Eriksson", "Anna Maria")
    assert (answers["passport_number"], answers["passport_valid_until"]) == ("L898902C3", "2032-04-15")
    assert (answers["date_of_birth"], answers["sex"]) == ("1974-08-12", "F")
    passport.refresh_from_db()
    assert passport.confirmed_at is not None
    assert Entry.objects.filter(kind="document.confirmed").exists()


def test_codes_that_name_no_country_are_left_to_the_person(verified, person):
    draft = made.draft(person)
    verified.post(url("document-right", draft, document=passport_of(verified, draft).pk))
    assert {"nationality", "passport_country"}.isdisjoint(queries.answers_of(draft))


def test_a_name_typed_with_its_marks_stays(verified, person):
    draft = made.draft(person, answers={"person": {"family_name": "Érïksson", "given_names": "Anna María"}})
    verified.post(url("document-right", draft, document=passport_of(verified, draft).pk))
    assert queries.answers_of(draft)["family_name"] == "Érïksson"


def test_another_name_is_replaced_by_the_passports(verified, person):
    draft = made.draft(person, answers={"person": {"family_name": "Eriksen", "given_names": "Anna"}})
    verified.post(url("document-right", draft, document=passport_of(verified, draft).pk))
    assert queries.answers_of(draft)["family_name"] == "Eriksson"
    assert "Name as in the form: Fits" in page_of(verified, draft)


def test_what_was_read_badly_is_not_offered(verified, person, settings):
    settings.READER = {"ADAPTER": "tests.applications.test_fills.broken_reader"}
    draft = made.draft(person)
    passport = passport_of(verified, draft)
    assert "put this into my form" not in page_of(verified, draft)
    with pytest.raises(WrongStateError):
        actions.confirm_reading(draft, passport, by=person)


def test_after_sending_nothing_is_filled_any_more(verified, person):
    sent = made.submitted(person)
    before = queries.answers_of(sent)
    paper = process(handed_in(verified, sent))
    actions.confirm_reading(sent, paper, by=person)
    assert queries.answers_of(sent) == before


def test_strangers_confirm_nothing(verified, person):
    other = made.draft()
    assert verified.post(url("document-right", other, document=other.pk)).status_code == 404


def test_what_is_sure_and_what_is_not_is_shown_beside_the_lines(verified, person, settings):
    settings.READER = {"ADAPTER": "tests.applications.test_fills.unsure_reader"}
    draft = made.draft(person)
    passport_of(verified, draft)
    page = page_of(verified, draft)
    assert page.count("please compare") == 1
    assert "compare what we read with your document" in page
    assert "/pages/0.jpg" in page


def unsure_reader():
    zone = ZoneFound(ZONE, confidence={"number": 61, "birth": 99}, repaired=("number",), strip=b"\xff\xd8\xff strip")
    return MemoryReader(Reading(zone=zone))


def test_the_strip_with_the_lines_is_a_picture_of_ones_own(verified, person, settings):
    settings.READER = {"ADAPTER": "tests.applications.test_fills.unsure_reader"}
    draft = made.draft(person)
    passport = passport_of(verified, draft)
    answer = verified.get(url("document-page", draft, document=passport.pk, number=0))
    assert answer.content == b"\xff\xd8\xff strip"
    documents.remove(passport, by=person)
    assert verified.get(url("document-page", draft, document=passport.pk, number=0)).status_code == 404


def test_the_step_offers_the_passport_as_a_shortcut_until_something_is_typed(verified, person):
    draft = made.draft(person)
    page = verified.get(url("step", draft, step="person")).content.decode()
    assert url("documents", draft) + "#passport" in page
    actions.save_step(draft.pk, "person", {"family_name": "Eriksson"}, by=person)
    assert "#passport" not in verified.get(url("step", draft, step="person")).content.decode()


def test_a_second_click_finds_it_done(verified, person):
    draft = made.draft(person)
    passport = passport_of(verified, draft)
    verified.post(url("document-right", draft, document=passport.pk))
    actions.save_step(draft.pk, "person", {"given_names": "Anna"}, by=person)
    assert verified.post(url("document-right", draft, document=passport.pk)).status_code == 302
    assert queries.answers_of(draft)["given_names"] == "Anna"


def test_a_passport_that_has_ended_fills_nothing(verified, person):
    draft = made.draft(person)
    passport = passport_of(verified, draft)
    passport.findings.filter(check_id="expiry").update(result="fail")
    with pytest.raises(WrongStateError):
        actions.confirm_reading(draft, passport, by=person)
    assert "family_name" not in queries.answers_of(draft)
