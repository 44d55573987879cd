"""The tus protocol 1.0.0 (https://tus.io/protocols/resumable-upload), as far as it is headers, numbers and pieces.

Answers to refusals are plain sentences in the reader's language; the page shows them beside the file. Who may come in,
and what becomes of the file, each room's own doors say; they are marked with `speaks_tus`.
"""

import base64
import binascii
import hashlib
import time
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.request import UnreadablePostError
from django.utils.http import http_date

from portal.shared import signals
from portal.shared.errors import PortalError, RefusedError, TooManyError, WrongStateError
from portal.uploads.actions import Announced
from portal.uploads.errors import (
    ChecksumError,
    ContentTypeError,
    LengthRequiredError,
    OffsetError,
    ProtocolError,
    TooMuchError,
    UnknownUploadError,
)
from portal.uploads.models import Upload
from portal.vault.uploads import MOST

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration,checksum,termination"
ALGORITHMS = {"sha256": hashlib.sha256, "sha1": hashlib.sha1}
BYTES = "application/offset+octet-stream"
# What is read into memory and sealed at once; a lock is held only while that is written.
PIECE = 1024 * 1024
PORTION = 64 * 1024
# A body with a checksum counts as a whole or not at all, so it has to fit into memory.
MOST_CHECKED = 4 * PIECE
# Seconds after which a slow body is cut off: what has arrived counts, and the script goes on from there.
PATIENCE = 120
MOST_NAME = 300
METHODS = ["OPTIONS", "HEAD", "POST", "PATCH", "DELETE"]
# What may be said by X-HTTP-Method-Override, for networks that let nothing but POST through.
OVERRIDDEN = {"PATCH", "DELETE"}

Door = Callable[..., HttpResponse]
LetsGo = Callable[[], None]


class Adds(Protocol):
    """Adds the next bytes to an upload, in the room whose file it is."""

    def __call__(self, piece: bytes, *, at: int) -> None: ...


def speaks_tus(view: Door) -> Door:
    """Answer as the protocol asks: version checked and told, refusals as their number and one sentence."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _answer_at_once(request) or _answer(view, request, *args, **kwargs)
        response["Tus-Resumable"] = VERSION
        return response

    return door


def _answer_at_once(request: HttpRequest) -> HttpResponse | None:
    if request.method == "OPTIONS":
        return _abilities()
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    if request.headers.get("Tus-Resumable") != VERSION:
        return HttpResponse(status=412, headers={"Tus-Version": VERSION})
    return None


def _answer(view: Door, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    meant = request.headers.get("X-HTTP-Method-Override")
    if request.method == "POST" and meant in OVERRIDDEN:
        request.method = meant
    try:
        return view(request, *args, **kwargs)
    except PortalError as error:
        return _refusal(request, error)


def _abilities() -> HttpResponse:
    headers = {"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS}
    headers |= {"Tus-Max-Size": str(MOST), "Tus-Checksum-Algorithm": ",".join(ALGORITHMS)}
    return HttpResponse(status=204, headers=headers)


def _refusal(request: HttpRequest, error: PortalError) -> HttpResponse:
    if asked := error.extra.get("asked"):
        signals.refused.send(type(error), person=request.user, asked=asked)
    # The protocol's own 409 means "ask where it stands", which never ends for what is over.
    status = 422 if isinstance(error, WrongStateError) else error.status
    response = HttpResponse(str(error.message), status=status, content_type="text/plain; charset=utf-8")
    if isinstance(error, TooManyError):
        response["Retry-After"] = str(error.retry_after)
    return response


def begun(request: HttpRequest, upload: Upload, where: str, add: Adds, let_go: LetsGo) -> HttpResponse:
    """Answer that an upload has begun at the address `where`; take its first bytes when the request brings some."""
    if request.content_type == BYTES:
        try:
            _take(request, upload, add, at=0)
        except RefusedError:
            # Nobody learns the address of this upload, so nobody could go on with it.
            let_go()
            raise
    return _standing(upload, 201, Location=where)


def went_on(request: HttpRequest, upload: Upload, add: Adds, let_go: LetsGo) -> HttpResponse:
    """Say how far an upload is (HEAD), take the next bytes (PATCH), or let it go (DELETE)."""
    if request.method == "HEAD":
        return _standing(upload, 200)
    if request.method == "DELETE":
        let_go()
        return HttpResponse(status=204)
    _take(request, upload, add, at=_number(request, "Upload-Offset"))
    return _standing(upload, 204)


def _take(request: HttpRequest, upload: Upload, add: Adds, *, at: int) -> None:
    if at != upload.offset:
        raise OffsetError
    for piece in _pieces(request, upload.length - at):
        add(piece, at=at)
        at += len(piece)
    try:
        upload.refresh_from_db()
    except Upload.DoesNotExist as error:
        # Let go meanwhile: called off elsewhere, or its pass has ended.
        raise UnknownUploadError from error


def announced(request: HttpRequest) -> Announced:
    """Read what is said of the file; ProtocolError when it cannot be read."""
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    length = _number(request, "Upload-Length")
    return Announced(told.get("filename", "")[:MOST_NAME], told.get("filetype", "")[:MOST_NAME], length)


def _number(request: HttpRequest, header: str) -> int:
    value = request.headers.get(header, "")
    if not (value.isascii() and value.isdigit() and len(value) <= 12):  # noqa: PLR2004 - a terabyte has 13
        raise ProtocolError
    return int(value)


def _metadata(header: str) -> dict[str, str]:
    pairs = (each.strip().partition(" ") for each in header.split(",") if each.strip())
    try:
        return {key: base64.b64decode(value, validate=True).decode() for key, _space, value in pairs}
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ProtocolError from error


def _pieces(request: HttpRequest, most: int) -> Iterator[bytes]:
    # A broken connection ends them early. With a checksum one piece is yielded, or ChecksumError raised.
    if request.content_type != BYTES:
        raise ContentTypeError
    if not request.headers.get("Content-Length", "").isdigit():
        raise LengthRequiredError
    checksum = request.headers.get("Upload-Checksum", "")
    size = int(request.headers["Content-Length"])
    if size > min(most, MOST_CHECKED if checksum else most):
        raise TooMuchError
    if checksum:
        yield _checked(b"".join(_arriving(request)), checksum)
    else:
        yield from _arriving(request)


def _arriving(request: HttpRequest) -> Iterator[bytes]:
    until, piece, is_first = time.monotonic() + PATIENCE, bytearray(), True
    while portion := _read(request) if time.monotonic() < until else b"":
        piece += portion
        if len(piece) >= PIECE:
            yield bytes(piece)
            piece, is_first = bytearray(), False
    if piece or is_first:
        yield bytes(piece)


def _read(request: HttpRequest) -> bytes:
    try:
        return request.read(PORTION)
    except UnreadablePostError:
        # The connection is gone. What has arrived so far counts.
        return b""


def _checked(body: bytes, checksum: str) -> bytes:
    name, _space, value = checksum.partition(" ")
    if name not in ALGORITHMS:
        raise ProtocolError
    if base64.b64encode(ALGORITHMS[name](body).digest()).decode() != value.strip():
        raise ChecksumError
    return body


def _standing(upload: Upload, status: int, **headers: str) -> HttpResponse:
    response = HttpResponse(status=status, headers=headers)
    response["Upload-Offset"] = str(upload.offset)
    response["Upload-Length"] = str(upload.length)
    response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    return response
