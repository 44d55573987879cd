"""Abuse cases A21 (active content), A22 (files that are two things), A27 (broken multipart)."""

import io
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from portal.documents import actions, errors, queries
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
            actions.receive(sent, subject=uuid.uuid4(), requirement="p", document_type="other", by=UploaderFactory())


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


HEAD = b'--b\r\nContent-Disposition: form-data; name="files"; filename="p.jpg"\r\nContent-Type: image/jpeg'
BODY = HEAD + b"\r\n\r\n\xff\xd8\xff"


@pytest.mark.parametrize(
    "body",
    [
        BODY,
        b"no boundary at all",
        BODY.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b" " * 5000) + b"\r\n--b--\r\n",
        b"".join(b'--b\r\nContent-Disposition: form-data; name="f%d"\r\n\r\nx\r\n' % each for each in range(10_000)),
    ],
    ids=["cut off", "no boundary", "base64 blanks", "ten thousand parts"],
)
def test_a27_a_broken_upload_is_answered_and_leaves_no_half_file(body):
    client = Client()
    client.force_login(UploaderFactory())
    path = f"/en/applications/{uuid.uuid4()}/documents/for/passport/"
    response = client.generic("POST", path, body, content_type="multipart/form-data; boundary=b")
    assert response.status_code < 500
    assert not list(Path(settings.SEALED_ROOT).rglob("*.part"))
