"""The life of a delivery."""

from portal.shared.machine import Machine, move

QUEUED, SENT, ACCEPTED, STUCK, REFUSED = "queued", "sent", "accepted", "stuck", "refused"

# `sent` is the technical receipt (stored there, hashes fit), `accepted` the functional one (it has a case number).
DELIVERY = Machine(
    QUEUED,
    [
        move("deliver", [QUEUED], SENT),
        move("accept", [QUEUED, SENT], ACCEPTED),
        move("refuse", [QUEUED], REFUSED),
        move("give_up", [QUEUED], STUCK),
        move("send_again", [STUCK, REFUSED], QUEUED),
    ],
)
