"""Django's door for uploads: bytes are sealed while they arrive, under a key that only this request knows.

A crash leaves at most a file that nobody can open. Only the CMS (public pictures) gets plain files.
"""

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers

from portal.vault import crypto, files

HEAD = 4096
# In front of the names of uploaded files; not a hex digit, so that no other sealed file looks like one.
MARK = "u"
# One byte more than the largest file we take (25 MiB), so that the form can say "too large" itself.
MOST = 25 * 1024 * 1024


class SealedUpload(UploadedFile):  # type: ignore[type-arg]
    """An upload that lies sealed on disk; `too_large` says that it was cut off."""

    sealed_name: str
    key: bytes
    sha256: str
    sha512: str
    head: bytes
    too_large: bool

    def discard(self) -> None:
        """Remove the sealed file (the upload was refused)."""
        files.remove(self.sealed_name)


class SealingUploadHandler(FileUploadHandler):
    """Seal each file of a multipart request while it arrives."""

    chunk_size = files.CHUNK

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.is_for_cms = self.request is not None and self.request.path.startswith("/cms/")
        if self.is_for_cms:
            return
        self.key = crypto.new_key()
        self.writer = files.SealedWriter(self.key, MARK)
        self.hashes = hashlib.sha256(), hashlib.sha512()
        self.head = b""
        self.too_large = False
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.is_for_cms:
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
        if self.is_for_cms:
            return None
        upload = SealedUpload(None, self.file_name, self.content_type, file_size, self.charset)
        upload.sealed_name = self.writer.finish()
        upload.key, upload.head = self.key, self.head
        upload.sha256, upload.sha512 = (each.hexdigest() for each in self.hashes)
        upload.too_large = self.too_large
        return upload

    def upload_interrupted(self) -> None:
        if hasattr(self, "writer"):
            self.writer.discard()
