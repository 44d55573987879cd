"""Putting files in order: turn, earlier, later, remove and undo; only before the office has them."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from portal.applications import actions
from portal.applications.errors import AlreadySentError
from portal.documents import queries as documents
from portal.documents import states
from portal.documents.models import Document
from portal.shared import clock
from tests.applications.test_drafts import url
from tests.applications.test_papers import handed_in, page_of, send
from tests.factories import applications as made
from tests.factories.documents import photograph, process

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(person):
    return made.complete(person)


def photo(name):
    return SimpleUploadedFile(name, photograph(), "image/jpeg")


def names(application, requirement="enrolment"):
    rows = documents.documents_of(application.pk).filter(requirement=requirement)
    return [documents.original_name(each) for each in rows]


def named(application, name):
    return next(each for each in documents.documents_of(application.pk) if documents.original_name(each) == name)


def orientation(picture):
    """How a browser is told to turn it (EXIF 2.32, 4.6.5: 6 is a quarter clockwise)."""
    with Image.open(io.BytesIO(picture)) as opened:
        return opened.getexif().get(ExifTags.Base.Orientation, 1)


def test_a_page_is_turned_clockwise_quarter_by_quarter(verified, application):
    document = process(handed_in(verified, application))
    page = url("document-page", application, document=document.pk, number=1)
    turn = url("document-turn", application, document=document.pk, number=1)
    seen = [orientation(verified.get(page).content)]
    for _ in range(4):
        assert verified.post(turn).url == url("documents", application) + "#passport"
        seen.append(orientation(verified.get(page).content))
    assert seen == [1, 6, 3, 8, 1]


def test_a_turned_page_has_an_address_of_its_own_so_that_no_browser_shows_the_old_one(verified, application):
    document = process(handed_in(verified, application))
    verified.post(url("document-turn", application, document=document.pk, number=1))
    assert "pages/1.jpg?turn=90" in page_of(verified, application)


@pytest.mark.parametrize("number", [0, 2, 99])
def test_a_page_that_does_not_exist_is_not_turned(verified, application, number):
    document = process(handed_in(verified, application))
    assert verified.post(url("document-turn", application, document=document.pk, number=number)).status_code == 404


def test_files_are_moved_earlier_and_later(verified, application):
    send(verified, application, photo("one.jpg"), photo("two.jpg"), requirement="enrolment")
    two = named(application, "two.jpg")
    answer = verified.post(url("document-move", application, document=two.pk, way="earlier"))
    assert answer.url == url("documents", application) + "#enrolment"
    assert names(application) == ["two.jpg", "one.jpg"]
    verified.post(url("document-move", application, document=two.pk, way="later"))
    assert names(application) == ["one.jpg", "two.jpg"]


def test_beyond_the_end_nothing_moves_and_no_other_way_exists(verified, application):
    send(verified, application, photo("one.jpg"), photo("two.jpg"), requirement="enrolment")
    two = named(application, "two.jpg")
    verified.post(url("document-move", application, document=two.pk, way="later"))
    assert names(application) == ["one.jpg", "two.jpg"]
    assert verified.post(url("document-move", application, document=two.pk, way="sideways")).status_code == 404


def test_a_removal_is_undone_from_the_same_card(verified, application):
    document = process(handed_in(verified, application))
    verified.post(url("document-remove", application, document=document.pk))
    page = page_of(verified, application)
    undo = url("document-undo", application, document=document.pk)
    assert undo.replace("/de/", "/en/") in page
    assert "pass.jpg</bdi> was removed." in page
    assert verified.post(undo).url == url("documents", application) + "#passport"
    assert process(Document.objects.get()).state == states.CHECKED
    assert undo.replace("/de/", "/en/") not in page_of(verified, application)


def test_after_ten_minutes_a_removal_stays(verified, application, time_machine):
    document = process(handed_in(verified, application))
    verified.post(url("document-remove", application, document=document.pk))
    time_machine.move_to(clock.now() + timedelta(minutes=10, seconds=1), tick=False)
    undo = url("document-undo", application, document=document.pk)
    assert undo.replace("/de/", "/en/") not in page_of(verified, application)
    assert verified.post(undo).status_code == 409
    assert Document.objects.get().state == states.REMOVED


def test_a_removal_is_not_undone_when_the_place_is_taken(verified, application):
    send(verified, application, photo("one.jpg"), photo("two.jpg"), requirement="enrolment")
    one = named(application, "one.jpg")
    verified.post(url("document-remove", application, document=one.pk))
    send(verified, application, photo("three.jpg"), requirement="enrolment")
    undo = url("document-undo", application, document=one.pk)
    assert undo.replace("/de/", "/en/") not in page_of(verified, application)
    assert "as many files as it can hold" in verified.post(undo, follow=True).content.decode()
    assert names(application) == ["two.jpg", "three.jpg"]


def test_what_the_office_has_stays_as_it_is(verified, application, person):
    document = process(handed_in(verified, application))
    actions.submit(application, by=person)
    document.refresh_from_db()
    with pytest.raises(AlreadySentError):
        actions.turn_page(application, document, 1, by=person)
    with pytest.raises(AlreadySentError):
        actions.move_file(application, document, 1, by=person)
    assert url("document-turn", application, document=document.pk, number=1).split("/", 2)[2] not in page_of(
        verified, application
    )


@pytest.mark.parametrize(("name", "place"), [("turn", {"number": 1}), ("move", {"way": "later"}), ("undo", {})])
def test_a1_these_doors_look_the_same_for_a_stranger_as_for_nobody(verified, application, name, place):
    theirs = made.complete()
    document = handed_in(verified, application)
    strange = url(f"document-{name}", theirs, document=document.pk, **place)
    crossed = url(
        f"document-{name}", made.complete(application.person, office=theirs.office), document=document.pk, **place
    )
    assert verified.post(strange).status_code == 404
    assert verified.post(crossed).status_code == 404
    document.refresh_from_db()
    assert document.state != states.REMOVED
