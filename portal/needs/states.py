"""What a person may have marked beside a document of the checklist."""

HAVE, NEED = "have", "need"
MARKS = (HAVE, NEED)
