"""What may be done with an application; the door for other rooms."""

from portal.applications.actions.drafts import (
    Saved,
    delete_abandoned,
    promise,
    save_step,
    start,
    warn_abandoned,
    withdraw,
)
from portal.applications.actions.erasure import erase
from portal.applications.actions.fills import confirm_reading
from portal.applications.actions.held import HELD_FOR, forget_old, hold, restore
from portal.applications.actions.order import move_file, restore_file, turn_page
from portal.applications.actions.papers import Refused, remove_file, send_file_anyway, take_files
from portal.applications.actions.phone import make_pass
from portal.applications.actions.replies import apply_reply
from portal.applications.actions.resumable import add_to_upload, begin_upload, cancel_upload, check_announced
from portal.applications.actions.submission import keep_print, print_later, submit, try_to_submit
from portal.applications.actions.supplements import send_supplement

__all__ = [
    "HELD_FOR",
    "Refused",
    "Saved",
    "add_to_upload",
    "apply_reply",
    "begin_upload",
    "cancel_upload",
    "check_announced",
    "confirm_reading",
    "delete_abandoned",
    "erase",
    "forget_old",
    "hold",
    "keep_print",
    "make_pass",
    "move_file",
    "print_later",
    "promise",
    "remove_file",
    "restore",
    "restore_file",
    "save_step",
    "send_file_anyway",
    "send_supplement",
    "start",
    "submit",
    "take_files",
    "try_to_submit",
    "turn_page",
    "warn_abandoned",
    "withdraw",
]
