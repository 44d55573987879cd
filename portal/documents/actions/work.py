"""What the worker writes down: attempts, the scanner's word, cleaned pages, what was read, refusals."""

import secrets
from collections.abc import Iterable
from functools import partial

from django.db import transaction

from portal.documents import queries, signals, states
from portal.documents.actions.intake import LEASE, remove_on_commit
from portal.documents.checks import readings
from portal.documents.models import Document, Page
from portal.documents.ports import Cleaned, Reading, Verdict
from portal.shared import clock
from portal.shared.work import PATIENT
from portal.vault import actions as vault
from portal.vault import files
from portal.vault.uploads import MARK

# After three starts that never came to an end, the file itself must be the cause.
MOST_CRASHES = 3
STARTED = "started"


def begin(document: Document) -> bool:
    """Mark the start of an attempt; a file that let three attempts die is set aside instead of tried again."""
    if document.trouble == STARTED and document.attempts > MOST_CRASHES:
        return _set_aside(document)
    document.trouble = STARTED
    document.save(update_fields=["trouble"])
    return True


def _set_aside(document: Document) -> bool:
    """Refuse a file that cannot even be opened; one whose pages are there goes on unread, for a person to look at."""
    if document.state != states.NORMALISED:
        refuse(document, "too-complex")
        return False
    record_reading(document, Reading(is_late=True))
    return True


def hold(document: Document) -> None:
    """Keep the file sealed until the scanner is back."""
    _postpone(document, "scanner-away")
    if document.state == states.SEALED:
        document._advance("hold")
    else:
        document.save(update_fields=["attempts", "due_at", "trouble"])


def release(document: Document) -> None:
    """Let a held document be scanned now."""
    document.make_due()
    document.save(update_fields=["attempts", "due_at", "trouble"])


def postpone(document: Document, trouble: str) -> None:
    """Try the same step again later."""
    _postpone(document, trouble)
    document.save(update_fields=["attempts", "due_at", "trouble"])


def _postpone(document: Document, trouble: str) -> None:
    if not document.postpone(trouble):
        document.due_at = clock.now() + PATIENT[-1]


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
    pages = _sealed_pages(document, cleaned.pages)
    with transaction.atomic():
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
    with transaction.atomic():
        for number, turn in reading.turns.items():
            document.pages.filter(number=number).update(turn=turn)
        _keep_lease(document)
        document._advance("note_reading", sealed_reading=sealed)


def _sealed_pages(document: Document, jpegs: Iterable[bytes]) -> list[Page]:
    pages = []
    for number, jpeg in enumerate(jpegs, start=1):
        key = secrets.token_bytes(32)
        sealed_key = vault.seal(document.subject, key, f"documents.page.{document.pk}.{number}")
        name = files.write(key, [jpeg], MARK)
        pages.append(Page(document=document, number=number, file=name, sealed_key=sealed_key, size=len(jpeg)))
    return pages


def refuse(document: Document, reason: str, signature: str = "") -> None:
    """Refuse for good: the bytes are deleted, hashes and the scanner's word for it stay."""
    names = queries.file_names(document)
    with transaction.atomic():
        document.settle()
        document._advance("refuse", refusal=reason, signature=signature[:120], file="", sealed_reading=b"")
        document.pages.all().delete()
        document.findings.all().delete()
        remove_on_commit(names)
        transaction.on_commit(partial(signals.document_checked.send, sender=Document, document=document))


def _keep_lease(document: Document) -> None:
    document.attempts, document.trouble, document.due_at = 1, STARTED, clock.now() + LEASE
