"""Which kinds of document there are for the checks, and what has to be read on each."""

from dataclasses import dataclass

from portal.documents.ports import Wanted


@dataclass(frozen=True)
class Kind:
    """What to read and which rules to run; `plain` documents are only cleaned and shown.

    `months`: how old a certificate may be.
    """

    code: str
    wanted: Wanted
    months: int = 0


PASSPORT = Kind("passport", "zone")
CARD = Kind("card", "zone")
ENROLMENT = Kind("enrolment", "text", months=6)
INSURANCE = Kind("insurance", "text", months=3)
PLAIN = Kind("plain", "pages")

# The catalogue's document types, by a word that their code contains.
BY_WORD = (
    ("enrol", ENROLMENT),
    ("imma", ENROLMENT),
    ("health-insurance", INSURANCE),
    ("residence-permit", CARD),
    ("residence-title", CARD),
    ("title", CARD),
    ("passport-photo", PLAIN),
    ("passport", PASSPORT),
    ("pass", PASSPORT),
)


# Codes of the catalogue that say nothing to strangers.
BY_CODE = {"kv": INSURANCE}


def kind_of(document_type: str) -> Kind:
    """Return the kind of a document type of the catalogue."""
    code = document_type.lower().replace("_", "-")
    return BY_CODE.get(code) or next((kind for word, kind in BY_WORD if word in code), PLAIN)
