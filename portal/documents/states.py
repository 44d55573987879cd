"""The life of a document, from the last byte to the verdict."""

from portal.shared.machine import Machine, move

RECEIVED = "received"
HELD = "held"
SCANNED = "scanned"
READ = "read"
CHECKED = "checked"
REFUSED = "refused"
REMOVED = "removed"

OPEN = (RECEIVED, HELD, SCANNED, READ)
FINAL = (CHECKED, REFUSED, REMOVED)
# States that count for the applicant: the file is there, or will be.
PRESENT = (*OPEN, CHECKED)

MACHINE = Machine(
    RECEIVED,
    [
        move("hold", [RECEIVED], HELD),
        move("clear", [RECEIVED, HELD], SCANNED),
        move("note_reading", [SCANNED], READ),
        move("finish", [READ], CHECKED),
        move("refuse", OPEN, REFUSED),
        move("remove", [*OPEN, CHECKED, REFUSED], REMOVED),
    ],
)
