"""Taking uploads in."""

import io
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from PIL import Image

from portal.documents import actions, errors, queries, states, upright
from portal.documents.models import Document
from portal.documents.policies import MOST_BYTES_OF_PERSON, clean_name
from portal.shared import clock
from portal.shared.errors import WrongStateError
from portal.vault import files
from tests.factories.documents import JPEG, UploaderFactory, document, process, processed, upload

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a certificate"


def sealed_file(name):
    return files._place(name)


def test_a_photograph_is_received_with_its_hashes():
    made = document(JPEG)
    assert made.state == states.SEALED
    assert (len(made.sha256), len(made.sha512), made.mime, made.size) == (64, 128, "image/jpeg", len(JPEG))
    assert made.due_at is not None


def test_the_name_is_kept_sealed_and_shown_clean():
    made = document(name="../../Pa\u202ess Köhler.jpg")
    assert queries.original_name(made) == "Pass Köhler.jpg"
    assert b"hler" not in bytes(made.sealed_name)


@pytest.mark.parametrize(
    ("data", "name", "declared", "error"),
    [
        (b"", "pass.jpg", "", errors.EmptyFileError),
        (PDF, "pass.jpg", "", errors.TypeMismatchError),
        (JPEG, "pass.jpg", "application/pdf", errors.TypeMismatchError),
        (b"%!PS-Adobe", "pass.jpg", "", errors.TypeMismatchError),
        (b"<svg/>", "pass.svg", "image/svg+xml", errors.TypeNotAllowedError),
        (JPEG, "pass.jpg.exe", "", errors.TypeNotAllowedError),
        (JPEG, "pass.jpg", "text/html", errors.TypeNotAllowedError),
        (b"<html>" + PDF, "pass.pdf", "", errors.TypeMismatchError),
        (b"PK\x03\x04", "pass", "", errors.TypeNotAllowedError),
    ],
)
def test_what_is_not_for_us_is_refused_and_nothing_is_kept(data, name, declared, error):
    sent = upload(data, name, declared)
    with pytest.raises(error):
        actions.receive(sent, actions.Slot(uuid.uuid4(), "p", "passport"), by=UploaderFactory())
    assert not sealed_file(sent.sealed_name).exists()
    assert not Document.objects.exists()


@pytest.mark.parametrize("name", ["PASS.JPG", "pass.jpeg", "pass", "a.b.c.mpo", "пасспорт.jpg"])
def test_ordinary_names_are_taken(name):
    assert document(name=name).mime == "image/jpeg"


def test_more_than_25_mb_is_refused():
    with pytest.raises(errors.TooLargeError):
        document(JPEG + bytes(25 * 1024 * 1024))


def test_a28_the_twenty_first_file_is_refused():
    subject, person = uuid.uuid4(), UploaderFactory()
    for _ in range(20):
        document(subject=subject, by=person)
    with pytest.raises(errors.TooManyFilesError):
        document(subject=subject, by=person)
    assert Document.objects.filter(subject=subject).count() == 20


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="the suite's SQLite lives in memory, opened once")
def test_a28_the_limit_is_exact_when_many_files_come_at_once():
    subject, person = uuid.uuid4(), UploaderFactory()
    for _ in range(19):
        document(subject=subject, by=person)

    def one_more(_number):
        try:
            return document(subject=subject, by=person)
        except errors.TooManyFilesError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        taken = [each for each in pool.map(one_more, range(4)) if each]
    assert len(taken) == 1
    assert Document.objects.filter(subject=subject).count() == 20


def test_a28_a_persons_space_is_limited_over_all_applications():
    person = UploaderFactory()
    made = document(by=person)
    Document.objects.filter(pk=made.pk).update(size=MOST_BYTES_OF_PERSON)
    with pytest.raises(errors.QuotaError):
        document(by=person)


def test_a28_removing_makes_room_again():
    person = UploaderFactory()
    made = document(by=person)
    Document.objects.filter(pk=made.pk).update(size=MOST_BYTES_OF_PERSON)
    made.refresh_from_db()
    actions.remove(made, by=person)
    assert document(by=person).state == states.SEALED


def test_removing_deletes_the_bytes_after_ten_minutes(django_capture_on_commit_callbacks):
    made = document()
    path = sealed_file(made.file)
    actions.remove(made, by=made.uploader)
    assert list(queries.documents_of(made.subject)) == []
    assert path.exists()
    with time_machine.travel(clock.now() + timedelta(minutes=11)), django_capture_on_commit_callbacks(execute=True):
        assert process(made).file == ""
    assert not path.exists()


def test_a_removal_can_be_undone_within_ten_minutes():
    made = processed()
    actions.confirm(made, by=made.uploader)
    actions.remove(made, by=made.uploader)
    assert list(queries.just_removed(made.subject)) == [made]
    actions.restore(made, by=made.uploader)
    assert process(made).state == states.CHECKED
    assert made.confirmed_at is None


def test_a_removal_cannot_be_undone_later():
    made = document()
    actions.remove(made, by=made.uploader)
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert list(queries.just_removed(made.subject)) == []
        with pytest.raises(WrongStateError):
            actions.restore(made, by=made.uploader)


def test_the_same_file_uploaded_again_cannot_be_restored_beside_it():
    made = document(JPEG)
    actions.remove(made, by=made.uploader)
    document(JPEG, subject=made.subject, by=made.uploader)
    with pytest.raises(errors.DuplicateError):
        actions.restore(made, by=made.uploader)


def test_a_page_is_turned_by_its_orientation_only():
    made = processed()
    before = queries.open_page(made, 1)
    for turn in (90, 180, 270):
        actions.turn_page(made, 1, by=made.uploader)
        assert Image.open(io.BytesIO(queries.open_page(made, 1))).getexif()[0x0112] == upright.ORIENTATION[turn]
    actions.turn_page(made, 1, by=made.uploader)
    assert queries.open_page(made, 1) == before


def test_files_of_a_requirement_are_put_in_another_order():
    first = document()
    second = document(subject=first.subject, by=first.uploader)
    third = document(subject=first.subject, by=first.uploader)
    actions.move(third, -1, by=first.uploader)
    assert list(queries.documents_of(first.subject)) == [first, third, second]
    actions.move(first, -1, by=first.uploader)
    assert list(queries.documents_of(first.subject)) == [first, third, second]


def test_what_the_office_has_is_not_arranged_any_more():
    made = processed()
    actions.hand_over(made.subject, clock.now(), by=made.uploader)
    made.refresh_from_db()
    with pytest.raises(WrongStateError):
        actions.turn_page(made, 1, by=made.uploader)
    with pytest.raises(WrongStateError):
        actions.move(made, 1, by=made.uploader)


def test_erasing_an_application_leaves_no_file_and_no_row(django_capture_on_commit_callbacks):
    made = document()
    path = sealed_file(made.file)
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase(made.subject)
    assert not path.exists()
    assert not Document.objects.exists()


def test_a26_the_original_cannot_be_opened_before_the_verdict():
    with pytest.raises(errors.RefusedError):
        queries.open_original(document())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\u202efdp.jpg", "afdp.jpg"),
        ("C:\\x.pdf", "x.pdf"),
        ("file.pdf\x00.html", "file.pdf.html"),
        ("...", "document"),
        ("x" * 300 + ".pdf", "x" * 115 + "….pdf"),
        ("\ud800.pdf", "?.pdf"),
    ],
)
def test_a25_names_are_cleaned_for_display(name, shown):
    assert clean_name(name) == shown


def test_uploads_are_stored_under_made_up_names():
    made = document(name="../../../etc/passwd.jpg")
    assert Path(made.file).name == made.file
    assert made.file.startswith("u")
