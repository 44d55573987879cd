"""A watched folder: one ZIP per package, complete or absent. Replies lie in `replies/` as JSON.

Offices that may not be called from outside fetch from the folder (SFTP, a gateway of the data centre).
"""

import hashlib
import json
import logging
import os
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from portal.handoff.errors import PackageConflictError
from portal.handoff.ports import Acknowledgement, Incoming, Package
from portal.shared.errors import UnavailableError

logger = logging.getLogger(__name__)
REPLIES, DONE, NOT_TAKEN = "replies", "done", "not-taken"
LARGEST_REPLY = 100_000
# A fixed moment: the same package gives the same file (the format cannot say less than 1980).
EPOCH = (1980, 1, 1, 0, 0, 0)


class FolderBackOffice:
    """Writes `wop_<packageId>.zip`: files first, manifest last, so that a cut file shows."""

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder)

    def send(self, package: Package) -> Acknowledgement:
        """Write, make durable, give the name; a full or absent disk means later."""
        target = self.folder / f"wop_{package.package_id}.zip"
        try:
            if not target.exists():
                self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                _write(target, package)
            return _acknowledge(target, package)
        except OSError as error:
            raise UnavailableError(package=str(package.package_id)) from error

    def replies(self) -> Iterator[Incoming]:
        """Read `replies/*.json` in the order of their names; what cannot be read is put aside."""
        for path in sorted((self.folder / REPLIES).glob("*.json")):
            try:
                yield _read(path)
            except (ValueError, KeyError, TypeError, RecursionError):
                logger.warning("reply file cannot be read")
                self._aside(path.name, NOT_TAKEN)

    def settle(self, reply: Incoming, *, taken: bool) -> None:
        """Move the file to `replies/done` or `replies/not-taken`."""
        self._aside(reply.name, DONE if taken else NOT_TAKEN)

    def _aside(self, name: str, place: str) -> None:
        target = self.folder / REPLIES / place
        target.mkdir(exist_ok=True, mode=0o700)
        (self.folder / REPLIES / name).rename(target / name)


def _read(path: Path) -> Incoming:
    """Read one reply; ValueError, KeyError or TypeError when it is not one."""
    if path.stat().st_size > LARGEST_REPLY:
        raise ValueError(path.name)
    said = json.loads(path.read_bytes())
    at, payload = datetime.fromisoformat(said["at"]), said.get("payload", {})
    if at.tzinfo is None or not isinstance(payload, dict):
        raise ValueError(path.name)
    return Incoming(path.name, str(said["eventId"])[:80], UUID(str(said["caseId"])), str(said["kind"]), payload, at)


def _write(target: Path, package: Package) -> None:
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                _fill(archive, package)
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
        _sync(target.parent)
    finally:
        part.unlink(missing_ok=True)


def _fill(archive: zipfile.ZipFile, package: Package) -> None:
    for each in package.parts:
        with archive.open(_entry(each.path), "w") as out:
            for portion in each.read():
                out.write(portion)
    archive.writestr(_entry("manifest.jws"), package.signature)
    archive.writestr(_entry("manifest.json"), package.manifest)


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _acknowledge(target: Path, package: Package) -> Acknowledgement:
    with zipfile.ZipFile(target) as archive:
        known = hashlib.sha256(archive.read("manifest.json")).hexdigest()
    if known != package.manifest_sha256:
        raise PackageConflictError(package=str(package.package_id))
    stored = datetime.fromtimestamp(target.stat().st_mtime, UTC)
    return Acknowledgement(package.package_id, known, stored)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
