"""Which kinds of document there are for the checks, and what has to be read on each."""

from dataclasses import dataclass

from portal.documents.ports import Wanted


@dataclass(frozen=True)
class Kind:
    """What to read and which rules to run; `plain` documents are only cleaned and shown."""

    code: str
    wanted: Wanted


PASSPORT = Kind("passport", "zone")
CARD = Kind("card", "zone")
ENROLMENT = Kind("enrolment", "text")
PLAIN = Kind("plain", "pages")

# The catalogue's document types, by a word that their code contains.
BY_WORD = (
    ("enrol", ENROLMENT),
    ("imma", ENROLMENT),
    ("residence-permit", CARD),
    ("residence-title", CARD),
    ("title", CARD),
    ("passport-photo", PLAIN),
    ("passport", PASSPORT),
    ("pass", PASSPORT),
)


def kind_of(document_type: str) -> Kind:
    """Return the kind of a document type of the catalogue."""
    code = document_type.lower().replace("_", "-")
    return next((kind for word, kind in BY_WORD if word in code), PLAIN)
