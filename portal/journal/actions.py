"""Write the journal, in the caller's transaction."""

from typing import Any

from portal.journal.models import Entry


def write(kind: str, subject: object, *, by: object = None, office: object = None, **detail: Any) -> Entry:
    """Record one thing that happened. `by` is a person or None for the system.

    `detail` holds codes and ids, and of rows of the law what they said and why it was changed; nothing of applicants.
    """
    return Entry.objects.create(kind=kind, subject=str(subject), actor=_id(by), office=_id(office), detail=detail)


def _id(thing: object) -> str:
    return "" if thing is None else str(getattr(thing, "pk", thing))
