"""Checks that took long are told by mail, once per application; files are scanned again when signatures change."""

from datetime import timedelta

import pytest
import time_machine

from portal.documents import actions, queries, states, tasks
from portal.documents.adapters.memory import MemoryScanner
from portal.documents.models import Document
from portal.documents.ports import Verdict
from portal.journal.models import Entry
from portal.notices.models import Notice, OutgoingMail
from portal.shared import clock
from tests.factories import applications
from tests.factories.documents import document, photograph, process, processed

pytestmark = pytest.mark.django_db
OUTAGE = {"ADAPTER": "portal.documents.adapters.outage.OutageScanner"}
NEWER = {"ADAPTER": "tests.documents.test_late.NewerScanner"}


class NewerScanner(MemoryScanner):
    """Knows a pattern that the one before did not."""

    def engine(self):
        return "memory/2"

    def scan(self, portions):
        kind = "infected" if b"newly known" in b"".join(portions) else "clean"
        return Verdict(kind, "New.Pattern" if kind == "infected" else "", self.engine())


@pytest.fixture
def draft():
    return applications.draft()


def upload_to(draft, data=None):
    return document(data or photograph(), subject=draft.pk, by=draft.person)


def later(**span):
    return time_machine.travel(clock.now() + timedelta(**span))


def told(draft):
    return list(Notice.objects.filter(subject=draft.pk).values_list("kind", flat=True))


def test_a_verdict_within_ten_minutes_is_not_mailed(draft):
    made = upload_to(draft)
    with later(minutes=9):
        assert process(made).state == states.CHECKED
    assert told(draft) == []


def test_a_late_verdict_is_mailed_without_a_word_about_the_file(draft):
    made = upload_to(draft)
    mails = OutgoingMail.work.count()
    with later(minutes=11):
        process(made)
    assert told(draft) == ["document_ready"]
    assert OutgoingMail.work.count() == mails + 1
    assert made.told_late_at is not None


def test_a_late_refusal_is_mailed_too(draft):
    made = upload_to(draft)
    Document.objects.update(sha256="0" * 64)
    with later(minutes=11):
        assert process(made).state == states.REFUSED
    assert told(draft) == ["document_ready"]


def test_of_several_late_files_the_last_verdict_is_mailed_alone(draft):
    first, second = upload_to(draft), upload_to(draft)
    with later(minutes=11):
        process(first)
        assert told(draft) == []
        process(second)
        process(upload_to(draft))
    assert told(draft) == ["document_ready"]


def test_a_mail_that_cannot_be_written_holds_up_no_verdict(draft, monkeypatch):
    made = upload_to(draft)
    monkeypatch.setattr("portal.notices.actions.post", None)
    with later(minutes=11):
        assert process(made).state == states.CHECKED


def test_newer_signatures_have_every_file_of_ours_scanned_again(settings):
    made = processed()
    assert tasks.rescan() == 0
    settings.SCANNER = NEWER
    assert tasks.rescan() == 1
    tasks.scan_again.call(str(made.pk))
    made.refresh_from_db()
    assert (made.state, made.scanned_with) == (states.CHECKED, "memory/2")
    assert tasks.rescan() == 0


def test_a24_what_newer_signatures_find_is_deleted_and_told(draft, settings, django_capture_on_commit_callbacks):
    made = process(upload_to(draft, photograph()[:-2] + b"newly known\xff\xd9"))
    assert made.state == states.CHECKED
    settings.SCANNER = NEWER
    with django_capture_on_commit_callbacks(execute=True):
        tasks.scan_again.call(str(made.pk))
    made.refresh_from_db()
    assert (made.state, made.refusal, made.signature, made.file) == ("refused", "infected", "New.Pattern", "")
    assert (made.findings.count(), made.pages.count(), len(made.sha256)) == (0, 0, 64)
    assert told(draft) == ["document_ready"]
    assert queries.report_of(made).blocks


@pytest.mark.parametrize(("days", "again"), [(29, 1), (31, 0)])
def test_what_the_office_has_is_answered_for_thirty_days(days, again, settings):
    made = processed()
    actions.hand_over(made.subject, clock.now() - timedelta(days=days), by=made.uploader)
    settings.SCANNER = NEWER
    assert tasks.rescan() == again


def test_malware_in_what_the_office_has_stands_in_the_journal(settings):
    made = processed(photograph()[:-2] + b"newly known\xff\xd9")
    actions.hand_over(made.subject, clock.now(), by=made.uploader)
    settings.SCANNER = NEWER
    tasks.scan_again.call(str(made.pk))
    assert Entry.objects.filter(kind="document.infected_after_handover", subject=made.subject).count() == 1


def test_without_a_scanner_nothing_is_scanned_again(settings):
    made = processed()
    settings.SCANNER = OUTAGE
    assert tasks.rescan() == 0
    tasks.scan_again.call(str(made.pk))
    made.refresh_from_db()
    assert (made.state, made.due_at) == (states.CHECKED, None)


def test_a_removed_file_keeps_its_ten_minutes_whatever_a_worker_still_does(settings):
    made = document(photograph())
    stale = Document.objects.get(pk=made.pk)
    actions.remove(made, by=made.uploader)
    actions.postpone(stale, "system")
    assert Document.objects.get(pk=made.pk).due_at == made.due_at
