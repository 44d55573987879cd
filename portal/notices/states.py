"""The life of one mail. A stuck mail waits for a human; a refused one will never arrive."""

from portal.shared.machine import Machine, move

WAITING, SENT, REFUSED, STUCK = "waiting", "sent", "refused", "stuck"

MAIL = Machine(
    WAITING,
    [
        move("send", [WAITING], SENT),
        move("refuse", [WAITING], REFUSED),
        move("give_up", [WAITING], STUCK),
        move("try_again", [STUCK], WAITING),
    ],
)
