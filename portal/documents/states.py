"""The life of a document, from the last byte to the verdict. Bytes are sealed while they arrive (decision 0003)."""

from portal.shared.machine import Machine, move

SEALED = "sealed"
HELD = "held"
SCANNED = "scanned"
NORMALISED = "normalised"
READ = "read"
CHECKED = "checked"
REFUSED = "refused"
REMOVED = "removed"

OPEN = (SEALED, HELD, SCANNED, NORMALISED, READ)
FINAL = (CHECKED, REFUSED, REMOVED)
# States that count for the applicant: the file is there, or will be.
PRESENT = (*OPEN, CHECKED)
# Only after the scanner's word may anybody look at the original.
CLEAN = (SCANNED, NORMALISED, READ, CHECKED)

MACHINE = Machine(
    SEALED,
    [
        move("hold", [SEALED], HELD),
        move("clear", [SEALED, HELD], SCANNED),
        move("note_pages", [SCANNED], NORMALISED),
        move("note_reading", [NORMALISED], READ),
        move("finish", [READ], CHECKED),
        # New signatures may find in a checked file what older ones did not know.
        move("refuse", [*OPEN, CHECKED], REFUSED),
        move("remove", [*OPEN, CHECKED, REFUSED], REMOVED),
        move("restore", [REMOVED], SEALED),
    ],
)
