"""The life of an application, as its applicant sees it."""

from django.utils.translation import gettext_lazy as _

from portal.shared.machine import Machine, move

DRAFT = "draft"
SUBMITTED = "submitted"
DELIVERED = "delivered"
IN_REVIEW = "in_review"
ACTION_REQUIRED = "action_required"
DECIDED = "decided"
READY_TO_COLLECT = "ready_to_collect"
CLOSED = "closed"
WITHDRAWN = "withdrawn"
REJECTED = "rejected"

# With the office, before its decision.
OPEN = (SUBMITTED, DELIVERED, IN_REVIEW, ACTION_REQUIRED)
# Nothing more will happen.
FINAL = (CLOSED, WITHDRAWN, REJECTED)

LIFE = Machine(
    DRAFT,
    [
        move("submit", [DRAFT], SUBMITTED),
        move("deliver", [SUBMITTED], DELIVERED),
        # An office may skip a message, or one may come late: every move is open from all states before it.
        move("review", [SUBMITTED, DELIVERED, ACTION_REQUIRED], IN_REVIEW),
        move("ask", OPEN, ACTION_REQUIRED),
        # The applicant has sent what was asked for; the office goes on where it stopped.
        move("supply", [ACTION_REQUIRED], IN_REVIEW),
        move("decide", OPEN, DECIDED),
        move("announce", [*OPEN, DECIDED], READY_TO_COLLECT),
        move("close", [*OPEN, DECIDED, READY_TO_COLLECT], CLOSED),
        move("reject", OPEN, REJECTED),
        move("withdraw", [DRAFT], WITHDRAWN),
    ],
)

# What the office's reply means for us.
MOVE_OF_REPLY = {
    "accepted": "deliver",
    "in_review": "review",
    "action_required": "ask",
    "decided": "decide",
    "ready_to_collect": "announce",
    "closed": "close",
    "rejected": "reject",
}

LABELS = {
    DRAFT: _("Not sent yet"),
    SUBMITTED: _("Received"),
    DELIVERED: _("At the office"),
    IN_REVIEW: _("Being reviewed"),
    ACTION_REQUIRED: _("The office needs something from you"),
    DECIDED: _("Decided"),
    READY_TO_COLLECT: _("Ready to collect"),
    CLOSED: _("Closed"),
    WITHDRAWN: _("Withdrawn"),
    REJECTED: _("Not accepted by the office"),
}
