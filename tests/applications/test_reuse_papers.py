"""Papers that were handed in before: offered while they are valid, copied under new keys, checked again."""

import uuid
from datetime import date, timedelta

import pytest
from django.utils.formats import date_format

from portal.applications import actions, queries
from portal.applications.models import Application
from portal.documents import actions as documents
from portal.documents import states
from portal.documents.adapters.memory import ZONE, MemoryReader
from portal.documents.models import Document
from portal.documents.ports import Reading, ZoneFound
from portal.journal.models import Entry
from portal.shared import clock
from portal.vault import actions as vault
from portal.vault import files
from tests.applications.test_drafts import url
from tests.applications.test_papers import handed_in
from tests.applications.test_reuse import page
from tests.factories import applications as made
from tests.factories.accounts import PersonFactory
from tests.factories.documents import process, upload

pytestmark = pytest.mark.django_db
# The specimen passport of ICAO Doc 9303, once with an end that has passed (its check digits fit).
OVER = (ZONE[0], "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
NAMES = {"family_name": "Eriksson", "given_names": "Anna Maria"}


def reader_of_passed():
    return MemoryReader(Reading(zone=ZoneFound(OVER, is_sure=True)))


def certificate(day) -> str:
    words = "Immatrikulationsbescheinigung Hochschule Musterstadt Matrikelnummer Semester Studiengang"
    return f"{words}\nAnna Maria Eriksson\nAusstellungsdatum: {day:%d.%m.%Y}\n"


def reader_of_new():
    return MemoryReader(Reading(text=certificate(clock.today() - timedelta(days=20)), confidence=95))


def reader_of_old():
    return MemoryReader(Reading(text=certificate(clock.today() - timedelta(days=400)), confidence=95))


def sent_with(client, person, requirement="passport", **fields) -> Document:
    """An application of this person's that was sent with one checked paper."""
    application = made.complete(person, **fields)
    paper = process(handed_in(client, application, requirement=requirement))
    actions.submit(application, by=person)
    paper.refresh_from_db()
    return paper


def new_draft(person, paper: Document) -> Application:
    return made.draft(person, Application.objects.get(pk=paper.subject).office, made.STUDY)


def key(paper: Document, requirement: str | None = None) -> str:
    return f"{paper.pk}:{requirement or paper.requirement}"


def papers_of(application) -> list[Document]:
    return list(Document.objects.filter(subject=application.pk))


def test_a_valid_passport_is_shown_with_its_first_page_and_its_end(verified, person):
    paper = sent_with(verified, person)
    shown = page(verified, new_draft(person, paper))
    assert f'value="{key(paper)}"' in shown
    assert "pass.jpg" in shown
    assert f"Valid until {date_format(date(2032, 4, 15), 'DATE_FORMAT')}" in shown
    source = Application.objects.get(pk=paper.subject)
    assert url("document-page", source, document=paper.pk, number=1) in shown


def test_what_is_ticked_becomes_a_new_file_under_keys_of_its_own_and_is_checked_again(verified, person):
    paper = sent_with(verified, person)
    draft = new_draft(person, paper)
    verified.post(url("reuse", draft), {"paper": [key(paper)]})
    (copy,) = papers_of(draft)
    assert (copy.state, copy.sha256, copy.requirement) == (states.SEALED, paper.sha256, "passport")
    assert copy.file != paper.file
    assert copy.handed_over_at is None
    vault.erase(paper.subject)
    process(copy)
    assert copy.state == states.CHECKED
    entry = Entry.objects.get(kind="document.reused")
    assert entry.detail == {"document": str(copy.pk), "source": str(paper.pk)}
    assert entry.subject == str(draft.pk)


def test_nothing_is_taken_without_a_tick(verified, person):
    paper = sent_with(verified, person)
    draft = new_draft(person, paper)
    verified.post(url("reuse", draft), {"all": "yes", "steady": []})
    assert papers_of(draft) == []


def test_a_second_click_makes_no_second_file(verified, person):
    paper = sent_with(verified, person)
    draft = new_draft(person, paper)
    first, again = (actions.take_papers(draft, {key(paper)}, by=person) for _click in range(2))
    assert first == (1, [])
    assert again == (0, [])
    assert len(papers_of(draft)) == 1


def test_a_passport_that_has_ended_is_not_offered_and_the_page_says_so(verified, person, settings):
    settings.READER = {"ADAPTER": "tests.applications.test_reuse_papers.reader_of_passed"}
    paper = sent_with(verified, person)
    draft = new_draft(person, paper)
    shown = page(verified, draft)
    assert key(paper) not in shown
    assert "It ended on" in shown
    verified.post(url("reuse", draft), {"paper": [key(paper)]})
    assert papers_of(draft) == []


@pytest.mark.parametrize(("reader", "is_offered"), [("reader_of_new", True), ("reader_of_old", False)])
def test_a_certificate_is_offered_while_it_is_new_enough(verified, person, settings, reader, is_offered):
    settings.READER = {"ADAPTER": f"tests.applications.test_reuse_papers.{reader}"}
    paper = sent_with(verified, person, requirement="enrolment")
    shown = page(verified, new_draft(person, paper))
    assert (f'value="{key(paper)}"' in shown) == is_offered
    assert ("must not be older than" in shown) != is_offered


def test_a_paper_whose_date_nobody_could_read_is_not_offered(verified, person):
    paper = sent_with(verified, person, requirement="enrolment")
    shown = page(verified, new_draft(person, paper))
    assert key(paper) not in shown
    assert "We could not read until when it is valid" in shown


def test_a_paper_of_another_kind_is_no_answer_to_this_requirement(verified, person):
    paper = sent_with(verified, person)
    draft = new_draft(person, paper)
    for other in ("enrolment", "insurance", "moon", ""):
        verified.post(url("reuse", draft), {"paper": [f"{paper.pk}:{other}"]})
    assert papers_of(draft) == []


def test_other_peoples_papers_are_never_taken(verified, person):
    stranger = PersonFactory()
    application = made.complete(stranger)
    theirs = process(paper_of(application, stranger))
    actions.submit(application, by=stranger)
    mine = sent_with(verified, person)
    draft = new_draft(person, mine)
    assert str(theirs.pk) not in page(verified, draft)
    verified.post(url("reuse", draft), {"paper": [key(theirs), f"{uuid.uuid4()}:passport"]})
    assert papers_of(draft) == []


def paper_of(application, person) -> Document:
    slot = documents.Slot(application.pk, "passport", "PASS")
    return documents.receive(upload(), slot, by=person)


def test_what_was_not_checked_or_not_sent_is_not_offered(verified, person):
    application = made.complete(person)
    unchecked = handed_in(verified, application)
    actions.submit(application, by=person)
    other = made.complete(person)
    process(handed_in(verified, other))
    shown = page(verified, made.draft(person, application.office, made.STUDY))
    assert str(unchecked.pk) not in shown
    assert 'name="paper"' not in shown


def test_a_file_that_is_gone_is_named_and_the_rest_is_taken(verified, person):
    paper = sent_with(verified, person)
    files.remove(paper.file)
    draft = new_draft(person, paper)
    answer = verified.post(url("reuse", draft), {"paper": [key(paper)]})
    assert answer.status_code == 422
    assert "This file is not there any more" in answer.content.decode()
    assert papers_of(draft) == []


def test_erased_papers_are_gone(verified, person):
    paper = sent_with(verified, person)
    draft = new_draft(person, paper)
    actions.erase(Application.objects.get(pk=paper.subject))
    verified.post(url("reuse", draft), {"paper": [key(paper)]})
    assert papers_of(draft) == []


def test_a_full_requirement_says_so(verified, person):
    paper = sent_with(verified, person)
    draft = new_draft(person, paper)
    most = next(each for each in queries.definition_of(draft).requirements if each.code == "passport").max_files
    for _file in range(most):
        handed_in(verified, draft)
    _count, (refused,) = actions.take_papers(draft, {key(paper)}, by=person)
    assert "as many files as it can hold" in str(refused.sentence)


def test_what_was_uploaded_again_by_hand_is_not_offered_any_more(verified, person):
    paper = sent_with(verified, person)
    draft = new_draft(person, paper)
    actions.take_papers(draft, {key(paper)}, by=person)
    assert key(paper) not in page(verified, draft)


def test_after_sending_nothing_is_taken(verified, person):
    paper = sent_with(verified, person)
    sent = Application.objects.get(pk=paper.subject)
    verified.post(url("reuse", sent), {"paper": [key(paper)]})
    assert len(papers_of(sent)) == 1
