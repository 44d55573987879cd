"""Scanner and reader that are away, on purpose: nothing may pass, nothing may be lost."""

from collections.abc import Iterable, Sequence

from portal.documents.errors import ReaderAwayError, ScannerAwayError
from portal.documents.ports import Cleaned, Health, Reading, Verdict, Wanted


class OutageScanner:
    """Never answers."""

    def scan(self, portions: Iterable[bytes]) -> Verdict:
        del portions
        raise ScannerAwayError

    def engine(self) -> str:
        raise ScannerAwayError

    def health(self) -> Health:
        return Health(is_up=False, detail="away")


class OutageReader:
    """Cannot be started."""

    def normalise(self, portions: Iterable[bytes], *, mime: str) -> Cleaned:
        del portions, mime
        raise ReaderAwayError

    def read(self, pages: Sequence[bytes], *, wanted: Wanted, layer: str) -> Reading:
        del pages, wanted, layer
        raise ReaderAwayError

    def health(self) -> Health:
        return Health(is_up=False, detail="away")
