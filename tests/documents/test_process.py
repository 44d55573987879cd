"""The way of a document from received to checked, on adapters in memory."""

from datetime import timedelta

import pytest
import time_machine

from portal.documents import actions, queries, signals, states, tasks
from portal.documents.adapters.memory import EICAR
from portal.documents.models import Document
from portal.shared import clock
from portal.shared.registry import adapter
from portal.vault import files
from tests.factories.documents import JPEG, document, process, processed

pytestmark = pytest.mark.django_db
AWAY = {"ADAPTER": "portal.documents.adapters.outage.OutageScanner"}
BROKEN = {"ADAPTER": "portal.documents.adapters.outage.OutageReader"}


def test_a_clean_file_is_scanned_read_and_checked():
    made = processed(JPEG)
    assert made.state == states.CHECKED
    assert made.due_at is None
    assert queries.open_page(made, 1).startswith(b"\xff\xd8")
    assert b"".join(queries.open_original(made)) == JPEG


def test_the_passport_that_fits_the_form_needs_nothing():
    made = processed()
    report = queries.report_of(made)
    assert (report.tone, str(report.advice)[:32]) == ("success", "We could read your document. Ple")
    actions.confirm(made, by=made.uploader)
    assert str(queries.report_of(made).advice) == "This file is fine. You do not need to do anything."
    assert report.reading["family_name"] == "ERIKSSON"


def test_malware_is_refused_and_its_bytes_are_gone(django_capture_on_commit_callbacks):
    made = document(JPEG)
    made.refresh_from_db()
    path = files._place(made.file)
    with django_capture_on_commit_callbacks(execute=True):
        actions.refuse(made, "infected", "Eicar.Test")
    made.refresh_from_db()
    assert (made.state, made.refusal, made.signature, made.file) == ("refused", "infected", "Eicar.Test", "")
    assert not path.exists()
    assert len(made.sha256) == 64


def test_the_scanner_in_memory_finds_eicar(settings):
    assert adapter("SCANNER").scan([EICAR]).kind == "infected"


def test_without_a_scanner_the_file_is_held_and_being_checked(settings):
    settings.SCANNER = AWAY
    made = processed()
    report = queries.report_of(made)
    assert (made.state, str(report.state_text), report.is_final) == (states.HELD, "Being checked", False)
    assert made.due_at > clock.now()


def test_a_held_file_goes_on_when_the_scanner_is_back(settings):
    memory = settings.SCANNER
    settings.SCANNER = AWAY
    made = processed()
    assert tasks.wake_held() == 0
    settings.SCANNER = memory
    assert tasks.wake_held() == 1
    assert process(made).state == states.CHECKED


def test_a_held_file_is_tried_for_ever(settings):
    settings.SCANNER = AWAY
    made = processed()
    Document.objects.update(attempts=500, due_at=clock.now())
    assert process(made).due_at > clock.now()


def test_without_a_reader_the_scanned_file_waits(settings):
    settings.READER = BROKEN
    made = processed()
    assert (made.state, made.trouble) == (states.SCANNED, "reader-away")
    settings.READER = {"ADAPTER": "portal.documents.adapters.memory.MemoryReader"}
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        assert process(made).state == states.CHECKED


def test_a_full_disk_only_delays(monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    made = document()
    with monkeypatch.context() as patched:
        patched.setattr(files, "write", full)
        process(made)
    assert (made.state, made.trouble) == (states.SCANNED, "system")


def test_a_file_that_lets_three_workers_die_is_refused():
    made = document()
    Document.objects.update(trouble=f"{actions.STARTED}3")
    assert process(made).refusal == "too-complex"


def test_a_crash_after_long_waiting_is_the_first_one():
    made = document()
    Document.objects.update(attempts=40, trouble=f"{actions.STARTED}1")
    assert process(made).state == states.CHECKED


def test_a_file_whose_reading_lets_three_workers_die_goes_on_for_a_person_to_look_at():
    made = document()
    made.refresh_from_db()
    tasks._scan(made)
    tasks._normalise(made)
    Document.objects.update(trouble=f"{actions.STARTED}3", due_at=clock.now())
    assert (process(made).state, made.page_count) == (states.CHECKED, 1)
    assert queries.reading_of(made)["is_late"]


def test_a_file_whose_checks_break_three_times_is_not_thrown_away(monkeypatch):
    made = document()
    with monkeypatch.context() as patched:
        patched.setattr("portal.documents.checks.rules.outcomes", None)
        for _ in range(actions.MOST_CRASHES):
            with pytest.raises(TypeError):
                process(made)
            Document.objects.update(due_at=clock.now())
        assert process(made).state == states.CHECKED
    assert [(each.check_id, each.case) for each in made.findings.all()] == [("text", "late")]


def test_a_crashed_worker_gives_the_document_back():
    made = document()
    Document.claim(made.pk, lease=actions.LEASE)
    assert process(made).state == states.SEALED
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        assert process(made).state == states.CHECKED


def test_running_twice_is_harmless():
    made = processed()
    assert process(made).findings.count() == made.findings.count()


def test_bytes_that_were_swapped_are_refused():
    made = document()
    Document.objects.update(sha256="0" * 64)
    assert process(made).refusal == "gone"


def test_a_lost_file_is_asked_for_again():
    made = document()
    files.remove(made.file)
    assert str(queries.report_of(process(made)).advice) == "We could not keep this file. Please upload it again."


def test_the_verdict_is_told(django_capture_on_commit_callbacks):
    heard = []
    signals.document_checked.connect(lambda document, **_: heard.append(document.pk), weak=False, dispatch_uid="test")
    made = document()
    with django_capture_on_commit_callbacks(execute=True):
        process(made)
    signals.document_checked.disconnect(dispatch_uid="test")
    assert heard == [made.pk]


def test_due_rows_are_woken():
    document()
    assert tasks.wake_due() == 1


def test_orphaned_sealed_files_are_swept_and_known_ones_stay():
    made = document()
    orphan, foreign = files.write(bytes(32), [b"x"], "u"), files.write(bytes(32), [b"x"])
    with time_machine.travel(clock.now() + timedelta(hours=3)):
        assert tasks.sweep_orphans() >= 1
    assert not files._place(orphan).exists()
    assert files._place(foreign).exists()
    assert files._place(made.file).exists()
