"""What happened to a document; sent after the commit."""

from django.dispatch import Signal

# document
document_received = Signal()
# document: the verdict stands (checked or refused)
document_checked = Signal()
# document: its verdict comes now and took long; sent inside the verdict's transaction, once per application
document_late = Signal()
