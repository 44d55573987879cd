"""What the worker writes down: attempts, the scanner's word, cleaned pages, what was read, refusals."""

import logging
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from django.db import transaction

from portal.documents import queries, signals, states
from portal.documents.actions import lateness
from portal.documents.actions.intake import LEASE, remove_on_commit
from portal.documents.checks import readings
from portal.documents.models import Document, Finding, Page
from portal.documents.ports import Cleaned, Reading, Verdict
from portal.journal import actions as journal
from portal.shared import clock
from portal.shared.work import PATIENT
from portal.vault import actions as vault
from portal.vault import files
from portal.vault.uploads import MARK

logger = logging.getLogger(__name__)
# After three starts that never came to an end, the file itself must be the cause.
MOST_CRASHES = 3
STARTED = "started-"
# What the row says while the scanner is away or busy; both begin like this.
SCANNER = "scanner-"
# Waiting for the scanner ends when it is back (tasks.wake_held); waiting for room or for the reader ends by itself.
SOON = (timedelta(seconds=20), timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=5))


def begin(document: Document) -> bool:
    """Mark the start of an attempt; a file that let three attempts die is set aside instead of tried again."""
    crashes = int(document.trouble.removeprefix(STARTED)) if document.trouble.startswith(STARTED) else 0
    if crashes >= MOST_CRASHES and document.state != states.REMOVED:
        return _set_aside(document)
    document.trouble = f"{STARTED}{crashes + 1}"
    return _save_turn(document)


def _set_aside(document: Document) -> bool:
    """Refuse a file that cannot even be opened; one whose pages are there goes on unread, for a person to look at."""
    if document.state == states.NORMALISED:
        record_reading(document, Reading(is_late=True))
        return True
    if document.state == states.READ:
        finish_unread(document)
    else:
        refuse(document, "too-complex")
    return False


def hold(document: Document, trouble: str) -> None:
    """Keep the file until the scanner is back; `trouble` says whether it is away or busy."""
    _postpone(document, trouble, PATIENT)
    if document.state == states.SEALED:
        document._advance("hold")
    else:
        _save_turn(document)


def release(document: Document) -> None:
    """Let a document that waits for the scanner go on now."""
    document.make_due()
    _save_turn(document)


def postpone(document: Document, trouble: str) -> None:
    """Try the same step again soon."""
    _postpone(document, trouble, SOON)
    _save_turn(document)


def give_back(document: Document) -> None:
    """Try again after an attempt that broke off; it counts among the starts that came to no end."""
    document.due_at = clock.now() + SOON[0]
    _save_turn(document)


def extend(document: Document) -> None:
    """Keep the row for this worker: what takes long has come a step further."""
    if document.due_at is not None:
        document.due_at = clock.now() + LEASE
        _save_turn(document)


def _postpone(document: Document, trouble: str, schedule: Sequence[timedelta]) -> None:
    if not document.postpone(trouble, schedule):
        document.due_at = clock.now() + schedule[-1]


def _save_turn(document: Document) -> bool:
    """Save whose turn it is when; False, and nothing saved, when the document has moved on meanwhile."""
    turn = {name: getattr(document, name) for name in ("attempts", "due_at", "trouble")}
    return Document.objects.filter(pk=document.pk, state=document.state).update(**turn) == 1


def record_verdict(document: Document, verdict: Verdict) -> None:
    """Go on with a clean file; refuse any other."""
    if verdict.kind != "clean":
        refuse(document, verdict.kind, verdict.signature)
        return
    _keep_lease(document)
    document._advance("clear", scanned_with=verdict.engine[:60])


def record_pages(document: Document, cleaned: Cleaned) -> None:
    """Seal the cleaned pages; the person and the office see these, never the upload itself."""
    if cleaned.refusal:
        refuse(document, cleaned.refusal)
        return
    kept = {"quality": cleaned.quality, "layer": cleaned.layer}
    sealed = vault.seal_json(document.subject, kept, f"documents.reading.{document.pk}")
    with _sealed_pages(document, cleaned.pages) as pages, transaction.atomic():
        # A second run of the same step replaces what the first one left.
        remove_on_commit([each.file for each in document.pages.all()])
        document.pages.all().delete()
        Page.objects.bulk_create(pages)
        _keep_lease(document)
        document._advance("note_pages", sealed_reading=sealed, page_count=len(pages))


def record_reading(document: Document, reading: Reading) -> None:
    """Seal what was read, reduced to what the checks need; the text itself is dropped."""
    quality = queries.reading_of(document).get("quality", {})
    kept = readings.kept(reading, quality, document.page_count)
    sealed = vault.seal_json(document.subject, kept, f"documents.reading.{document.pk}")
    strips = [reading.zone.strip] if reading.zone and reading.zone.strip else []
    with _sealed_pages(document, strips, first=Page.STRIP) as strip, transaction.atomic():
        remove_on_commit([each.file for each in document.pages.filter(number=Page.STRIP)])
        document.pages.filter(number=Page.STRIP).delete()
        Page.objects.bulk_create(strip)
        for number, turn in reading.turns.items():
            document.pages.filter(number=number).update(turn=turn)
        _keep_lease(document)
        document._advance("note_reading", sealed_reading=sealed)


@contextmanager
def _sealed_pages(document: Document, jpegs: Iterable[bytes], first: int = 1) -> Iterator[list[Page]]:
    """Seal pages for rows that are written inside; when that fails (or the disk is full) no file is left behind."""
    pages: list[Page] = []
    try:
        for number, jpeg in enumerate(jpegs, start=first):
            key = secrets.token_bytes(32)
            sealed_key = vault.seal(document.subject, key, f"documents.page.{document.pk}.{number}")
            name = files.write(key, [jpeg], MARK)
            pages.append(Page(document=document, number=number, file=name, sealed_key=sealed_key, size=len(jpeg)))
        yield pages
    except BaseException:
        for each in pages:
            files.remove(each.file)
        raise


def finish_unread(document: Document) -> None:
    """End the checking without a result: nobody but a person can say more about this file."""
    with transaction.atomic():
        lateness.tell(document)
        document.settle()
        document._advance("finish")
        document.findings.all().delete()
        sealed = vault.seal_json(document.subject, {"case": "late"}, f"documents.finding.{document.pk}.text")
        document.findings.create(check_id="text", result=Finding.Result.SKIPPED, case="late", sealed_value=sealed)
        transaction.on_commit(partial(signals.document_checked.send, sender=Document, document=document))


def record_rescan(document: Document, verdict: Verdict) -> None:
    """Note what newer signatures say about a checked file; malware is deleted even now, and the person is told."""
    if verdict.kind != "infected":
        clean = Document.objects.filter(pk=document.pk, state=states.CHECKED)
        clean.update(scanned_with=verdict.engine[:60])
        return
    with transaction.atomic():
        refuse(document, verdict.kind, verdict.signature)
        if document.handed_over_at is not None:
            detail = {"document": str(document.pk), "signature": verdict.signature[:120]}
            journal.write("document.infected_after_handover", document.subject, **detail)
            logger.error("malware in document %s, which the office has already", document.pk)


def refuse(document: Document, reason: str, signature: str = "") -> None:
    """Refuse for good: the bytes are deleted, hashes and the scanner's word for it stay."""
    names = queries.file_names(document)
    with transaction.atomic():
        lateness.tell(document)
        document.settle()
        document._advance("refuse", refusal=reason, signature=signature[:120], file="", sealed_reading=b"")
        document.pages.all().delete()
        document.findings.all().delete()
        remove_on_commit(names)
        transaction.on_commit(partial(signals.document_checked.send, sender=Document, document=document))


def _keep_lease(document: Document) -> None:
    document.attempts, document.trouble, document.due_at = 1, f"{STARTED}1", clock.now() + LEASE
