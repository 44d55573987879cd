"""The life of a pass. That its time is over is no state: the clock says so."""

from portal.shared.machine import Machine, move

WAITING = "waiting"
OPENED = "opened"
FINISHED = "finished"
REVOKED = "revoked"
LIVE = (WAITING, OPENED)

LIFE = Machine(
    WAITING,
    [
        move("open", [WAITING], OPENED),
        move("finish", [OPENED], FINISHED),
        move("revoke", LIVE, REVOKED),
    ],
)
