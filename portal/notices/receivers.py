"""Wake the worker when a mail has been queued. A lost wake-up costs half a minute: the sweeper finds the row."""

from typing import Any
from uuid import UUID

from portal.notices import signals, tasks


def connect() -> None:
    """Hear what this room has to hear."""
    signals.mail_queued.connect(_wake_worker, dispatch_uid="notices.mail_queued")


def _wake_worker(*, mail_id: UUID, **_kwargs: Any) -> None:
    tasks.send.enqueue(str(mail_id))
