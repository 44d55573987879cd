"""Wakes the worker when a document has arrived. The row is the truth; a lost wake-up is swept up."""

from typing import Any

from django.dispatch import receiver

from portal.documents import signals, tasks
from portal.documents.models import Document


@receiver(signals.document_received)
def start_checking(document: Document, **_kwargs: Any) -> None:
    tasks.process.enqueue(str(document.pk))
