"""What stays when something breaks: a connection, a process, a disk; and what is swept away afterwards."""

import os
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from threading import Event
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from portal.applications import actions as applications
from portal.documents import queries as documents
from portal.documents.models import Document
from portal.shared import clock
from portal.uploads import actions, tasks
from portal.uploads.models import Upload
from portal.vault import files
from tests.uploads.conftest import BYTES, MIB, Tus, checksum, photograph

pytestmark = pytest.mark.django_db


def test_no_plain_byte_is_on_the_disk(tus):
    where = tus.begun(200_000, name="Geheimer Pass.jpg")
    tus.patch(where, photograph(150_000), 0)
    upload = Upload.objects.get()
    lying = files._place(upload.file).read_bytes()
    assert len(lying) > 150_000
    assert b"C01X00T47" not in lying
    assert b"Geheimer" not in bytes(upload.sealed_name)


def test_bytes_that_no_row_counts_are_thrown_away(tus):
    """As after a crash between the disk and the row."""
    data = photograph(1000)
    where = tus.begun(1000)
    tus.patch(where, data[:400], 0)
    with files._place(Upload.objects.get().file).open("ab") as file:
        file.write(os.urandom(77))
    assert tus.offset(where) == 400
    assert tus.patch(where, data[400:], 400).status_code == 204
    assert b"".join(documents.sealed_bytes(Document.objects.get())) == data


def test_the_same_bytes_are_never_sealed_alike(tus):
    """What is sent again after a broken piece must not share its nonce with the first try."""
    data, seen = photograph(400), []
    where = tus.begun(1000)
    for _ in range(2):
        tus.patch(where, data, 0)
        seen.append(files._place(Upload.objects.get().file).read_bytes())
        Upload.objects.update(offset=0, stored=0)
    assert seen[0] != seen[1]


@pytest.mark.parametrize("damage", ["cut", "changed", "gone"])
def test_staged_bytes_that_were_changed_end_the_upload(tus, damage, staged):
    where = tus.begun(1000)
    tus.patch(where, photograph(400), 0)
    path = files._place(Upload.objects.get().file)
    lying = path.read_bytes()
    path.write_bytes({"cut": lying[:-1], "changed": lying[:-1] + bytes([lying[-1] ^ 1]), "gone": b""}[damage])
    assert tus.patch(where, os.urandom(600), 400).status_code == 404
    assert not Document.objects.exists()
    assert tus.ask("HEAD", where).status_code == 404
    assert staged() == []


def test_a_taken_upload_leaves_the_document_only(tus, staged, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tus.send(photograph(2 * MIB))
    assert staged() == [Document.objects.get().file]


@pytest.mark.parametrize("step", ["row", "take"])
def test_d1_a_worker_that_dies_at_the_end_leaves_no_half_document(tus, monkeypatch, step):
    """As when the process is killed between the last byte and the commit: the last piece is sent again."""
    data, where = photograph(1000), tus.begun(1000)
    target = {"row": "portal.uploads.actions._move_on", "take": "portal.documents.actions.receive"}[step]
    with monkeypatch.context() as patched:
        patched.setattr(target, None)
        assert tus.patch(where, data, 0).status_code == 500
    assert tus.offset(where) == 0
    assert not Document.objects.exists()
    assert tus.patch(where, data, 0).status_code == 204
    assert Document.objects.count() == 1


@pytest.fixture
def small_disk(settings, tmp_path):
    """A real file system of 2 MiB for sealed files."""
    folder = tmp_path / "small"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if subprocess.run(words, check=False, capture_output=True).returncode:
        pytest.skip("Mounting a small disk needs root.")
    settings.SEALED_ROOT = folder
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_d5_a_full_disk_is_told_and_the_upload_goes_on_when_there_is_room(tus, small_disk):
    data, where = photograph(3 * MIB), tus.begun(3 * MIB)
    assert tus.patch(where, data[:MIB], 0).status_code == 204
    answer = tus.patch(where, data[MIB : 2 * MIB], MIB)
    assert (answer.status_code, answer["Content-Type"]) == (507, "text/plain; charset=utf-8")
    assert "Nothing is lost" in answer.content.decode()
    assert tus.offset(where) == MIB
    subprocess.run(["mount", "-o", "remount,size=16m", str(small_disk)], check=True)
    assert tus.patch(where, data[MIB:], MIB).status_code == 204
    assert b"".join(documents.sealed_bytes(Document.objects.get())) == data


def test_d5_no_room_for_the_whole_file_leaves_nothing_half(tus, small_disk):
    data, where = photograph(3 * MIB // 2), tus.begun(3 * MIB // 2)
    tus.patch(where, data[:MIB], 0)
    assert tus.patch(where, data[MIB:], MIB).status_code == 507
    assert tus.offset(where) == MIB
    assert not Document.objects.exists()
    assert [path.name[0] for path in small_disk.rglob("*") if path.is_file()] == [actions.MARK]


def test_d5_a_full_disk_is_told_to_a_plain_form_too_and_the_rest_of_the_site_goes_on(tus, draft, small_disk):
    form, page = tus.door.removesuffix("uploads/"), f"/en/applications/{draft.pk}/documents/"
    file = SimpleUploadedFile("pass.jpg", photograph(5 * MIB), "image/jpeg")
    answer = tus.client.post(form, {"files": file})
    assert answer.status_code == 507
    assert "Nothing is lost" in answer.content.decode()
    assert [path for path in small_disk.rglob("*") if path.is_file()] == []
    assert tus.client.get(page).status_code == 200
    small = SimpleUploadedFile("pass.jpg", photograph(MIB), "image/jpeg")
    assert tus.client.post(form, {"files": small}).status_code == 302


def test_what_nobody_finished_is_swept_after_a_day(tus, staged):
    where = tus.begun(1000)
    tus.patch(where, photograph(400), 0)
    assert tasks.sweep() == 0
    Upload.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert tasks.sweep() == 1
    assert staged() == []
    assert tus.ask("HEAD", where).status_code == 404


def test_a_staged_file_without_a_row_is_swept_when_it_is_old(staged, db):
    name = files.stage(actions.MARK)
    tasks.sweep()
    assert staged() == [name]
    os.utime(files._place(name), (0, 0))
    tasks.sweep()
    assert staged() == []


def test_a_finished_upload_is_forgotten_and_its_document_stays(tus):
    tus.send(photograph(400))
    Upload.objects.update(expires_at=clock.now())
    assert tasks.sweep() == 1
    assert Document.objects.count() == 1


def test_erasing_erases_what_is_on_its_way(tus, draft, person, staged, django_capture_on_commit_callbacks):
    tus.patch(tus.begun(1000), photograph(400), 0)
    with django_capture_on_commit_callbacks(execute=True):
        applications.withdraw(draft, by=person)
    assert not Upload.objects.exists()
    assert staged() == []


def test_423_while_somebody_else_writes(tus):
    where = tus.begun(1000)
    with files.StagedFile(b"", Upload.objects.get().file):
        assert tus.patch(where, photograph(400), 0).status_code == 423
        assert tus.ask("DELETE", where).status_code == 423
        assert tus.offset(where) == 0
    assert tus.patch(where, photograph(400), 0).status_code == 204


def test_409_when_somebody_else_was_quicker_in_the_row(tus, monkeypatch):
    """The second fence, for machines that do not see each other's file locks."""
    where, append = tus.begun(1000), files.StagedFile.append

    def slow(self, *args, **fields):
        Upload.objects.update(offset=7)
        return append(self, *args, **fields)

    monkeypatch.setattr(files.StagedFile, "append", slow)
    assert tus.patch(where, photograph(400), 0).status_code == 409
    assert tus.offset(where) == 7


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="the suite's SQLite lives in memory, opened once")
def test_423_for_the_second_of_two_that_write_at_once(person, draft, tus, monkeypatch):
    where, append, holds, goes = tus.begun(1000), files.StagedFile.append, Event(), Event()

    def slow(self, *args, **fields):
        holds.set()
        goes.wait(20)
        return append(self, *args, **fields)

    def first():
        try:
            return tus.patch(where, photograph(400), 0).status_code
        finally:
            connection.close()

    monkeypatch.setattr(files.StagedFile, "append", slow)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(first)
        assert holds.wait(20)
        second = Client()
        second.cookies = tus.client.cookies
        assert Tus(second, draft).patch(where, photograph(400), 0).status_code == 423
        goes.set()
        assert running.result() == 204
    assert tus.offset(where) == 400


def break_off(tus: Tus, where: str, piece: bytes, *, sent: int, **more: str) -> int:
    """Send the first bytes of a piece over a real connection, end it there, and return what the server answers.

    `where` is the whole address.
    """
    address = urlsplit(where)
    headers = {"Host": address.netloc, "Tus-Resumable": "1.0.0", "Content-Type": BYTES, "Upload-Offset": "0"}
    cookies = [f"{name}={each.value}" for name, each in tus.client.cookies.items()]
    headers |= {"Cookie": "; ".join([*cookies, "csrftoken=" + "x" * 32]), "X-CSRFToken": "x" * 32}
    headers |= {"Content-Length": str(len(piece))}
    headers |= {name.replace("_", "-"): value for name, value in more.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with socket.create_connection((address.hostname, address.port), timeout=20) as line:
        line.sendall(f"PATCH {address.path} HTTP/1.1\r\n{head}\r\n".encode() + piece[:sent])
        line.shutdown(socket.SHUT_WR)
        return int(line.recv(200).split()[1])


@pytest.mark.django_db(transaction=True)
def test_20_mib_cut_off_inside_a_piece_and_resumed_have_the_same_hash(live_server, tus):
    data = photograph(20 * MIB)
    where = tus.begun(len(data))
    for at in range(0, 7 * MIB, MIB):
        piece = data[at : at + MIB]
        assert tus.patch(where, piece, at, **{"Upload-Checksum": checksum(piece)}).status_code == 204
    break_off(tus, live_server.url + where, data[7 * MIB : 8 * MIB], sent=700_000, Upload_Offset=str(7 * MIB))
    at = tus.offset(where)
    assert at == 7 * MIB + 700_000
    for start in range(at, len(data), MIB):
        assert tus.patch(where, data[start : start + MIB], start).status_code == 204
    document = Document.objects.get()
    assert document.sha256 == sha256(data).hexdigest()
    assert b"".join(documents.sealed_bytes(document)) == data


@pytest.mark.django_db(transaction=True)
def test_a_checked_piece_that_breaks_off_counts_not_at_all(live_server, tus):
    data, where = photograph(MIB), tus.begun(2 * MIB)
    assert break_off(tus, live_server.url + where, data, sent=300_000, Upload_Checksum=checksum(data)) == 460
    assert tus.offset(where) == 0
    assert tus.patch(where, data, 0, **{"Upload-Checksum": checksum(data)}).status_code == 204
