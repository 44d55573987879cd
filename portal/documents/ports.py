"""What documents ask of others: a scanner, a reader, and the facts that the form holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol

VerdictKind = Literal["clean", "infected", "encrypted", "too-complex"]
Wanted = Literal["zone", "text", "pages"]


@dataclass(frozen=True)
class Verdict:
    """What the scanner says about exactly these bytes.

    `signature` names what it found (for staff), `engine` which scanner with which signatures said so.
    """

    kind: VerdictKind
    signature: str = ""
    engine: str = ""


@dataclass(frozen=True)
class Health:
    """Whether a part works now, and one plain word about it for operators."""

    is_up: bool
    detail: str = ""
    # Works, but not as it should: somebody has to look.
    is_limited: bool = False


class Scanner(Protocol):
    """Looks for malware. Anything but a clear answer is ScannerAwayError: never "clean" by default."""

    def scan(self, portions: Iterable[bytes]) -> Verdict: ...

    def engine(self) -> str: ...

    def health(self) -> Health: ...


@dataclass(frozen=True)
class Cleaned:
    """A file made harmless in the sandbox: fresh JPEG pages without metadata, and the text that stood beside them.

    `refusal` is empty or one of: corrupt, encrypted, xfa, too-complex, too-many-pixels, too-many-pages,
    page-too-large. `layer` is the text layer of a PDF that can be trusted.
    """

    refusal: str = ""
    pages: tuple[bytes, ...] = ()
    layer: str = ""
    quality: dict[str, Any] = field(default_factory=dict)
    # Files inside the file, unpacked: scanners do not look into every wrapping.
    attachments: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class ZoneFound:
    """A machine-readable zone (ICAO Doc 9303) on a page, and how far it is to be trusted.

    `corners` are shares (0-1) of the page, clockwise from the start of the first line; `confidence` (0-100) and
    `repaired` go by field; `others` counts zones of other documents in the same pictures; `strip` is the part of the
    page with the lines, laid straight (JPEG), for people to compare.
    """

    lines: tuple[str, ...] = ()
    is_sure: bool = False
    page: int = 1
    corners: tuple[tuple[float, float], ...] = ()
    confidence: dict[str, int] = field(default_factory=dict)
    repaired: tuple[str, ...] = ()
    pitch: float = 0.0
    others: int = 0
    strip: bytes = b""


@dataclass(frozen=True)
class Reading:
    """What stands on cleaned pages. `text` lives only until the checks have run.

    `confidence` (0-100) is how sure the words are; `script` is an ISO 15924 code or empty; `turns` are the clockwise
    degrees that make a page upright, by page number; `barcodes` are (format, text); `is_late` says that time was up.
    """

    zone: ZoneFound | None = None
    text: str = ""
    confidence: int = 0
    script: str = ""
    turns: dict[int, int] = field(default_factory=dict)
    barcodes: tuple[tuple[str, str], ...] = ()
    is_late: bool = False


class Reader(Protocol):
    """Opens a file where it can do no harm, then reads the pages. ReaderAwayError when that is not possible now."""

    def normalise(self, portions: Iterable[bytes], *, mime: str) -> Cleaned: ...

    def read(self, pages: Sequence[bytes], *, wanted: Wanted, layer: str) -> Reading: ...

    def health(self) -> Health: ...


@dataclass(frozen=True)
class Facts:
    """What the applicant typed, to compare with, and for which office, in which language; empty where not known."""

    office: str = ""
    language: str = ""

    family_name: str = ""
    given_names: str = ""
    date_of_birth: date | None = None
    nationality: str = ""
    passport_number: str = ""
    passport_expiry: date | None = None
    title_number: str = ""
    title_expiry: date | None = None
    # Until when the person wants to stay or to study, as far as the form says so.
    wanted_until: date | None = None
    today: date = date.min
