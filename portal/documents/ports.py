"""What documents ask of others: a scanner, a reader, and the facts that the form holds."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Protocol

VerdictKind = Literal["clean", "infected", "encrypted", "too-complex"]
Wanted = Literal["zone", "text", "pages"]


@dataclass(frozen=True)
class Verdict:
    """What the scanner says about exactly these bytes; `signature` names what it found (for staff)."""

    kind: VerdictKind
    signature: str = ""


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

    def health(self) -> Health: ...


@dataclass(frozen=True)
class Reading:
    """What came out of the sandbox: fresh JPEG pages without metadata, and what stands on them.

    `refusal` is empty or one of: corrupt, encrypted, xfa, too-complex, too-many-pixels, too-many-pages.
    `zone` are the lines of the machine-readable zone. `text` lives only until the checks have run.
    """

    refusal: str = ""
    pages: tuple[bytes, ...] = ()
    zone: tuple[str, ...] = ()
    is_zone_sure: bool = False
    text: str = ""
    confidence: int = 0
    quality: dict[str, Any] = field(default_factory=dict)
    # Files inside the file, unpacked: scanners do not look into every wrapping.
    attachments: tuple[bytes, ...] = ()


class Reader(Protocol):
    """Opens a file where it can do no harm. ReaderAwayError when that is not possible now."""

    def read(self, portions: Iterable[bytes], *, mime: str, wanted: Wanted) -> Reading: ...

    def health(self) -> Health: ...


@dataclass(frozen=True)
class Facts:
    """What the applicant typed, to compare with; empty where not known (yet)."""

    family_name: str = ""
    given_names: str = ""
    date_of_birth: date | None = None
    nationality: str = ""
    passport_number: str = ""
    passport_expiry: date | None = None
    today: date = date.min
