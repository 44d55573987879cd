"""What can be done with documents: take in, keep, work on, check."""

from portal.documents.actions.announcing import check_announced, check_space
from portal.documents.actions.findings import check, recheck
from portal.documents.actions.intake import LEASE, Slot, erase, hand_over, receive
from portal.documents.actions.keeping import confirm, move, purge, remove, restore, send_anyway, turn_page
from portal.documents.actions.reuse import reuse
from portal.documents.actions.switches import switch_check
from portal.documents.actions.work import (
    MOST_CRASHES,
    SCANNER,
    STARTED,
    begin,
    extend,
    give_back,
    hold,
    postpone,
    record_pages,
    record_reading,
    record_rescan,
    record_verdict,
    refuse,
    release,
)

__all__ = [
    "LEASE",
    "MOST_CRASHES",
    "SCANNER",
    "STARTED",
    "Slot",
    "begin",
    "check",
    "check_announced",
    "check_space",
    "confirm",
    "erase",
    "extend",
    "give_back",
    "hand_over",
    "hold",
    "move",
    "postpone",
    "purge",
    "receive",
    "recheck",
    "record_pages",
    "record_reading",
    "record_rescan",
    "record_verdict",
    "refuse",
    "release",
    "remove",
    "restore",
    "reuse",
    "send_anyway",
    "switch_check",
    "turn_page",
]
