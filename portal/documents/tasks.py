"""The pipeline: claim, look, call, record. Ports are called outside any transaction; running twice is harmless."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.tasks import task

from portal.documents import actions, queries, states
from portal.documents.checks import kinds
from portal.documents.errors import ScannerAwayError
from portal.documents.models import Document
from portal.shared.errors import UnavailableError
from portal.shared.registry import adapter
from portal.vault.errors import ErasedError, TamperedError
from portal.vault.uploads import MARK

# A sealed file without a row may be an upload that is just arriving.
ORPHAN_AGE = timedelta(hours=2)
# Pages that are read; the office reads the rest.
MOST_READ = 5


@task(queue_name="documents")
def process(document_id: str) -> None:
    document = Document.claim(UUID(document_id), lease=actions.LEASE)
    if document is not None and actions.begin(document):
        _work_on(document)


def _work_on(document: Document) -> None:
    try:
        if document.state == states.REMOVED:
            actions.purge(document)
        while step := STEPS.get(document.state):
            step(document)
    except ScannerAwayError:
        actions.hold(document)
    except (UnavailableError, OSError) as error:
        # OSError: no room on a disk, or no process to be had; both pass.
        actions.postpone(document, getattr(error, "code", "system"))
    except (ErasedError, TamperedError):
        actions.refuse(document, "gone")


def _scan(document: Document) -> None:
    actions.record_verdict(document, adapter("SCANNER").scan(queries.sealed_bytes(document)))


def _normalise(document: Document) -> None:
    cleaned = adapter("READER").normalise(queries.sealed_bytes(document), mime=document.mime)
    verdicts = (adapter("SCANNER").scan([each]) for each in cleaned.attachments)
    unclean = next((each for each in verdicts if each.kind != "clean"), None)
    if unclean is not None:
        actions.refuse(document, unclean.kind, unclean.signature)
    else:
        actions.record_pages(document, cleaned)


def _read(document: Document) -> None:
    wanted = kinds.kind_of(document.document_type).wanted
    layer = str(queries.reading_of(document).get("layer", ""))
    pages = queries.plain_pages(document, MOST_READ)
    actions.record_reading(document, adapter("READER").read(pages, wanted=wanted, layer=layer))


STEPS: dict[str, Callable[[Document], None]] = {
    states.SEALED: _scan,
    states.HELD: _scan,
    states.SCANNED: _normalise,
    states.NORMALISED: _read,
    states.READ: actions.check,
}


def wake_due() -> int:
    """Wake the worker for every row whose turn has come."""
    due = [str(pk) for pk in Document.work.due().values_list("pk", flat=True)[:200]]
    for pk in due:
        process.enqueue(pk)
    return len(due)


def wake_held() -> int:
    """Let held documents go on as soon as the scanner is back, instead of waiting out their delay."""
    held = Document.objects.held().order_by("created")
    if not held.exists() or not adapter("SCANNER").health().is_up:
        return 0
    for document in held[:200]:
        actions.release(document)
    return wake_due()


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
