"""The pipeline: claim, look, call, record. Ports are called outside any transaction; running twice is harmless."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.tasks import task

from portal.documents import actions, policies, queries, states
from portal.documents.checks import kinds
from portal.documents.errors import ReaderBrokeError, ScannerAwayError
from portal.documents.models import Document
from portal.documents.ports import Cleaned, Verdict
from portal.shared import clock
from portal.shared.errors import UnavailableError, WrongStateError
from portal.shared.registry import adapter
from portal.vault.errors import ErasedError, TamperedError
from portal.vault.uploads import MARK

# A sealed file without a row may be an upload that is just arriving.
ORPHAN_AGE = timedelta(hours=2)
# How many rows a wake-up takes, and how many wake-ups one round of the scheduler gives.
PORTION, MOST_WAKE_UPS = 20, 10
# How long we answer for what the office has already, and how many files one round scans again.
RESCAN_FOR, RESCAN_PORTION = timedelta(days=30), 50


@task(queue_name="documents")
def process(document_id: str) -> None:
    document = Document.claim(UUID(document_id), lease=actions.LEASE)
    if document is not None:
        # Moved on meanwhile: the person has removed it, or another worker was faster.
        with suppress(WrongStateError):
            _work_on(document)


def _work_on(document: Document) -> None:
    try:
        _take_steps(document)
    except (UnavailableError, OSError) as error:
        _wait(document, error)
    except (ErasedError, TamperedError):
        actions.refuse(document, "gone")


def _wait(document: Document, error: UnavailableError | OSError) -> None:
    if isinstance(error, ScannerAwayError):
        actions.hold(document, error.code)
    elif isinstance(error, ReaderBrokeError):
        actions.give_back(document)
    else:
        # OSError: no room on a disk, or no process to be had; both pass.
        actions.postpone(document, getattr(error, "code", "system"))


def _take_steps(document: Document) -> None:
    if not actions.begin(document):
        return
    if document.state == states.REMOVED:
        actions.purge(document)
    while step := STEPS.get(document.state):
        step(document)


def _scan(document: Document) -> None:
    actions.record_verdict(document, adapter("SCANNER").scan(queries.sealed_bytes(document)))


def _normalise(document: Document) -> None:
    cleaned = _cleaned(document)
    unclean = _unclean(document, cleaned)
    if unclean is not None:
        actions.refuse(document, unclean.kind, unclean.signature)
    else:
        actions.record_pages(document, cleaned)


def _cleaned(document: Document) -> Cleaned:
    cleaned: Cleaned = adapter("READER").normalise(queries.sealed_bytes(document), mime=document.mime)
    return cleaned


def _unclean(document: Document, cleaned: Cleaned) -> Verdict | None:
    """Scan the files inside the file, one by one; return the first verdict that is not clean."""
    for each in cleaned.attachments:
        verdict: Verdict = adapter("SCANNER").scan([each])
        if verdict.kind != "clean":
            return verdict
        actions.extend(document)
    return None


def _read(document: Document) -> None:
    wanted = kinds.kind_of(document.document_type).wanted
    layer = str(queries.reading_of(document).get("layer", ""))
    pages = queries.plain_pages(document, policies.MOST_READ)
    actions.record_reading(document, adapter("READER").read(pages, wanted=wanted, layer=layer))


STEPS: dict[str, Callable[[Document], None]] = {
    states.SEALED: _scan,
    states.HELD: _scan,
    states.SCANNED: _normalise,
    states.NORMALISED: _read,
    states.READ: actions.check,
}


@task(queue_name="documents", priority=-10)
def work_off() -> None:
    """Take a portion of what is due, the longest waiting first; a row that lets the worker die has its lease."""
    for pk in Document.work.due().values_list("pk", flat=True)[:PORTION]:
        process.call(str(pk))


def wake_due() -> int:
    """Wake the workers for what is due: rows whose wake-up was lost, whose lease ran out, whose waiting is over."""
    due = Document.work.due().count()
    # A few wake-ups are enough, however many rows wait: while no worker runs they pile up.
    for _ in range(min(MOST_WAKE_UPS, math.ceil(due / PORTION))):
        work_off.enqueue()
    return due


def wake_held() -> int:
    """Let everything that waits for the scanner go on as soon as it is back, instead of waiting out its delay."""
    held = Document.work.filter(trouble__startswith=actions.SCANNER, due_at__gt=clock.now()).order_by("created")
    if not held.exists() or not adapter("SCANNER").health().is_up:
        return 0
    for document in held[: PORTION * MOST_WAKE_UPS]:
        actions.release(document)
    return wake_due()


@task(queue_name="documents", priority=-50)
def scan_again(document_id: str) -> None:
    """Scan a checked file with the signatures of today; without a scanner it is left for the next round."""
    document = Document.objects.filter(pk=document_id, state=states.CHECKED).exclude(file="").first()
    if document is None:
        return
    with suppress(UnavailableError):
        if document.scanned_with == adapter("SCANNER").engine()[:60]:
            return
        verdict = adapter("SCANNER").scan(queries.sealed_bytes(document))
        if verdict.kind == "clean" and document.mime == policies.PDF:
            verdict = _unclean(document, _cleaned(document)) or verdict
        actions.record_rescan(document, verdict)


def rescan() -> int:
    """Have files scanned again that older signatures called clean, as long as they are ours; returns how many."""
    try:
        engine = adapter("SCANNER").engine()
    except ScannerAwayError:
        return 0
    ours = Q(handed_over_at=None) | Q(handed_over_at__gt=clock.now() - RESCAN_FOR)
    stale = Document.objects.filter(ours, state=states.CHECKED).exclude(file="").exclude(scanned_with=engine[:60])
    woken = [str(pk) for pk in stale.order_by("created").values_list("pk", flat=True)[:RESCAN_PORTION]]
    for pk in woken:
        scan_again.enqueue(pk)
    return len(woken)


def sweep_orphans() -> int:
    """Remove sealed files that no row knows: an upload or a worker that died half-way."""
    orphans = [path for path in _old_files() if not queries.is_known(path.name)]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _old_files() -> Iterator[Path]:
    oldest = time.time() - ORPHAN_AGE.total_seconds()
    for path in Path(settings.SEALED_ROOT).glob(f"{MARK}?/{MARK}*"):
        if path.stat().st_mtime < oldest:
            yield path
