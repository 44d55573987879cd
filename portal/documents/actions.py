"""Take documents in, record what scanner, reader and checks say, remove them again."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from portal.accounts.models import Person
from portal.documents import policies, queries, signals, states
from portal.documents.checks import kinds, rules, words
from portal.documents.models import Document, Finding, Page
from portal.documents.ports import Facts, Reading, Verdict
from portal.journal import actions as journal
from portal.shared import clock
from portal.shared.work import PATIENT
from portal.vault import actions as vault
from portal.vault import files
from portal.vault.uploads import MARK, SealedUpload

LEASE = timedelta(minutes=4)
# After three starts that never came to an end, the file itself must be the cause.
MOST_CRASHES = 3
STARTED = "started"


def receive(upload: SealedUpload, *, subject: UUID, requirement: str, document_type: str, by: Person) -> Document:
    """Take an upload in, sealed; DocumentRefusedError when it is not one for us (then nothing is kept)."""
    try:
        mime = policies.check_upload(upload)
        with transaction.atomic():
            made = Document(subject=subject, requirement=requirement, document_type=document_type)
            document = _store(upload, mime, made, by)
    except BaseException:
        upload.discard()
        raise
    upload.keep()
    return document


def _store(upload: SealedUpload, mime: str, document: Document, by: Person) -> Document:
    owner = Person.objects.select_for_update(of=("self",)).get(pk=by.pk)
    policies.check_quota(document.subject, owner, upload.size or 0)
    policies.check_new(document, upload.sha256)
    name = policies.clean_name(upload.name or "")
    document.uploader, document.mime, document.size = owner, mime, upload.size or 0
    document.file, document.sha256, document.sha512 = upload.sealed_name, upload.sha256, upload.sha512
    document.sealed_key = vault.seal(document.subject, upload.key, f"documents.key.{document.pk}")
    document.sealed_name = vault.seal_json(document.subject, name, f"documents.name.{document.pk}")
    document.position = Document.objects.about(document.subject).filter(requirement=document.requirement).count()
    document.make_due()
    document.save(force_insert=True)
    journal.write("document.received", document.subject, by=by, document=str(document.pk))
    transaction.on_commit(partial(signals.document_received.send, sender=Document, document=document))
    return document


def begin(document: Document) -> bool:
    """Mark the start of an attempt; a file that let three attempts die is refused instead of tried again."""
    if document.trouble == STARTED and document.attempts > MOST_CRASHES:
        refuse(document, "too-complex")
        return False
    document.trouble = STARTED
    document.save(update_fields=["trouble"])
    return True


def hold(document: Document) -> None:
    """Keep the file sealed until the scanner is back."""
    _postpone(document, "scanner-away")
    if document.state == states.RECEIVED:
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
    document._advance("clear")


def record_reading(document: Document, reading: Reading) -> None:
    """Seal the cleaned pages and what was read; the text itself is reduced to what the checks need, and dropped."""
    if reading.refusal:
        refuse(document, reading.refusal)
        return
    kept = {
        "zone": list(reading.zone),
        "is_zone_sure": reading.is_zone_sure,
        "quality": reading.quality,
        "confidence": reading.confidence,
        "text": words.digest(reading.text),
    }
    sealed = vault.seal_json(document.subject, kept, f"documents.reading.{document.pk}")
    pages = _sealed_pages(document, reading.pages)
    with transaction.atomic():
        Page.objects.bulk_create(pages)
        _keep_lease(document)
        document._advance("note_reading", sealed_reading=sealed, page_count=len(pages))


def _sealed_pages(document: Document, jpegs: Iterable[bytes]) -> list[Page]:
    pages = []
    for number, jpeg in enumerate(jpegs, start=1):
        key = secrets.token_bytes(32)
        sealed_key = vault.seal(document.subject, key, f"documents.page.{document.pk}.{number}")
        name = files.write(key, [jpeg], MARK)
        pages.append(Page(document=document, number=number, file=name, sealed_key=sealed_key, size=len(jpeg)))
    return pages


def check(document: Document) -> None:
    """Run the checks of the document's kind on what was read, and say so."""
    with transaction.atomic():
        document.settle()
        document._advance("finish")
        # A passport's other pages need no zone of their own, whichever comes first.
        for each in _of_one_requirement(document):
            _find(each)
        transaction.on_commit(partial(signals.document_checked.send, sender=Document, document=document))


def _of_one_requirement(document: Document) -> Iterable[Document]:
    return Document.objects.about(document.subject).filter(requirement=document.requirement, state=states.CHECKED)


def _find(document: Document) -> None:
    facts = import_string(settings.DOCUMENT_FACTS)(document.subject)
    kind = kinds.kind_of(document.document_type)
    outcomes = rules.outcomes(kind, queries.reading_of(document), facts)
    if any(map(rules.is_other_page, outcomes)) and _has_better_page(document, kind, facts):
        outcomes = rules.soften(outcomes)
    document.findings.all().delete()
    Finding.objects.bulk_create(
        Finding(
            document=document,
            check_id=each.check,
            result=each.result,
            sealed_value=vault.seal_json(
                document.subject, each.values, f"documents.finding.{document.pk}.{each.check}"
            ),
        )
        for each in outcomes
    )


def _has_better_page(document: Document, kind: kinds.Kind, facts: Facts) -> bool:
    others = (each for each in _of_one_requirement(document) if each.pk != document.pk)
    found = (rules.outcomes(kind, queries.reading_of(each), facts) for each in others)
    return any(outcomes and not any(map(rules.is_other_page, outcomes)) for outcomes in found)


def refuse(document: Document, reason: str, signature: str = "") -> None:
    """Refuse for good: the bytes are deleted, hashes and the scanner's word for it stay."""
    names = queries.file_names(document)
    with transaction.atomic():
        document.settle()
        document._advance("refuse", refusal=reason, signature=signature[:120], file="")
        document.pages.all().delete()
        _remove_on_commit(names)
        transaction.on_commit(partial(signals.document_checked.send, sender=Document, document=document))


def remove(document: Document, *, by: Person) -> None:
    """Take a file back; its bytes are deleted."""
    names = queries.file_names(document)
    with transaction.atomic():
        document.settle()
        document._advance("remove", by, file="", sealed_reading=b"", page_count=0)
        document.findings.all().delete()
        document.pages.all().delete()
        _remove_on_commit(names)


def send_anyway(document: Document, *, by: Person) -> None:
    """Note that the person wants the office to have this file although a check warns."""
    with transaction.atomic():
        document.accepted_anyway = True
        document.save(update_fields=["accepted_anyway"])
        journal.write("document.sent_anyway", document.subject, by=by, document=str(document.pk))


def hand_over(subject: UUID, at: datetime, *, by: Person) -> list[Document]:
    """Fix what was uploaded and not sent yet: it goes to the office now. Returns it, in the order of upload."""
    with transaction.atomic():
        sent = list(Document.objects.about(subject).waiting())
        Document.objects.filter(pk__in=[each.pk for each in sent]).update(handed_over_at=at)
        for each in sent:
            each.handed_over_at = at
            journal.write("document.handed_over", subject, by=by, document=str(each.pk))
    return sent


def recheck(subject: UUID) -> None:
    """Compare again, because the form has changed; nothing is read again."""
    with transaction.atomic():
        for document in Document.objects.about(subject).filter(state=states.CHECKED):
            _find(document)


def erase(subject: UUID) -> None:
    """Delete all files and rows of an application."""
    with transaction.atomic():
        documents = Document.objects.filter(subject=subject)
        _remove_on_commit([name for document in documents for name in queries.file_names(document)])
        documents.delete()


def _keep_lease(document: Document) -> None:
    document.attempts, document.trouble, document.due_at = 1, STARTED, clock.now() + LEASE


def _remove_on_commit(names: list[str]) -> None:
    for name in names:
        transaction.on_commit(partial(files.remove, name))
