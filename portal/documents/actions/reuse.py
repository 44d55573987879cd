"""Hand a paper in again that the person has handed in before."""

from portal.accounts.models import Person
from portal.documents import queries
from portal.documents.actions.intake import Slot, receive
from portal.documents.models import Document
from portal.journal import actions as journal
from portal.vault import uploads
from portal.vault.errors import NoRoomError


def reuse(document: Document, slot: Slot, *, by: Person) -> Document:
    """Take the original in once more, for another application and under that one's own keys.

    The copy goes the way of every upload (type, space, virus scan, reading): the signatures of today judge it, and
    what was found is compared with the form it belongs to now. ErasedError, TamperedError: the original is gone;
    DocumentRefusedError as for uploads; NoRoomError: no disk holds it.
    """
    name, portions = queries.original_name(document), queries.sealed_bytes(document)
    try:
        upload = uploads.seal_anew(portions, name=name, content_type=document.mime, size=document.size)
    except OSError as error:
        raise NoRoomError from error
    copy = receive(upload, slot, by=by)
    journal.write("document.reused", slot.subject, by=by, document=str(copy.pk), source=str(document.pk))
    return copy
