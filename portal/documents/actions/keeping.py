"""What the person does with the own files before they are sent: remove, take back, turn, put in order, keep anyway."""

from functools import partial

from django.db import transaction

from portal.accounts.models import Person
from portal.documents import policies, queries, signals, states
from portal.documents.actions import findings, tallies
from portal.documents.actions.intake import remove_on_commit
from portal.documents.models import Document, Page
from portal.journal import actions as journal
from portal.shared import clock
from portal.shared.errors import WrongStateError

FULL_TURN, QUARTER = 360, 90


def remove(document: Document, *, by: Person) -> None:
    """Take a file back. Its bytes stay for ten minutes, so that this can be undone; then they are deleted."""
    pages = [each.file for each in document.pages.all()]
    with transaction.atomic():
        document.settle()
        if document.file:
            document.make_due(clock.now() + policies.UNDO)
        document._advance("remove", by, sealed_reading=b"", page_count=0)
        document.findings.all().delete()
        document.pages.all().delete()
        remove_on_commit(pages)
        findings.check_beside(document)


def restore(document: Document, *, by: Person) -> None:
    """Undo a removal within its ten minutes; the file is checked again. WrongStateError afterwards."""
    if not document.file or document.due_at is None or document.due_at <= clock.now():
        raise WrongStateError(state=document.state, move="restore")
    with transaction.atomic():
        owner = Person.objects.select_for_update(of=("self",)).get(pk=document.uploader_id)
        policies.check_quota(document.subject, owner, document.size)
        policies.check_new(document, document.sha256)
        document.make_due()
        document._advance("restore", by, accepted_anyway=False, confirmed_at=None)
        transaction.on_commit(partial(signals.document_received.send, sender=Document, document=document))


def purge(document: Document) -> None:
    """Delete the bytes of a removed file for good."""
    with transaction.atomic():
        row = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
        if row.state != states.REMOVED:
            # Undone in the last moment.
            return
        names = queries.file_names(row)
        document.settle()
        document.file = ""
        document.save(update_fields=["attempts", "due_at", "trouble", "file"])
        remove_on_commit(names)


def turn_page(document: Document, number: int, *, by: Person) -> None:
    """Turn a cleaned page by a quarter, clockwise; the original stays as it came."""
    _check_movable(document)
    with transaction.atomic():
        page = Page.objects.select_for_update(of=("self",)).get(document=document, number=number)
        page.turn = (page.turn + QUARTER) % FULL_TURN
        page.save(update_fields=["turn"])
        journal.write("document.turned", document.subject, by=by, document=str(document.pk))


def move(document: Document, step: int, *, by: Person) -> None:
    """Move a file one place earlier (-1) or later (+1) among the files of its requirement; at the end: nothing."""
    _check_movable(document)
    with transaction.atomic():
        others = Document.objects.select_for_update(of=("self",)).about(document.subject).waiting()
        row = list(others.filter(requirement=document.requirement))
        at = row.index(document)
        if not 0 <= at + step < len(row):
            return
        row.insert(at + step, row.pop(at))
        for position, each in enumerate(row):
            Document.objects.filter(pk=each.pk).update(position=position)
        journal.write("document.moved", document.subject, by=by, document=str(document.pk))


def send_anyway(document: Document, *, by: Person) -> None:
    """Note that the person wants the office to have this file although a check warns."""
    with transaction.atomic():
        if not document.accepted_anyway:
            tallies.count_overruled(document)
        document.accepted_anyway = True
        document.save(update_fields=["accepted_anyway"])
        journal.write("document.sent_anyway", document.subject, by=by, document=str(document.pk))


def confirm(document: Document, *, by: Person) -> None:
    """Note that the person has compared what was read with the document and found it right."""
    with transaction.atomic():
        document.confirmed_at = clock.now()
        document.save(update_fields=["confirmed_at"])
        journal.write("document.confirmed", document.subject, by=by, document=str(document.pk))


def _check_movable(document: Document) -> None:
    if document.handed_over_at is not None or document.state not in states.PRESENT:
        raise WrongStateError(state=document.state, move="arrange")
