"""Django's door for uploads: bytes are sealed while they arrive, under a key that only this request knows.

A crash leaves at most a file that nobody can open. Only the CMS (public pictures) gets plain files. Django reads a
body before it knows whether the request is allowed (the CSRF token is in it): what no view awaits is never written,
and what no view took over is gone when the request ends.
"""

import hashlib
from collections.abc import Callable
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


def takes_uploads[View: Callable[..., Any]](view: View) -> View:
    """Mark a view for signed-in people as one that takes files; all other views find their files dropped."""
    view.takes_uploads = True  # type: ignore[attr-defined]
    return view


class SealedUpload(UploadedFile):  # type: ignore[type-arg]
    """An upload that lies sealed on disk; `too_large` says that it was cut off."""

    key: bytes
    sealed_name: str
    sha256: str
    sha512: str
    head: bytes
    too_large: bool
    is_kept = False

    def keep(self) -> None:
        """Take the file over: a row knows it now, and it stays when the request ends."""
        self.is_kept = True

    def discard(self) -> None:
        """Remove the sealed file (the upload was refused)."""
        files.remove(self.sealed_name)

    def close(self) -> None:
        """Let go of what nobody took over; Django calls this after an error in the body and after the request."""
        if not self.is_kept:
            self.discard()


class SealingUploadHandler(FileUploadHandler):
    """Seal each file of a multipart request while it arrives."""

    chunk_size = files.CHUNK

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        # None between files, and for files of the CMS, which Django's own handlers take.
        self.writer: files.SealedWriter | None = None
        self.arrived: list[SealedUpload] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.request is not None and not _is_awaited(self.request):
            raise SkipFile
        if self.request is not None and _is_for_cms(self.request):
            return
        self.key = crypto.new_key()
        self.writer = files.SealedWriter(self.key, MARK)
        self.hashes = hashlib.sha256(), hashlib.sha512()
        self.head = b""
        self.too_large = False
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.writer is None:
            return raw_data
        if start + len(raw_data) > MOST:
            self.too_large = True
            return None
        self.head = (self.head + raw_data)[:HEAD] if len(self.head) < HEAD else self.head
        for each in self.hashes:
            each.update(raw_data)
        self.writer.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> SealedUpload | None:
        if self.writer is None:
            return None
        upload = SealedUpload(None, self.file_name, self.content_type, file_size, self.charset)
        upload.sealed_name = self.writer.finish()
        self.writer = None
        upload.key, upload.head = self.key, self.head
        upload.sha256, upload.sha512 = (each.hexdigest() for each in self.hashes)
        upload.too_large = self.too_large
        self.arrived.append(upload)
        return upload

    def upload_interrupted(self) -> None:
        if self.writer is not None:
            self.writer.discard()
            self.writer = None

    def clear_up(self) -> None:
        """Throw away what is unfinished (Django does not tell of a body it cannot read) and what nobody took over."""
        self.upload_interrupted()
        for each in self.arrived:
            each.close()


def _is_awaited(request: HttpRequest) -> bool:
    """Say whether the addressed view takes files, and this person has shown a second factor."""
    match, person = request.resolver_match, getattr(request, "user", None)
    if match is None or person is None or not person.is_authenticated or not person.is_verified():
        return False
    return person.is_staff if _is_for_cms(request) else getattr(match.func, "takes_uploads", False)


def _is_for_cms(request: HttpRequest) -> bool:
    return request.path.startswith("/cms/")
