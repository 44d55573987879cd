"""Who may upload, how much, and how much at once."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from portal.documents.models import Document
from portal.journal.models import Entry
from portal.shared import clock
from portal.uploads.models import Upload
from tests.factories import applications as made
from tests.factories.accounts import PersonFactory, sign_in
from tests.uploads.conftest import MIB, Tus, photograph

pytestmark = pytest.mark.django_db


def other_person() -> Client:
    return sign_in(Client(), PersonFactory(language="en"), verified=True)


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE"])
def test_nobody_elses_upload_is_there(tus, draft, method):
    where = tus.begun(1000)
    stranger = Tus(other_person(), draft)
    assert stranger.ask(method, where, b"x", **{"Upload-Offset": "0"}).status_code == 404
    assert tus.offset(where) == 0
    assert Entry.objects.filter(kind__contains="refused").exists()


def test_nobody_begins_an_upload_for_somebody_elses_application(draft):
    assert Tus(other_person(), draft).begin(1000).status_code == 404
    assert not Upload.objects.exists()


def test_an_own_upload_is_not_reached_through_another_application(tus, person):
    where = tus.begun(1000)
    other_door = Tus(tus.client, made.complete(person)).door
    assert tus.ask("HEAD", where.replace(tus.door, other_door)).status_code == 404
    assert tus.ask("HEAD", where.replace("/passport/", "/enrolment/")).status_code == 404


def test_the_password_alone_opens_nothing(person, draft):
    client = Tus(sign_in(Client(), person), draft)
    assert client.begin(1000).status_code == 403
    assert not Upload.objects.exists()


def test_a_stranger_is_sent_to_sign_in(draft):
    assert "/account/login/" in Tus(Client(), draft).begin(1000).url


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_without_the_token_in_the_header_nothing_happens(person, draft, tus, method):
    where = tus.begun(1000)
    client = sign_in(Client(enforce_csrf_checks=True), person, verified=True)
    client.cookies["csrftoken"] = "x" * 32
    headers = {"Upload-Offset": "0", "Upload-Length": "10"}
    bare, path = Tus(client, draft), where if method != "POST" else ""
    assert bare.ask(method, path, b"x", **headers).status_code == 403
    assert bare.ask(method, path, b"x", **headers, X_CSRFToken="y" * 32).status_code == 403
    assert (Upload.objects.count(), tus.offset(where)) == (1, 0)


def test_with_the_token_in_the_header_it_works(person, draft):
    client = sign_in(Client(enforce_csrf_checks=True), person, verified=True)
    client.cookies["csrftoken"] = "x" * 32
    assert Tus(client, draft).begin(1000, **{"X-CSRFToken": "x" * 32}).status_code == 201


@pytest.mark.parametrize("requirement", ["no-such-paper", "blocked_account"])
def test_nothing_is_begun_for_a_paper_that_is_not_asked_for(person, draft, requirement):
    client = sign_in(Client(), person, verified=True)
    assert Tus(client, draft, requirement).begin(1000).status_code == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"length": 0}, "empty"),
        ({"length": 9, "name": "macro.docm"}, "PDF"),
        ({"length": 9, "kind": "text/html"}, "PDF"),
    ],
)
def test_what_could_not_be_taken_is_refused_before_it_is_sent(tus, fields, words):
    answer = tus.begin(**fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Upload.objects.exists()


def test_content_that_does_not_fit_its_name_ends_the_upload(tus, staged):
    answer = tus.send(b"%PDF-1.7" + bytes(100))
    assert answer.status_code == 422
    assert "does not fit its name" in answer.content.decode()
    assert staged() == []
    assert not Upload.objects.exists()
    assert not Document.objects.exists()


def test_the_same_file_twice_is_refused_kindly(tus):
    data = photograph(400)
    tus.send(data)
    answer = tus.send(data)
    assert answer.status_code == 422
    assert "already uploaded" in answer.content.decode()


def test_a28_files_on_their_way_count_for_the_requirement(person, draft):
    client = Tus(sign_in(Client(), person, verified=True), draft, "enrolment")
    client.begun(1000)
    client.begun(1000)
    answer = client.begin(1000)
    assert answer.status_code == 422
    assert "as many files as it can hold" in answer.content.decode()


def test_a28_bytes_on_their_way_count_for_the_space(tus, person):
    row = {"owner": person, "length": 25 * MIB, "expires_at": clock.now() + timedelta(hours=1)}
    Upload.objects.bulk_create(Upload(subject=uuid.uuid4(), sealed_key=b"", sealed_name=b"", **row) for _ in range(7))
    assert tus.begin(25 * MIB).status_code == 201
    answer = tus.begin(1000)
    assert answer.status_code == 422
    assert "200 MB" in answer.content.decode()


def test_a28_the_twenty_first_upload_waits_until_one_is_there_or_silent(tus, person):
    row = {"owner": person, "length": 9, "expires_at": clock.now() + timedelta(hours=1)}
    Upload.objects.bulk_create(Upload(subject=uuid.uuid4(), sealed_key=b"", sealed_name=b"", **row) for _ in range(20))
    assert tus.begin(1000).status_code == 422
    Upload.objects.update(touched=clock.now() - timedelta(minutes=11))
    assert tus.begin(1000).status_code == 201
    assert Upload.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="the suite's SQLite lives in memory, opened once")
def test_a28_no_race_gets_past_the_count(person, draft, tus):
    def begin(_number):
        try:
            client = Client()
            client.cookies = tus.client.cookies
            return Tus(client, draft, "enrolment").begin(1000).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(begin, range(16)))
    assert answers.count(201) == Upload.objects.count() == 2
    assert set(answers) == {201, 422}


def test_limits_of_the_house_hold_for_beginning(tus, settings):
    settings.LIMITS_ON = True
    settings.LIMITS = settings.LIMITS | {"upload-begin": [(1, 60)]}
    tus.begun(1000)
    answer = tus.begin(1000)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_a_limit_at_the_end_keeps_the_bytes_for_later(tus, settings):
    where, data = tus.begun(400), photograph(400)
    settings.LIMITS_ON = True
    settings.LIMITS = settings.LIMITS | {"upload": [(0, 60)]}
    assert tus.patch(where, data, 0).status_code == 429
    settings.LIMITS_ON = False
    assert tus.offset(where) == 0
    assert tus.patch(where, data, 0).status_code == 204


def test_after_the_decision_nothing_can_be_added_any_more(tus, draft):
    where = tus.begun(1000)
    type(draft).objects.filter(pk=draft.pk).update(state="withdrawn")
    assert tus.patch(where, photograph(400), 0).status_code == 404
