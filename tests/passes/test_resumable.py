"""Uploads in pieces from the other device: they survive a broken line, and they end with their pass."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.test import Client

from portal.accounts import actions as accounts
from portal.applications import actions as applications
from portal.documents import queries as documents
from portal.documents.models import Document, Origin
from portal.journal.models import Entry
from portal.passes import actions
from portal.passes.models import PassFile
from portal.shared import clock
from portal.uploads import actions as upload_actions
from portal.uploads import tasks
from portal.uploads.models import Upload
from portal.vault import files
from tests.factories import applications as made
from tests.factories import passes
from tests.factories.accounts import sign_in
from tests.uploads.conftest import MIB, Tus, checksum, photograph, sealed_names
from tests.uploads.test_surviving import break_off

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class Phone(Tus):
    """The small client, at the doors of the phone's page."""

    def __init__(self, client: Client, language: str = "en") -> None:
        self.client, self.door = client, f"/{language}/p/uploads/"


@pytest.fixture
def permit_and_phone(application):
    permit, client = passes.opened(application)
    return permit, Phone(client)


@pytest.fixture
def permit(permit_and_phone):
    return permit_and_phone[0]


@pytest.fixture
def phone(permit_and_phone):
    return permit_and_phone[1]


@pytest.fixture
def staged():
    """Names of the staged and sealed files that a test made and left."""
    before = sealed_names()
    return lambda: sorted(sealed_names() - before)


def later(time_machine, minutes):
    time_machine.move_to(clock.now() + MINUTE * minutes, tick=False)


def owner_of(application) -> Tus:
    return Tus(sign_in(Client(), application.person, verified=True), application)


def test_the_page_names_its_doors_and_nothing_of_the_application(phone, application):
    page = phone.client.get(passes.BASE).content.decode()
    assert f'data-upload-door="{phone.door}"' in page
    assert f'data-upload-page="{passes.BASE}"' in page
    assert str(application.pk) not in page


def test_a_photo_in_pieces_becomes_the_same_document_of_the_passes_maker(phone, permit, application):
    data = photograph(2 * MIB + 77)
    answer = phone.send(data, name="Foto Köhler.jpg")
    assert (answer.status_code, answer["Upload-Offset"]) == (204, str(len(data)))
    document = Document.objects.get()
    assert b"".join(documents.sealed_bytes(document)) == data
    assert (document.uploader, document.origin) == (application.person, Origin.PHONE)
    assert (document.subject, document.requirement) == (application.pk, "passport")
    assert PassFile.objects.get().permit == permit
    assert Entry.objects.get(kind="pass.file").detail["pass"] == str(permit.pk)
    assert "Foto Köhler.jpg" in phone.client.get(passes.BASE).content.decode()


@pytest.mark.django_db(transaction=True)
def test_cut_off_inside_a_piece_and_resumed_has_the_same_hash(live_server, phone):
    data = photograph(5 * MIB + 5)
    where = phone.begun(len(data))
    assert phone.patch(where, data[:MIB], 0, **{"Upload-Checksum": checksum(data[:MIB])}).status_code == 204
    break_off(phone, live_server.url + where, data[MIB : 2 * MIB], sent=500_000, Upload_Offset=str(MIB))
    at = phone.offset(where)
    assert at == MIB + 500_000
    for start in range(at, len(data), MIB):
        assert phone.patch(where, data[start : start + MIB], start).status_code == 204
    assert Document.objects.get().sha256 == sha256(data).hexdigest()


def test_first_bytes_may_come_at_once_and_damaged_ones_begin_nothing(phone, staged):
    data = photograph(500)
    assert phone.begin(500, data=data, **{"Upload-Checksum": checksum(b"other")}).status_code == 460
    assert (Upload.objects.count(), staged()) == (0, [])
    assert phone.begin(500, data=data, **{"Upload-Checksum": checksum(data)}).status_code == 201
    assert Document.objects.count() == 1


def test_an_upload_that_is_let_go_is_gone(phone, staged):
    where = phone.begun(1000)
    assert phone.ask("DELETE", where).status_code == 204
    assert phone.ask("HEAD", where).status_code == 404
    assert staged() == []


@pytest.mark.parametrize("client", [Client(), Client(headers={"cookie": "pass=" + "x" * 43})])
def test_without_a_pass_nothing_begins_and_nothing_goes_on(phone, client, staged):
    where, stranger = phone.begun(1000), Phone(client)
    before = staged()
    answers = [stranger.begin(1000, data=photograph(400)), stranger.patch(where, photograph(400), 0)]
    answers += [stranger.ask("HEAD", where), stranger.ask("DELETE", where)]
    assert [each.status_code for each in answers] == [404] * 4
    assert "scan the code" in answers[0].content.decode()
    assert (staged(), phone.offset(where)) == (before, 0)


def test_the_code_alone_is_no_key(application):
    _permit, token = passes.waiting(application)
    client = Client()
    client.cookies["pass"] = token
    assert Phone(client).begin(1000).status_code == 404
    assert not Upload.objects.exists()


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE"])
@pytest.mark.parametrize("requirement", ["passport", "enrolment"])
def test_an_upload_is_there_for_its_own_pass_only(phone, application, method, requirement):
    where = phone.begun(1000)
    _other, client = passes.opened(application, requirement)
    answer = Phone(client).ask(method, where, b"x", **{"Upload-Offset": "0"})
    assert answer.status_code == 404
    assert phone.offset(where) == 0
    assert Entry.objects.get(kind="access.refused").actor == ""


def test_the_owners_own_uploads_and_those_of_a_pass_do_not_meet(phone, application):
    owner = owner_of(application)
    mine, theirs = owner.begun(1000), phone.begun(1000)
    assert phone.ask("HEAD", mine.replace(owner.door, phone.door)).status_code == 404
    assert owner.ask("HEAD", theirs.replace(phone.door, owner.door)).status_code == 404


def test_a_pass_opens_no_other_door(phone, application):
    where = Tus(phone.client, application)
    assert "/account/login/" in where.begin(1000).url
    assert "/account/login/" in where.ask("HEAD", f"{where.door}{'0' * 8}-0000-4000-8000-{'0' * 12}/").url
    assert not Upload.objects.exists()


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_without_the_token_in_the_header_nothing_happens(phone, method):
    where = phone.begun(1000)
    phone.client.handler.enforce_csrf_checks = True
    phone.client.cookies["csrftoken"] = "x" * 32
    headers, path = {"Upload-Offset": "0", "Upload-Length": "10"}, where if method != "POST" else ""
    assert phone.ask(method, path, b"x", **headers).status_code == 403
    assert phone.ask(method, path, b"x", **headers, X_CSRFToken="y" * 32).status_code == 403
    assert (Upload.objects.count(), phone.offset(where)) == (1, 0)
    assert phone.ask(method, path, b"x", **headers, X_CSRFToken="x" * 32).status_code in {201, 204}


ENDINGS = {
    "finished on the phone": lambda permit, application: actions.finish(permit),
    "cancelled": lambda permit, application: actions.revoke(permit, by=application.person),
    "sent": lambda permit, application: applications.submit(application, by=application.person),
    "draft deleted": lambda permit, application: applications.withdraw(application, by=application.person),
    "signed out": lambda permit, application: actions.revoke_all_of(application.person),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_when_the_pass_ends_its_uploads_are_dropped(
    permit_and_phone, application, ending, staged, django_capture_on_commit_callbacks
):
    permit, phone = permit_and_phone
    where = phone.begun(1000)
    phone.patch(where, photograph(400), 0)
    assert staged()
    with django_capture_on_commit_callbacks(execute=True):
        ENDINGS[ending](permit, application)
    assert not Upload.objects.exists()
    assert not [name for name in staged() if name.startswith("t")]
    answers = [phone.begin(1000), phone.patch(where, photograph(600), 400), phone.ask("HEAD", where)]
    answers.append(phone.ask("DELETE", where))
    assert [each.status_code for each in answers] == [410] * 4
    assert "Make a new one on your computer" in answers[0].content.decode()
    assert not Document.objects.exists()


def test_ending_a_pass_leaves_other_uploads_alone(phone, permit, application, django_capture_on_commit_callbacks):
    owner = owner_of(application)
    mine = owner.begun(1000)
    _other, client = passes.opened(application, "enrolment")
    other = Phone(client)
    theirs = other.begun(1000)
    phone.send(photograph(400))
    with django_capture_on_commit_callbacks(execute=True):
        actions.finish(permit)
    assert (owner.offset(mine), other.offset(theirs)) == (0, 0)
    assert Document.objects.count() == 1


@pytest.mark.parametrize("what", ["new password", "signed out everywhere"])
def test_without_the_makers_trust_nothing_goes_on(phone, application, what):
    where, person = phone.begun(1000), application.person
    if what == "new password":
        person.set_password("four large wooden boats")
        person.save()
    else:
        accounts.end_sessions(person, by=person)
    assert [phone.begin(9).status_code, phone.patch(where, photograph(1000), 0).status_code] == [410, 410]
    assert not Document.objects.exists()


def test_what_began_in_time_has_ten_minutes_more_and_nothing_new_begins(phone, time_machine):
    data, where, late = photograph(1000), phone.begun(1000), phone.begun(1000)
    later(time_machine, 15.1)
    assert phone.begin(1000).status_code == 410
    assert phone.patch(where, data, 0).status_code == 204
    later(time_machine, 10)
    assert phone.patch(late, photograph(1000), 0).status_code == 410
    assert Document.objects.count() == 1


def test_what_a_pass_left_is_swept_when_its_time_is_over(phone, permit, staged, time_machine):
    phone.patch(phone.begun(1000), photograph(400), 0)
    assert Upload.objects.get().expires_at == permit.ends_at + timedelta(minutes=10)
    assert tasks.sweep() == 0
    later(time_machine, 25.1)
    assert tasks.sweep() == 1
    assert staged() == []


def test_signing_out_also_ends_what_has_only_its_last_minutes(phone, application, time_machine):
    where = phone.begun(1000)
    later(time_machine, 20)
    actions.revoke_all_of(application.person)
    assert phone.patch(where, photograph(1000), 0).status_code == 410


def test_the_page_stays_until_the_last_file_is_there(phone, time_machine):
    data, where, part = photograph(1000), phone.begun(1000), {"HX-Request": "true"}
    later(time_machine, 15.1)
    phone.patch(where, data[:400], 0)
    page = phone.client.get(passes.BASE).content.decode()
    assert 'id="paper"' in page
    assert 'type="file"' not in page
    assert "as many files as it can hold" not in page
    polled = phone.client.get(passes.BASE, headers=part)
    assert "HX-Refresh" not in polled.headers
    seen = polled.content.decode().split("seen=", 1)[1].split('"', 1)[0]
    assert phone.client.get(passes.BASE, {"seen": seen}, headers=part).status_code == 204
    phone.ask("DELETE", where)
    assert phone.client.get(passes.BASE, {"seen": seen}, headers=part)["HX-Refresh"] == "true"
    assert "This code is not valid any more" in phone.client.get(passes.BASE).content.decode()


def test_each_piece_of_one_request_asks_whether_the_pass_still_lasts(phone, permit, application, monkeypatch):
    data, append = photograph(3 * MIB), files.StagedFile.append

    def cancelled_meanwhile(self, *args, **fields):
        actions.revoke(permit, by=application.person)
        return append(self, *args, **fields)

    where = phone.begun(len(data))
    monkeypatch.setattr(files.StagedFile, "append", cancelled_meanwhile)
    assert phone.patch(where, data, 0).status_code == 410
    assert Upload.objects.get().offset == MIB


def test_dropped_in_the_moment_after_a_piece_is_told_plainly(phone, monkeypatch):
    def dropped_meanwhile(upload, **fields):
        move_on(upload, **fields)
        Upload.objects.all().delete()

    move_on, where = upload_actions._move_on, phone.begun(1000)
    monkeypatch.setattr(upload_actions, "_move_on", dropped_meanwhile)
    assert phone.patch(where, photograph(400), 0).status_code == 404
    assert phone.begin(1000, data=photograph(400)).status_code == 404


def test_cancelled_in_the_moment_of_the_last_byte_keeps_nothing(phone, permit, application, monkeypatch, staged):
    read, where = files.StagedFile.read, phone.begun(1000)

    def cancelled_meanwhile(self, *args):
        actions.revoke(permit, by=application.person)
        return read(self, *args)

    monkeypatch.setattr(files.StagedFile, "read", cancelled_meanwhile)
    assert phone.patch(where, photograph(1000), 0).status_code == 410
    assert not Document.objects.exists()
    assert (Upload.objects.count(), staged()) == (0, [])


def test_what_is_being_written_when_the_pass_ends_cannot_go_on(phone, permit, django_capture_on_commit_callbacks):
    where = phone.begun(1000)
    with files.StagedFile(b"", Upload.objects.get().file), django_capture_on_commit_callbacks(execute=True):
        actions.finish(permit)
    assert phone.patch(where, photograph(1000), 0).status_code == 410


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"length": 0}, 422, "empty"),
        ({"length": 9, "name": "macro.docm"}, 422, "PDF"),
        ({"length": 9, "kind": "text/html"}, 422, "PDF"),
        ({"length": 25 * MIB + 1}, 413, "25 MB"),
    ],
)
def test_what_could_not_be_taken_is_refused_before_it_is_sent(phone, fields, status, words):
    answer = phone.begin(**fields)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert not Upload.objects.exists()


def test_content_that_does_not_fit_its_name_ends_the_upload(phone, staged):
    answer = phone.send(b"%PDF-1.7" + bytes(100))
    assert answer.status_code == 422
    assert "does not fit its name" in answer.content.decode()
    assert (Upload.objects.count(), Document.objects.count(), staged()) == (0, 0, [])


def test_files_from_both_devices_count_together(application):
    _permit, client = passes.opened(application, "enrolment")
    computer = Tus(sign_in(Client(), application.person, verified=True), application, "enrolment")
    computer.begun(1000)
    Phone(client).begun(1000)
    for device in (computer, Phone(client)):
        answer = device.begin(1000)
        assert answer.status_code == 422
        assert "as many files as it can hold" in answer.content.decode()


def test_the_owners_space_is_the_phones_space(phone, application):
    row = {"owner": application.person, "length": 25 * MIB, "expires_at": clock.now() + timedelta(hours=1)}
    Upload.objects.bulk_create(
        Upload(subject=application.pk, requirement="other", sealed_key=b"", sealed_name=b"", **row) for _ in range(8)
    )
    answer = phone.begin(1000)
    assert answer.status_code == 422
    assert "200 MB" in answer.content.decode()


def test_the_owners_limits_hold_and_an_ended_pass_does_not_use_them_up(phone, permit, application, settings):
    settings.LIMITS_ON, settings.LIMITS = True, settings.LIMITS | {"upload-begin": [(2, 60)]}
    _other, client = passes.opened(application, "enrolment")
    actions.finish(permit)
    assert [phone.begin(1000).status_code for _ in range(3)] == [410] * 3
    assert [Phone(client).begin(1000).status_code for _ in range(3)] == [201, 201, 429]


def test_a_paper_no_longer_asked_for_takes_nothing(application):
    _permit, client = passes.opened(application, "parents_income")
    phone = Phone(client)
    where = phone.begun(1000)
    applications.save_step(application.pk, "livelihood", {"funding_kind": "own_income"}, by=application.person)
    assert phone.begin(1000).status_code == 410
    assert phone.patch(where, photograph(1000), 0).status_code == 410
    assert not Document.objects.exists()


def test_another_persons_pass_reaches_its_own_application_only(phone, application):
    _permit, client = passes.opened(made.complete(office=made.draft().office))
    where = phone.begun(1000)
    assert Phone(client).patch(where, photograph(1000), 0).status_code == 404
    Phone(client).send(photograph(400))
    assert Document.objects.get().subject != application.pk


def test_answers_are_kept_by_nobody_and_refusals_speak_the_pages_language(phone):
    answers = [phone.begin(9), phone.begin(0), phone.ask("GET"), Phone(Client(), "de").begin(9)]
    for answer in answers:
        assert "no-store" in answer["Cache-Control"]
        assert answer["Tus-Resumable"] == "1.0.0"
    assert answers[-1]["Content-Type"].startswith("text/plain")
    assert "Computer" in answers[-1].content.decode()
