"""The tus protocol 1.0.0: each header and each number of an answer."""

import uuid
from datetime import timedelta

import pytest

from portal.documents import queries as documents
from portal.documents.models import Document
from portal.shared import clock
from portal.uploads.models import Upload
from tests.uploads.conftest import MIB, checksum, metadata, photograph

pytestmark = pytest.mark.django_db


def test_options_say_what_is_spoken(tus):
    answer = tus.client.options(tus.door)
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert set(answer["Tus-Extension"].split(",")) == {
        *("creation", "creation-with-upload", "expiration", "checksum", "termination"),
    }
    assert answer["Tus-Max-Size"] == str(25 * MIB)
    assert answer["Tus-Checksum-Algorithm"].split(",") == ["sha256", "sha1"]


@pytest.mark.parametrize("method", ["POST", "HEAD", "PATCH", "DELETE"])
@pytest.mark.parametrize("version", ["", "0.2.2", "2.0.0"])
def test_412_for_another_version(tus, method, version):
    answer = tus.ask(method, tus.begun(100), **{"Tus-Resumable": version})
    assert (answer.status_code, answer["Tus-Version"], answer["Tus-Resumable"]) == (412, "1.0.0", "1.0.0")


def test_a_file_in_pieces_becomes_the_same_document(tus):
    data = photograph(3 * MIB + 77)
    answer = tus.send(data, name="Pass Köhler.jpg")
    assert (answer.status_code, answer["Upload-Offset"]) == (204, str(len(data)))
    document = Document.objects.get()
    assert b"".join(documents.sealed_bytes(document)) == data
    assert documents.original_name(document) == "Pass Köhler.jpg"
    assert document.origin == "portal"


def test_where_to_send_is_a_path_and_says_when_it_ends(tus):
    answer = tus.begin(100)
    assert answer["Location"].startswith(tus.door)
    assert "GMT" in answer["Upload-Expires"]
    assert answer["Upload-Offset"] == "0"


def test_head_says_how_far_it_is_and_is_never_stored(tus):
    where = tus.begun(1000)
    tus.patch(where, photograph(400), 0)
    answer = tus.ask("HEAD", where)
    assert (answer["Upload-Offset"], answer["Upload-Length"]) == ("400", "1000")
    assert "no-store" in answer["Cache-Control"]
    assert answer.content == b""


def test_the_first_bytes_may_come_at_once(tus):
    data = photograph(500)
    answer = tus.begin(500, data=data, **{"Upload-Checksum": checksum(data)})
    assert (answer.status_code, answer["Upload-Offset"]) == (201, "500")
    assert Document.objects.count() == 1


def test_first_bytes_that_are_damaged_begin_nothing(tus, staged):
    answer = tus.begin(500, data=photograph(500), **{"Upload-Checksum": checksum(b"other")})
    assert answer.status_code == 460
    assert not Upload.objects.exists()
    assert staged() == []


def test_an_upload_that_is_let_go_is_gone(tus, staged):
    where = tus.begun(1000)
    tus.patch(where, photograph(400), 0)
    assert tus.ask("DELETE", where).status_code == 204
    assert tus.ask("HEAD", where).status_code == 404
    assert staged() == []


def test_letting_go_of_a_finished_upload_keeps_the_document(tus):
    where = tus.begun(500)
    tus.patch(where, photograph(500), 0)
    assert tus.ask("DELETE", where).status_code == 204
    assert Document.objects.count() == 1


def test_networks_without_patch_may_say_so_in_a_header(tus):
    where = tus.begun(1000)
    override = {"X-HTTP-Method-Override": "PATCH", "Upload-Offset": "0"}
    assert tus.ask("POST", where, photograph(400), **override).status_code == 204
    assert tus.offset(where) == 400


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
def test_a_piece_with_its_checksum_counts(tus, algorithm):
    where, piece = tus.begun(1000), photograph(400)
    assert tus.patch(where, piece, 0, **{"Upload-Checksum": checksum(piece, algorithm)}).status_code == 204
    assert tus.offset(where) == 400


def test_460_for_a_damaged_piece_and_none_of_it_counts(tus):
    where = tus.begun(1000)
    answer = tus.patch(where, photograph(400), 0, **{"Upload-Checksum": checksum(b"other")})
    assert answer.status_code == 460
    assert tus.offset(where) == 0


@pytest.mark.parametrize("at", [0, 399, 401, 1000])
def test_409_for_bytes_that_do_not_continue(tus, at):
    where = tus.begun(1000)
    tus.patch(where, photograph(400), 0)
    assert tus.patch(where, photograph(200), at).status_code == 409
    assert tus.offset(where) == 400


def test_409_after_the_end(tus):
    where = tus.begun(500)
    tus.patch(where, photograph(500), 0)
    assert tus.patch(where, photograph(100), 500).status_code == 413
    assert tus.patch(where, photograph(100), 0).status_code == 409
    assert tus.offset(where) == 500


def test_410_when_it_is_too_late(tus):
    where = tus.begun(1000)
    assert timedelta(hours=23) < Upload.objects.get().expires_at - clock.now() <= timedelta(hours=24)
    Upload.objects.update(expires_at=clock.now())
    assert tus.ask("HEAD", where).status_code == 410
    assert tus.patch(where, photograph(400), 0).status_code == 410


def test_411_for_bytes_without_a_number(tus):
    where = tus.begun(1000)
    headers = {"Upload-Offset": "0", "Tus-Resumable": "1.0.0"}
    answer = tus.client.patch(
        where, b"x", content_type="application/offset+octet-stream", headers=headers, CONTENT_LENGTH=""
    )
    assert answer.status_code == 411


@pytest.mark.parametrize("length", [25 * MIB + 1, 10**11])
def test_413_for_too_large_a_file_before_a_byte_is_sent(tus, length, staged):
    answer = tus.begin(length)
    assert answer.status_code == 413
    assert "25 MB" in answer.content.decode()
    assert staged() == []


def test_413_for_more_than_announced(tus):
    where = tus.begun(300)
    assert tus.patch(where, photograph(301), 0).status_code == 413
    assert tus.offset(where) == 0


def test_413_for_a_checksum_over_more_than_fits_into_memory(tus):
    where, piece = tus.begun(6 * MIB), photograph(5 * MIB)
    assert tus.patch(where, piece, 0, **{"Upload-Checksum": checksum(piece)}).status_code == 413


@pytest.mark.parametrize("kind", ["application/octet-stream", "multipart/form-data; boundary=b", "text/plain"])
def test_415_for_another_content_type(tus, kind):
    where = tus.begun(1000)
    assert tus.patch(where, photograph(400), 0, **{"Content-Type": kind}).status_code == 415


@pytest.mark.parametrize(
    "headers",
    [
        {"Upload-Length": ""},
        {"Upload-Length": "-1"},
        {"Upload-Length": "many"},
        {"Upload-Length": "٣٣"},
        {"Upload-Length": "", "Upload-Defer-Length": "1"},
        {"Upload-Metadata": "filename not+base64!"},
        {"Upload-Metadata": "filename /w=="},
    ],
)
def test_400_for_headers_that_cannot_be_read(tus, headers):
    readable = {name: value.encode().decode("latin-1") for name, value in headers.items()}
    assert tus.begin(100, **readable).status_code == 400
    assert not Upload.objects.exists()


@pytest.mark.parametrize("headers", [{"Upload-Offset": ""}, {"Upload-Offset": "x"}, {"Upload-Checksum": "md5 xx"}])
def test_400_for_a_piece_whose_headers_cannot_be_read(tus, headers):
    assert tus.patch(tus.begun(1000), photograph(400), 0, **headers).status_code == 400


def test_404_for_an_upload_that_nobody_began(tus):
    assert tus.ask("HEAD", f"{tus.door}{uuid.uuid4()}/").status_code == 404


def test_405_for_looking_at_an_upload(tus):
    assert tus.ask("GET", tus.begun(100)).status_code == 405


def test_metadata_that_is_missing_is_no_trouble(tus):
    data = photograph(300)
    where = tus.begin(300, **{"Upload-Metadata": metadata(other="x")})["Location"]
    assert tus.patch(where, data, 0).status_code == 204


def test_refusals_are_sentences_in_the_readers_language(tus):
    tus.door = tus.door.replace("/en/", "/de/")
    answer = tus.begin(0)
    assert answer["Content-Type"].startswith("text/plain")
    assert "Datei" in answer.content.decode()
