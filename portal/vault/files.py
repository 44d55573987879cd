"""Sealed files: chunks of 64 KiB, each AES-256-GCM with a counter nonce and an end mark, so that nothing can be
cut, swapped or read without the file's own key. The file key lives in a row, sealed under the subject's data key.
"""

import contextlib
import os
import secrets
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from portal.vault.errors import ErasedError, TamperedError

CHUNK = 64 * 1024
TAG = 16


class SealedWriter:
    """Write plain bytes in any portions; `finish` makes the file durable and returns its name."""

    def __init__(self, key: bytes, mark: str = "") -> None:
        self.key = key
        self.name = mark + secrets.token_hex(16)
        self._aead = AESGCM(key)
        self._count = 0
        self._rest = bytearray()
        self._path = _place(self.name)
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._part = self._path.with_suffix(".part")
        self._file = self._part.open("xb")

    def write(self, plain: bytes) -> None:
        self._rest += plain
        while len(self._rest) > CHUNK:
            self._put(bytes(self._rest[:CHUNK]), last=False)
            del self._rest[:CHUNK]

    def finish(self) -> str:
        """Seal the last chunk, fsync file and folder, give the file its name."""
        self._put(bytes(self._rest), last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.rename(self._path)
        _sync_folder(self._path.parent)
        return self.name

    def discard(self) -> None:
        """Throw away what was written so far."""
        # First the name: closing writes the last bytes, and that fails on a full disk.
        self._part.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self._file.close()

    def _put(self, plain: bytes, *, last: bool) -> None:
        self._file.write(self._aead.encrypt(_nonce(self._count, last=last), plain, None))
        self._count += 1


def write(key: bytes, portions: Iterable[bytes], mark: str = "") -> str:
    """Seal all portions into a new file and return its name; nothing is left behind when that fails.

    A mark in front of the name says whose file it is, so that its owner can sweep up what no row knows.
    """
    writer = SealedWriter(key, mark)
    try:
        for portion in portions:
            writer.write(portion)
        return writer.finish()
    except BaseException:
        writer.discard()
        raise


def read(key: bytes, name: str) -> Iterator[bytes]:
    """Yield the plain chunks; ErasedError when the file is gone, TamperedError when it was changed or cut."""
    path = _place(name)
    try:
        size = path.stat().st_size
        file = path.open("rb")
    except FileNotFoundError as error:
        raise ErasedError(file=name) from error
    aead, count = AESGCM(key), 0
    with file:
        while count == 0 or file.tell() < size:
            sealed = file.read(CHUNK + TAG)
            try:
                yield aead.decrypt(_nonce(count, last=file.tell() >= size), sealed, None)
            except InvalidTag as error:
                raise TamperedError(file=name) from error
            count += 1


def remove(name: str) -> None:
    """Delete a sealed file; a missing one is fine."""
    _place(name).unlink(missing_ok=True)


def _place(name: str) -> Path:
    return Path(settings.SEALED_ROOT) / name[:2] / name


def _nonce(count: int, *, last: bool) -> bytes:
    return struct.pack(">QI", count, int(last))


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
