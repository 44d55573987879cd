"""Abuse cases A21 (active content), A22 (files that are two things), A27 (broken multipart)."""

import io
import uuid
from pathlib import Path

import pytest
from django.core.files import uploadhandler
from django.test import Client
from django.utils.translation import gettext, override
from PIL import Image

from portal.documents import actions, errors, queries
from portal.documents.models import Document
from portal.vault import files
from tests.factories import applications
from tests.factories.accounts import sign_in
from tests.factories.documents import UploaderFactory, document, process, upload

pytestmark = pytest.mark.django_db
POLYGLOTS = sorted((Path(__file__).resolve().parents[1] / "data" / "uploads" / "polyglot").iterdir())
ACTIVE = {
    "pass.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "pass.html": b"<!doctype html><script>alert(1)</script>",
    "pass.xhtml": b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>",
    "pass.xml": b"<?xml version='1.0'?><a/>",
    "pass.js": b"alert(1)",
}


def photo_with_comment(comment: bytes) -> bytes:
    plain = io.BytesIO()
    Image.new("RGB", (640, 480), "white").save(plain, "JPEG", comment=comment)
    return plain.getvalue()


@pytest.mark.parametrize("name", ACTIVE)
@pytest.mark.parametrize("declared", ["", "image/jpeg"])
def test_a21_active_content_is_refused_whatever_it_calls_itself(name, declared):
    for shown in (name, "pass.jpg"):
        sent = upload(ACTIVE[name], shown, declared)
        with pytest.raises(errors.DocumentRefusedError):
            actions.receive(sent, actions.Slot(uuid.uuid4(), "p", "other"), by=UploaderFactory())


def test_a21_a_script_in_a_photographs_comment_is_not_in_what_anybody_is_shown(real_reader):
    made = process(document(photo_with_comment(b"<script>alert(1)</script>"), kind="other"))
    page = queries.open_page(made, 1)
    assert page.startswith(b"\xff\xd8")
    assert b"script" not in page


@pytest.mark.parametrize("path", POLYGLOTS, ids=lambda path: path.name)
def test_a22_a_file_that_is_two_things_is_refused_or_shown_as_one_clean_picture(path, real_reader):
    try:
        made = process(document(path.read_bytes(), path.name, kind="other"))
    except errors.DocumentRefusedError:
        return
    for number in range(1, (made.page_count or 0) + 1):
        page = queries.open_page(made, number)
        assert page.startswith(b"\xff\xd8")
        assert not any(mark in page for mark in (b"%PDF", b"PK\x03\x04", b"<script", b"<html"))


PART = (
    b'--b\r\nContent-Disposition: form-data; name="files"; filename="p.jpg"\r\nContent-Type: image/jpeg'
    b"\r\n\r\n\xff\xd8\xff a photograph"
)
FILE = PART + b"\r\n"
END = b"--b--\r\n"
BASE64 = FILE.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n")
BROKEN = {
    "cut off": (PART + b"x" * 200_000, 422),
    "cut off in the second file": (FILE + PART + b"x" * 200_000, 302),
    "no boundary": (b"no boundary at all", 422),
    "bad base64": (FILE + BASE64 + END, 400),
    "base64 that breaks late": (BASE64.replace(b"\xff\xd8\xff a photograph", b"/9j/" * 50_000 + b"!") + END, 400),
    "base64 blanks": (BASE64.replace(b"\xff\xd8\xff a photograph", b" " * 5000) + END, 422),
    "ten thousand parts": (b'--b\r\nContent-Disposition: form-data; name="f"\r\n\r\nx\r\n' * 10_000, 400),
    "a giant field": (FILE + b'--b\r\nContent-Disposition: form-data; name="f"\r\n\r\n' + b"x" * 1_100_000, 400),
    "21 files": (FILE * 21 + END, 400),
}


@pytest.fixture
def sealed(settings, tmp_path):
    """Call for all files in the place of the sealed ones."""
    settings.SEALED_ROOT = tmp_path
    return lambda: [path.name for path in tmp_path.rglob("*") if path.is_file()]


@pytest.fixture
def written(monkeypatch):
    """Every sealed file that was begun, whether it is still there or not."""
    names, begin = [], files.SealedWriter.__init__
    monkeypatch.setattr(files.SealedWriter, "__init__", lambda *args: names.append(args) or begin(*args))
    return names


@pytest.fixture
def draft():
    return applications.complete()


def signed_in(draft, **fields):
    return sign_in(Client(raise_request_exception=False, **fields), draft.person, verified=True)


def door(draft, language="en", requirement="passport"):
    return f"/{language}/applications/{draft.pk}/documents/for/{requirement}/"


def send(client, path, body=FILE + END):
    return client.generic("POST", path, body, content_type="multipart/form-data; boundary=b")


@pytest.mark.parametrize("name", BROKEN)
def test_a27_a_broken_upload_is_answered_and_leaves_no_half_file(name, draft, sealed):
    body, status = BROKEN[name]
    response = send(signed_in(draft), door(draft), body)
    assert response.status_code == status
    assert sorted(sealed()) == sorted(Document.objects.values_list("file", flat=True))
    assert Document.objects.count() == (1 if status == 302 else 0)


def test_a27_a_whole_upload_is_taken_and_stays(draft, sealed):
    assert send(signed_in(draft), door(draft)).status_code == 302
    assert sealed() == [Document.objects.get().file]


def test_a27_an_upload_that_no_disk_holds_leaves_nothing(draft, sealed, monkeypatch):
    def full(*_args):
        raise OSError("No space left on device")

    monkeypatch.setattr(files.SealedWriter, "finish", full)
    response = send(signed_in(draft), door(draft))
    assert response.status_code == 507
    assert "Nothing is lost" in response.content.decode()
    assert sealed() == []


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("de", "ltr"), ("ar", "rtl")])
def test_a27_too_many_files_are_answered_in_the_readers_language(language, direction, draft, sealed):
    response = send(signed_in(draft), door(draft, language), FILE * 21 + END)
    page = response.content.decode()
    assert response.status_code == 400
    assert f'<html lang="{language}" dir="{direction}">' in page
    with override(language):
        assert gettext("Go to the start page") in page
    assert sealed() == []


@pytest.mark.parametrize("count", [1, 21])
@pytest.mark.parametrize("path", ["/en/account/login/", "/en/account/signup/", "/cms/images/add/", "door"])
def test_a27_a_stranger_writes_nothing_to_the_disk(path, count, draft, written, monkeypatch):
    plain = uploadhandler.MemoryFileUploadHandler
    monkeypatch.setattr(plain, "new_file", lambda *_args: pytest.fail("a plain file was begun"))
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "x" * 32
    response = send(client, door(draft) if path == "door" else path, FILE * count + END)
    assert response.status_code == (400 if count == 21 else 403)
    assert written == []


@pytest.mark.parametrize("path", ["/en/applications/{}/steps/person/", "/cms/images/add/", "/en/account/profile/"])
def test_a27_a_view_that_awaits_no_files_gets_none(path, draft, written):
    assert send(signed_in(draft), path.format(draft.pk)).status_code < 500
    assert written == []


def test_a27_the_password_alone_seals_nothing(draft, written):
    client = sign_in(Client(), draft.person)
    assert "second-factor" in send(client, door(draft)).url
    assert written == []


def test_a27_a_failed_csrf_check_leaves_no_file(draft, sealed, written):
    client = signed_in(draft, enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "x" * 32
    assert send(client, door(draft)).status_code == 403
    assert len(written) == 1
    assert sealed() == []


@pytest.mark.parametrize("requirement", ["no-such-paper", "blocked_account"])
def test_a27_a_file_for_nothing_that_is_asked_for_is_gone(requirement, draft, sealed):
    client = signed_in(draft)
    field = b'--b\r\nContent-Disposition: form-data; name="another"; filename="p.jpg"\r\n\r\nx\r\n'
    assert send(client, door(draft, requirement=requirement)).status_code == 404
    assert send(client, door(Document(pk=uuid.uuid4()))).status_code == 404
    assert send(client, door(draft), field + END).status_code == 422
    assert sealed() == []


def test_a27_a_file_is_gone_when_the_view_breaks(draft, sealed, monkeypatch):
    monkeypatch.setattr("portal.applications.actions.take_files", None)
    assert send(signed_in(draft), door(draft)).status_code == 500
    assert sealed() == []
