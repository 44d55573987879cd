"""What may be done with an application; the door for other rooms."""

from portal.applications.actions.drafts import (
    Saved,
    delete_abandoned,
    promise,
    save_step,
    warn_abandoned,
    withdraw,
)
from portal.applications.actions.erasure import erase
from portal.applications.actions.family import (
    NewMember,
    SentTogether,
    add_member,
    keep_in_step,
    leave,
    send_together,
    services_for,
)
from portal.applications.actions.fills import confirm_reading
from portal.applications.actions.held import HELD_FOR, forget_old, hold, restore
from portal.applications.actions.moving import brought_up_to_date
from portal.applications.actions.order import move_file, restore_file, turn_page
from portal.applications.actions.papers import Refused, remove_file, send_file_anyway, take_files
from portal.applications.actions.phone import make_pass
from portal.applications.actions.replies import apply_reply
from portal.applications.actions.resumable import add_to_upload, begin_upload, cancel_upload, check_announced
from portal.applications.actions.reusing import take_answers, take_papers
from portal.applications.actions.starting import NOTHING, Brought, start
from portal.applications.actions.submission import keep_print, print_later, submit, try_to_submit
from portal.applications.actions.supplements import send_supplement

__all__ = [
    "HELD_FOR",
    "NOTHING",
    "Brought",
    "NewMember",
    "Refused",
    "Saved",
    "SentTogether",
    "add_member",
    "add_to_upload",
    "apply_reply",
    "begin_upload",
    "brought_up_to_date",
    "cancel_upload",
    "check_announced",
    "confirm_reading",
    "delete_abandoned",
    "erase",
    "forget_old",
    "hold",
    "keep_in_step",
    "keep_print",
    "leave",
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
    "send_together",
    "services_for",
    "start",
    "submit",
    "take_answers",
    "take_files",
    "take_papers",
    "try_to_submit",
    "turn_page",
    "warn_abandoned",
    "withdraw",
]
