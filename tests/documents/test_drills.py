"""Fault drills D2 (killed workers), D3 (scanner away), D4 (a scanner that errs), D5 (no room on the disk)."""

import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.documents import queries, states, tasks
from portal.documents.adapters.clamav import ClamavScanner
from portal.documents.adapters.memory import MemoryReader
from portal.documents.errors import ScannerAwayError
from portal.documents.models import Document, Page
from portal.documents.ports import Cleaned
from portal.shared import clock
from portal.shared.errors import WrongStateError
from tests.documents import faulty_clamd
from tests.documents.clamd_daemon import daemon
from tests.factories import applications
from tests.factories.accounts import sign_in
from tests.factories.documents import document, photograph, process, processed

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
SLOW = ("slow", "trickling", "half open")


def scanner_at(settings, address, **options):
    """Let the pipeline talk to this daemon; impatiently, so that a drill does not last."""
    options = {"address": address, "deadline": 0.4, "patience": 0.2} | options
    settings.SCANNER = {"ADAPTER": "portal.documents.adapters.clamav.ClamavScanner", "OPTIONS": options}


# -- D2: workers die --------------------------------------------------------


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "ANLAUFPUNKT_VAR": str(folder),
        "MEDIA_ROOT": str(folder / "media"),
    }
    code = "import django; django.setup(); from tests.documents.killing import main; main()"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=False, text=True
    )
    assert run.returncode == 0, run.stderr[-3000:]
    return json.loads(run.stdout)


def test_d2_wherever_a_worker_is_killed_the_next_one_brings_the_same_to_an_end(killed):
    assert killed["clean"]["deaths"] > 30
    assert killed["clean"]["ended"]
    assert killed["clean"]["outcomes"] == [killed["undisturbed"]]
    assert killed["clean"]["orphans"] == 0
    assert (killed["undisturbed"]["pages"], killed["undisturbed"]["notices"]) == (1, 1)


def test_d2_each_effect_happens_once(killed):
    files = 1 + killed["clean"]["deaths"] + 1 + killed["infected"]["deaths"] + 1
    assert killed["mails"] == files
    assert killed["told"] == 1 + killed["clean"]["deaths"] + 1


def test_d2_malware_is_refused_and_its_bytes_are_gone_wherever_a_worker_is_killed(killed):
    (left,) = killed["infected"]["outcomes"]
    assert killed["infected"]["deaths"] >= 8
    assert (left["state"], left["files"], left["pages"], left["notices"]) == (states.REFUSED, 0, 0, 1)
    assert killed["infected"]["orphans"] == 0


def test_d2_a_file_that_kills_its_worker_is_set_aside_after_three_tries_and_stops_nobody(killed):
    assert killed["poison"] == {
        "deaths": 3,
        "others_after_first_death": 5,
        "state": states.REFUSED,
        "refusal": "too-complex",
    }


# -- D3: the scanner is stopped and started again -----------------------------


def test_d3_while_the_scanner_is_away_nothing_is_lost_or_opened_and_then_all_goes_on_by_itself(settings, tmp_path):
    scanner_at(settings, f"unix:{tmp_path / 'clamd.sock'}", deadline=20, patience=20)
    with daemon(tmp_path):
        assert processed(photograph()).state == states.CHECKED
    waiting = [processed(photograph()) for _ in range(20)]
    assert {(each.state, each.trouble) for each in waiting} == {(states.HELD, "scanner-away")}
    for each in waiting:
        with pytest.raises(WrongStateError):
            queries.open_original(each)
    assert tasks.wake_held() == 0
    with daemon(tmp_path):
        assert tasks.wake_held() == len(waiting)
        tasks.work_off.call()
    assert set(Document.objects.values_list("state", flat=True)) == {states.CHECKED}
    assert not Document.objects.filter(scanned_with="").exists()


def test_d3_the_person_sees_that_the_file_is_safe_and_being_checked(settings, tmp_path):
    scanner_at(settings, f"unix:{tmp_path / 'nobody'}")
    draft = applications.complete()
    made = processed(photograph(), subject=draft.pk, by=draft.person)
    client = sign_in(Client(), draft.person, verified=True)
    page = client.get(reverse("applications:documents", kwargs={"id": draft.pk})).content.decode()
    assert str(queries.report_of(made).state_text) in page
    assert str(queries.report_of(made).advice) in page


def test_d3_what_waits_for_the_scanner_of_its_attachments_goes_on_too(settings):
    made = document(photograph())
    Document.objects.update(state=states.SCANNED, trouble="scanner-away", due_at=clock.now() + tasks.RESCAN_FOR)
    assert tasks.wake_held() == 1
    assert process(made).state == states.CHECKED


# -- D4: the scanner errs -----------------------------------------------------


@pytest.mark.parametrize("name", faulty_clamd.FAULTS)
def test_d4_no_fault_of_the_scanner_makes_a_file_clean(name, settings, tmp_path):
    # Larger than what a socket takes before anybody reads.
    data = bytes(600_000)
    with faulty_clamd.faulty(tmp_path / "sock", faulty_clamd.FAULTS[name]) as address:
        scanner = ClamavScanner(address, deadline=0.4, patience=0.2)
        for _ in range(3 if name in SLOW else 25):
            with pytest.raises(ScannerAwayError):
                scanner.scan([data])
        scanner_at(settings, address)
        made = processed(photograph()[:-2] + data + photograph()[-2:])
    assert (made.state, made.pages.count(), made.scanned_with) == (states.HELD, 0, "")
    assert made.due_at > clock.now()


def test_d4_thirty_half_open_streams_are_told_as_busy_and_the_file_waits(settings, tmp_path):
    with faulty_clamd.faulty(tmp_path / "sock", faulty_clamd.is_half_open) as address:
        scanner_at(settings, address)
        assert processed(photograph()).trouble == "scanner-busy"


# -- D5: the disk is full -----------------------------------------------------


class ManyPages(MemoryReader):
    """Makes twelve pages of 30 KB."""

    def normalise(self, portions, *, mime):
        return Cleaned(pages=(photograph() + bytes(30_000),) * 12, quality={"mime": mime})


@pytest.fixture
def disk(settings, tmp_path):
    """Sealed files on a disk of 1 MB of their own; call with how many bytes are to be free (None: all)."""
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", tmp_path]
    mount = subprocess.run(command, capture_output=True, check=False)
    if mount.returncode != 0:
        pytest.skip("only root may mount a small disk")
    settings.SEALED_ROOT = tmp_path / "sealed"
    ballast = tmp_path / "ballast"

    def leave(free):
        ballast.write_bytes(b"")
        space = shutil.disk_usage(tmp_path).free
        ballast.write_bytes(bytes(0 if free is None else space - free))

    yield leave
    subprocess.run(["umount", "-l", tmp_path], check=True)


def photo(data):
    return SimpleUploadedFile("p.jpg", data, "image/jpeg")


def sealed_files(settings):
    return sorted(path.name for path in settings.SEALED_ROOT.rglob("*") if path.is_file())


def test_d5_without_room_an_upload_is_told_and_leaves_neither_file_nor_row(settings, disk):
    draft = applications.complete()
    client = sign_in(Client(raise_request_exception=False), draft.person, verified=True)
    path = reverse("applications:document-upload", kwargs={"id": draft.pk, "requirement": "passport"})
    disk(20_000)
    assert client.post(path, {"files": photo(photograph() + bytes(90_000))}).status_code >= 500
    assert (sealed_files(settings), Document.objects.count()) == ([], 0)
    assert client.get(reverse("applications:documents", kwargs={"id": draft.pk})).status_code == 200
    disk(None)
    assert client.post(path, {"files": photo(photograph())}).status_code == 302
    assert sealed_files(settings) == [Document.objects.get().file]


def test_d5_without_room_for_its_pages_a_file_waits_and_then_goes_on_by_itself(settings, disk):
    settings.READER = {"ADAPTER": "tests.documents.test_drills.ManyPages"}
    made = document(photograph())
    disk(150_000)
    assert (process(made).state, made.trouble) == (states.SCANNED, "system")
    assert sealed_files(settings) == [made.file]
    assert not Page.objects.exists()
    disk(None)
    with time_machine.travel(made.due_at + timedelta(seconds=1)):
        assert process(made).state == states.CHECKED
    assert sealed_files(settings) == sorted(queries.file_names(made))
    assert made.page_count == 12
