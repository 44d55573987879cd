"""When a pass opens, and what may still be done with it."""

from datetime import datetime, timedelta

from portal.passes import queries, states
from portal.passes.errors import PassOverError, PassUsedError
from portal.passes.models import Pass
from portal.shared import clock

# A file that began to arrive in time may take this long: large photos on slow lines.
LAST_BYTES = timedelta(minutes=10)


def check_can_open(permit: Pass) -> None:
    """PassUsedError when a browser has opened it, PassOverError when it does not open any more."""
    if permit.state in (states.OPENED, states.FINISHED):
        raise PassUsedError
    if not queries.is_live(permit):
        raise PassOverError


def check_can_begin(permit: Pass) -> None:
    """PassOverError when no further file may begin to come by it."""
    if permit.state != states.OPENED or not queries.is_live(permit):
        raise PassOverError


def check_can_send(permit: Pass) -> None:
    """PassOverError when no file may come by it; its time was asked for at the file's first byte."""
    is_trusted = queries.is_still_trusted(permit)
    if permit.state != states.OPENED or not is_trusted or last_bytes_until(permit) <= clock.now():
        raise PassOverError


def last_bytes_until(permit: Pass) -> datetime:
    """Return until when a file may arrive that began to in time."""
    return permit.ends_at + LAST_BYTES
