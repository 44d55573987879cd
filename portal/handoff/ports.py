"""The roles outside this room: who takes packages (`BackOffice`), who signs them (`Signer`), who opens the files.

`settings.PACKAGE_FILES` names the opener, `(case_id, file_id, part) -> Iterator[bytes]`. Parts of a file:
`original`, `page-<n>.jpg` (cleaned page), `entry.json` (the file's entry of `content["files"]` as it stands now).
Part `form.pdf` of file `form` is the application for human readers. An opener raises `LookupError` for a part that
does not exist and `UnavailableError` for one that is still being made or checked: then the package waits.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from portal.handoff.errors import PartChangedError
from portal.offices.models import Office

Opener = Callable[[UUID, str, str], Iterator[bytes]]


@dataclass(frozen=True)
class Part:
    """One file of a package; `source` opens its bytes afresh each time."""

    path: str
    size: int
    sha512: str
    source: Callable[[], Iterator[bytes]]

    def read(self) -> Iterator[bytes]:
        """Yield the bytes; PartChangedError at the end when they are not those of the manifest."""
        digest, size = hashlib.sha512(), 0
        for portion in self.source():
            digest.update(portion)
            size += len(portion)
            yield portion
        if size != self.size or digest.hexdigest() != self.sha512:
            raise PartChangedError(path=self.path)


@dataclass(frozen=True)
class Package:
    """WOP 1.0, frozen: the same package_id always carries the same manifest."""

    package_id: UUID
    case_id: UUID
    office: Office
    manifest: bytes
    signature: str
    parts: tuple[Part, ...]

    @property
    def manifest_sha256(self) -> str:
        """Return the hash that stands for the whole package."""
        return hashlib.sha256(self.manifest).hexdigest()

    def part(self, path: str) -> Part:
        """Return the part at a path; KeyError when the package has none."""
        return {each.path: each for each in self.parts}[path]


@dataclass(frozen=True)
class Acknowledgement:
    """Technical receipt: stored there for good. The functional one comes as a reply of kind `accepted`."""

    package_id: UUID
    manifest_sha256: str
    received_at: datetime


class BackOffice(Protocol):
    """Takes packages. The package id is the idempotency key."""

    def send(self, package: Package) -> Acknowledgement:
        """Store for good and return; again with the same manifest: the same answer and no second effect.

        UnavailableError: later. RejectedError: never (PackageConflictError for another manifest under this id).
        """
        ...


@dataclass(frozen=True)
class Incoming:
    """A reply that lies ready to be fetched; `name` is the back-office's own handle for it."""

    name: str
    event_id: str
    case_id: UUID
    kind: str
    payload: dict[str, Any]
    at: datetime


@runtime_checkable
class Answering(Protocol):
    """A back-office whose replies are fetched, because it cannot call us."""

    def replies(self) -> Iterator[Incoming]:
        """Yield the replies in their order; each again until it is settled."""
        ...

    def settle(self, reply: Incoming, *, taken: bool) -> None:
        """Put the reply aside, as taken or as not understood."""
        ...


class Signer(Protocol):
    """Signs manifests so that an office can prove where they come from."""

    def sign(self, payload: bytes) -> str:
        """Return a detached JWS (RFC 7515, appendix F)."""
        ...

    def verify(self, payload: bytes, signature: str) -> bool:
        """Say whether the signature was made by this key over this payload."""
        ...

    def jwks(self) -> dict[str, Any]:
        """Return the public keys (RFC 7517)."""
        ...
