"""Tell the person, once per application, when checking took so long that nobody was waiting at the page any more."""

from datetime import timedelta

from portal.documents import signals, states
from portal.documents.models import Document
from portal.shared import clock

LATE = timedelta(minutes=10)


def tell(document: Document) -> None:
    """Say that a late verdict comes now; call it first in the verdict's own transaction, so that it is told once.

    Of several late files the last one tells. Malware found in a file that was fine is always news.
    """
    now = clock.now()
    if document.state == states.CHECKED:
        signals.document_late.send_robust(sender=Document, document=document)
    if document.state in states.FINAL or document.created > now - LATE:
        return
    # All rows of the application, always in the same order: two last files cannot each wait for the other.
    mates = Document.objects.filter(subject=document.subject).order_by("pk").select_for_update(of=("self",))
    late = [each for each in mates if each.created <= now - LATE and each.told_late_at is None]
    is_last = not any(each.state in states.OPEN and each.pk != document.pk for each in late)
    if is_last and any(each.pk == document.pk for each in late):
        Document.objects.filter(pk__in=[each.pk for each in late]).update(told_late_at=now)
        signals.document_late.send_robust(sender=Document, document=document)
