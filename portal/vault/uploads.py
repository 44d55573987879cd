"""Django's door for uploads: bytes are sealed while they arrive, under a key that only this request knows.

A crash leaves at most a file that nobody can open. Only the CMS (public pictures) gets plain files. Django reads a
body before it knows whether the request is allowed (the CSRF token is in it): what no view awaits is never written,
and what no view took over is gone when the request ends.
"""

import hashlib
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers
from django.http import HttpRequest

from portal.vault import crypto, files

HEAD = 4096
# In front of the names of uploaded files; not a hex digit, so that no other sealed file looks like one.
MARK = "u"
# One byte more than the largest file we take (25 MiB), so that the form can say "too large" itself.
MOST = 25 * 1024 * 1024

# What Django takes for an attack in a file's name; a file without a name is no trouble.
NO_NAMES = {"", ".", ".."}


def takes_uploads[View: Callable[..., Any]](view: View) -> View:
    """Mark a view for signed-in people as one that takes files; all other views find their files dropped."""
    view.takes_uploads = True  # type: ignore[attr-defined]
    return view


def takes_uploads_if[View: Callable[..., Any]](lets_in: Callable[[HttpRequest], bool]) -> Callable[[View], View]:
    """Mark a view that takes files of strangers whom `lets_in` knows; it is asked before the first byte is kept."""

    def marked(view: View) -> View:
        view.lets_in = lets_in  # type: ignore[attr-defined]
        return view

    return marked


class SealedUpload(UploadedFile):  # type: ignore[type-arg]
    """An upload that lies sealed on disk; `too_large` says that it was cut off, `no_room` that no disk holds it."""

    key: bytes
    sealed_name: str
    sha256: str
    sha512: str
    head: bytes
    too_large: bool
    no_room = False
    is_kept = False

    def keep(self) -> None:
        """Take the file over: a row knows it now, and it stays when the request ends."""
        self.is_kept = True

    def discard(self) -> None:
        """Remove the sealed file (the upload was refused)."""
        if not self.no_room:
            files.remove(self.sealed_name)

    def close(self) -> None:
        """Let go of what nobody took over; Django calls this after an error in the body and after the request."""
        if not self.is_kept:
            self.discard()


class Sealer:
    """Seals one upload under a fresh key, and learns its hashes and its first bytes on the way."""

    def __init__(self) -> None:
        self.key = crypto.new_key()
        self.hashes = hashlib.sha256(), hashlib.sha512()
        self.head = b""
        self.writer = files.SealedWriter(self.key, MARK)

    def write(self, plain: bytes) -> None:
        """Take the next bytes."""
        self.head = (self.head + plain)[:HEAD] if len(self.head) < HEAD else self.head
        for each in self.hashes:
            each.update(plain)
        self.writer.write(plain)

    def finish(self, name: str | None, content_type: str | None, size: int) -> SealedUpload:
        """Make the file durable and return it as an upload that nobody has taken over yet."""
        upload = SealedUpload(None, name, content_type, size)
        upload.sealed_name = self.writer.finish()
        upload.key, upload.head, upload.too_large = self.key, self.head, False
        upload.sha256, upload.sha512 = (each.hexdigest() for each in self.hashes)
        return upload

    def discard(self) -> None:
        """Throw away what was written so far."""
        self.writer.discard()


def seal_anew(portions: Iterable[bytes], *, name: str, content_type: str, size: int) -> SealedUpload:
    """Seal bytes that arrived piece by piece as one upload; nothing is left behind when that fails."""
    sealer = Sealer()
    try:
        for each in portions:
            sealer.write(each)
        return sealer.finish(name if name.rpartition("/")[2] not in NO_NAMES else None, content_type, size)
    except BaseException:
        sealer.discard()
        raise


class SealingUploadHandler(FileUploadHandler):
    """Seal each file of a multipart request while it arrives."""

    chunk_size = files.CHUNK

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        # None between files, and for files of the CMS, which Django's own handlers take.
        self.sealer: Sealer | None = None
        self.arrived: list[SealedUpload] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.request is not None and not _is_awaited(self.request):
            raise SkipFile
        if self.request is not None and _is_for_cms(self.request):
            return
        self.sealer = Sealer()
        self.too_large = self.no_room = False
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.sealer is None:
            return raw_data
        if start + len(raw_data) > MOST:
            self.too_large = True
            return None
        if not self.no_room:
            self._try(partial(self.sealer.write, raw_data))
        return None

    def file_complete(self, file_size: int) -> SealedUpload | None:
        if self.sealer is None:
            return None
        finish = partial(self.sealer.finish, self.file_name, self.content_type, file_size)
        upload = (None if self.no_room else self._try(finish)) or SealedUpload(None, self.file_name)
        self.sealer = None
        upload.too_large, upload.no_room = self.too_large, self.no_room
        self.arrived.append(upload)
        return upload

    def _try(self, write: Callable[[], Any]) -> Any:
        """Write; when no disk holds it, read the rest of the request for nothing, so that a page can say so."""
        try:
            return write()
        except OSError:
            self.no_room = True
            self.sealer.discard()  # type: ignore[union-attr]
            return None

    def upload_interrupted(self) -> None:
        if self.sealer is not None:
            self.sealer.discard()
            self.sealer = None

    def clear_up(self) -> None:
        """Throw away what is unfinished (Django does not tell of a body it cannot read) and what nobody took over."""
        self.upload_interrupted()
        for each in self.arrived:
            each.close()


def _is_awaited(request: HttpRequest) -> bool:
    """Say whether the addressed view takes files, and this person has shown a second factor or brings a permit."""
    match, person = request.resolver_match, getattr(request, "user", None)
    if match is not None and (lets_in := getattr(match.func, "lets_in", None)):
        return bool(lets_in(request))
    if match is None or person is None or not person.is_authenticated or not person.is_verified():
        return False
    return person.is_staff if _is_for_cms(request) else getattr(match.func, "takes_uploads", False)


def _is_for_cms(request: HttpRequest) -> bool:
    return request.path.startswith("/cms/")
