"""Scanner and reader that are away, on purpose: nothing may pass, nothing may be lost."""

from collections.abc import Iterable

from portal.documents.errors import ReaderAwayError, ScannerAwayError
from portal.documents.ports import Health, Reading, Verdict, Wanted


class OutageScanner:
    """Never answers."""

    def scan(self, portions: Iterable[bytes]) -> Verdict:
        del portions
        raise ScannerAwayError

    def health(self) -> Health:
        return Health(is_up=False, detail="away")


class OutageReader:
    """Cannot be started."""

    def read(self, portions: Iterable[bytes], *, mime: str, wanted: Wanted) -> Reading:
        del portions, mime, wanted
        raise ReaderAwayError

    def health(self) -> Health:
        return Health(is_up=False, detail="away")
