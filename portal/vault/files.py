"""Sealed files: chunks of 64 KiB, each AES-256-GCM with a counter nonce and an end mark, so that nothing can be
cut, swapped or read without the file's own key. The file key lives in a row, sealed under the subject's data key.

Staged files are for bytes that arrive over several requests: records of their own, each under a random nonce, because
what was written after the last known size is thrown away and may be sent again with other bytes.
"""

import contextlib
import fcntl
import os
import secrets
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from portal.vault import crypto
from portal.vault.errors import BusyError, ErasedError, TamperedError

CHUNK = 64 * 1024
TAG = 16
# In front of each record of a staged file: the length of what follows, four bytes, big-endian.
LENGTH = struct.Struct(">I")


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


def stage(mark: str) -> str:
    """Make an empty staged file and return its name; the mark says whose it is."""
    name = mark + secrets.token_hex(16)
    path = _place(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.open("xb").close()
    return name


class StagedFile:
    """A staged file, open and locked for one writer on this machine; how much of it counts, the caller's row says.

    BusyError while somebody else has it, ErasedError when it is gone. The lock dies with the process.
    """

    def __init__(self, key: bytes, name: str) -> None:
        self.key, self.name = key, name

    def __enter__(self) -> Self:
        try:
            self._file: BinaryIO = _place(self.name).open("r+b")
        except FileNotFoundError as error:
            raise ErasedError(file=self.name) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._file.close()
            raise BusyError(file=self.name) from error
        return self

    def __exit__(self, *_error: object) -> None:
        # A full disk fails again when the rest is written at closing; the row does not count those bytes.
        with contextlib.suppress(OSError):
            self._file.close()

    def append(self, plain: bytes, *, at: int, stored: int) -> int:
        """Seal plain bytes behind the `stored` bytes that count, make them durable, return how many count now.

        `at` is the plain offset; each record is bound to its own. OSError leaves what counts as it was; TamperedError
        when less is there than should count.
        """
        if os.fstat(self._file.fileno()).st_size < stored:
            raise TamperedError(file=self.name)
        self._file.truncate(stored)
        self._file.seek(stored)
        for start in range(0, len(plain), CHUNK):
            sealed = crypto.encrypt(self.key, plain[start : start + CHUNK], _context(at + start))
            self._file.write(LENGTH.pack(len(sealed)) + sealed)
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._file.tell()

    def read(self, stored: int) -> Iterator[bytes]:
        """Yield the plain records that count; TamperedError when they are not the ones written."""
        self._file.seek(0)
        offset = 0
        while self._file.tell() < stored:
            head = self._file.read(LENGTH.size)
            if len(head) < LENGTH.size:
                raise TamperedError(file=self.name)
            plain = crypto.decrypt(self.key, self._file.read(LENGTH.unpack(head)[0]), _context(offset))
            offset += len(plain)
            yield plain


def remove(name: str) -> None:
    """Delete a sealed file; a missing one is fine."""
    _place(name).unlink(missing_ok=True)


def _place(name: str) -> Path:
    return Path(settings.SEALED_ROOT) / name[:2] / name


def _context(offset: int) -> bytes:
    return b"staged" + offset.to_bytes(8)


def _nonce(count: int, *, last: bool) -> bytes:
    return struct.pack(">QI", count, int(last))


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
