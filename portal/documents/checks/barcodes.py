"""What bar codes on papers say, where that is published. A code is a hint for people, never a proof.

French 2D-Doc seals (ANTS, "2D-DOC" 3.1): header in plain letters. Digital seals of states (ICAO Doc 9303-13): a binary
header. QR codes: web addresses, contacts, payment requests (EPC069-12). Photo studios print a DataMatrix whose content
is not published: only that there is one can be said.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from urllib.parse import urlsplit

from portal.documents.checks import names

CodeKind = Literal["2d-doc", "seal", "url", "contact", "payment", "photo-code", "text"]
TWO_D_DOC = re.compile(
    r"^DC(?P<version>0[1-4])(?P<issuer>[A-Z0-9]{4})[A-Z0-9]{4}(?P<issued>[0-9A-F]{4})[0-9A-F]{4}(?P<type>[0-9A-Z]{2})"
)
SEAL = "\xdc"
SEAL_VERSIONS = ("\x02", "\x03")
EPOCH = date(2000, 1, 1)
NO_DAY = "FFFF"
# Three letters in two bytes (C40, ISO/IEC 16022): blank, 0-9, A-Z.
C40 = "   " + " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Meaning:
    """What a code says about itself: `issued` by its header, `issuer` and `document_type` as the header's codes."""

    kind: CodeKind
    host: str = ""
    issuer: str = ""
    issued: date | None = None
    document_type: str = ""
    country: str = ""


def meaning(form: str, text: str) -> Meaning:
    """Say what a code is; `form` is the format (QRCode, Aztec, PDF417, DataMatrix)."""
    header = TWO_D_DOC.match(text)
    if header:
        return Meaning("2d-doc", "", header["issuer"], _day(header["issued"]), header["type"], "FRA")
    if text.startswith(SEAL) and text[1:2] in SEAL_VERSIONS:
        return Meaning("seal", country=_letters(text[2:4]))
    if re.match(r"https?://", text, re.IGNORECASE):
        return Meaning("url", host=_host(text))
    if text.startswith(("BEGIN:VCARD", "MECARD:")):
        return Meaning("contact")
    if text.startswith(("BCD\n", "BCD\r\n")):
        return Meaning("payment")
    return Meaning("photo-code") if form == "DataMatrix" else Meaning("text")


def names_in(text: str, family: str, given: str) -> bool:
    """Say whether the code carries the family name and the first given name, in any official spelling."""
    words = [word.upper() for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)]
    spelt = {each for word in words for part in (word, *word.split("-")) for each in names.variants(part)}
    wanted = [*names.parts(family), *names.parts(" ".join(given.split()[:1]))]
    return bool(family and wanted) and all(each & spelt for each in wanted)


def _day(days: str) -> date | None:
    return None if days == NO_DAY else EPOCH + timedelta(days=int(days, 16))


def _letters(pair: str) -> str:
    """Unpack a country code of up to three letters."""
    if len(pair) < 2:  # noqa: PLR2004 - a pair
        return ""
    value = (ord(pair[0]) << 8) + ord(pair[1]) - 1
    steps = value // 1600, value // 40 % 40, value % 40
    return "".join(C40[step] if 0 <= step < len(C40) else " " for step in steps).strip()


def _host(text: str) -> str:
    try:
        return urlsplit(text).hostname or ""
    except ValueError:
        return ""
