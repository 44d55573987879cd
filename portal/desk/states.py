"""The life of a case at the office, and what each move tells the applicant."""

from portal.shared.machine import Machine, move

NEW, IN_REVIEW, NEEDS_MORE = "new", "in_review", "needs_more"
DECIDED, READY_TO_COLLECT, CLOSED = "decided", "ready_to_collect", "closed"
UNDECIDED = (NEW, IN_REVIEW, NEEDS_MORE)
# Outcomes after which there is a card to collect.
GRANTED = frozenset({"granted", "granted_in_part"})

CASE = Machine(
    NEW,
    [
        move("review", [NEW, NEEDS_MORE], IN_REVIEW),
        # Again while one waits: a clerk may have named the wrong paper or the wrong day.
        move("ask", UNDECIDED, NEEDS_MORE),
        move("decide", UNDECIDED, DECIDED),
        move("announce", [DECIDED], READY_TO_COLLECT),
        move("close", [DECIDED, READY_TO_COLLECT], CLOSED),
        move("reject", UNDECIDED, CLOSED),
        move("withdraw", [*UNDECIDED, DECIDED, READY_TO_COLLECT], CLOSED),
    ],
)

# No way back from these: clerks read so before they press the button.
FINAL_MOVES = frozenset({"decide", "announce", "close", "reject"})

# Move -> kind of the reply to the portal.
REPLY_OF_MOVE = {
    "review": "in_review",
    "ask": "action_required",
    "decide": "decided",
    "announce": "ready_to_collect",
    "close": "closed",
    "reject": "rejected",
}
