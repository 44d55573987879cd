"""What can be done with documents: take in, keep, work on, check."""

from portal.documents.actions.announcing import check_announced
from portal.documents.actions.findings import check, recheck
from portal.documents.actions.intake import LEASE, Slot, erase, hand_over, receive
from portal.documents.actions.keeping import move, purge, remove, restore, send_anyway, turn_page
from portal.documents.actions.work import (
    MOST_CRASHES,
    STARTED,
    begin,
    hold,
    postpone,
    record_pages,
    record_reading,
    record_verdict,
    refuse,
    release,
)

__all__ = [
    "LEASE",
    "MOST_CRASHES",
    "STARTED",
    "Slot",
    "begin",
    "check",
    "check_announced",
    "erase",
    "hand_over",
    "hold",
    "move",
    "postpone",
    "purge",
    "receive",
    "recheck",
    "record_pages",
    "record_reading",
    "record_verdict",
    "refuse",
    "release",
    "remove",
    "restore",
    "send_anyway",
    "turn_page",
]
