"""Scanner and reader without any supplier: for tests of other rooms, and for a look around."""

from collections.abc import Iterable, Sequence

from portal.documents.ports import Cleaned, Health, Reading, Verdict, Wanted, ZoneFound

# Bytes that this scanner takes for malware (EICAR in two halves, so that this file is not one).
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
# A grey pixel as JPEG, without metadata.
PAGE = bytes.fromhex(
    "ffd8ffdb004300080606070605080707070909080a0c140d0c0b0b0c1912130f141d1a1f1e1d1a1c1c20242e2720222c231c1c2837292c30"
    "313434341f27393d38323c2e333432ffc0000b080001000101011100ffc4001400010000000000000000000000000000000affc400141001"
    "00000000000000000000000000000000ffda0008010100003f00d2cf20ffd9"
)
ZONE = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F3204153ZE184226B<<<<<16")


class MemoryScanner:
    """Finds EICAR at the start of a file, like the rule for it says; everything else is clean."""

    def scan(self, portions: Iterable[bytes]) -> Verdict:
        data = b"".join(portions)
        if data.startswith(EICAR):
            return Verdict("infected", "Eicar.Test", self.engine())
        return Verdict("clean", engine=self.engine())

    def engine(self) -> str:
        return "memory"

    def health(self) -> Health:
        return Health(is_up=True, detail="memory")


class MemoryReader:
    """Reads the specimen passport of ICAO Doc 9303 on every file where a zone is wanted."""

    def __init__(self, reading: Reading | None = None, cleaned: Cleaned | None = None) -> None:
        self.reading, self.cleaned = reading, cleaned

    def normalise(self, portions: Iterable[bytes], *, mime: str) -> Cleaned:
        for _portion in portions:
            pass
        return self.cleaned or Cleaned(pages=(PAGE,), quality={"mime": mime})

    def read(self, pages: Sequence[bytes], *, wanted: Wanted, layer: str) -> Reading:
        del pages
        if self.reading is not None:
            return self.reading
        return Reading(zone=ZoneFound(ZONE, is_sure=True) if wanted == "zone" else None, text=layer)

    def health(self) -> Health:
        return Health(is_up=True, detail="memory")
