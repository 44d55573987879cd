"""What happens inside the locked-up child: a file in, clean pages out; or clean pages in, what stands on them out."""

import base64
import encodings.cp437
import encodings.idna
import encodings.utf_16_le
import io
import json
import os
import signal
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from portal.documents.adapters.reading import barcodes, pdfs, pictures, strips, texts, zonereader

# Looked up by name, and too late, by the libraries.
LATE = (encodings.cp437, encodings.idna, encodings.utf_16_le)
MOST_INPUT = 96 * 1024 * 1024


@dataclass
class Cleaned:
    """What goes back from opening a file: pages and attachments as bytes, all else as JSON."""

    refusal: str = ""
    pages: list[bytes] = field(default_factory=list)
    layer: str = ""
    quality: dict[str, Any] = field(default_factory=dict)
    attachments: list[bytes] = field(default_factory=list)


@dataclass
class Read:
    """What goes back from reading pages, all as JSON."""

    zone: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    confidence: int = 0
    script: str = ""
    turns: dict[int, int] = field(default_factory=dict)
    barcodes: list[tuple[str, str]] = field(default_factory=list)
    is_late: bool = False


class TimeIsUp(BaseException):
    """The soft end of reading: an alarm, which no library may swallow as an error."""


def warm_up() -> None:
    """Do everything once with pages of our own: libraries load parts late, and the children cannot any more."""
    zonereader.load()
    pictures.load()
    texts.load()
    blank = pictures.jpeg(Image.new("RGB", (320, 240), "white"))
    _normalise(blank, {"mime": "image/jpeg", "render": 0})
    _normalise(pdfs.blank(), {"mime": "application/pdf", "render": 0})
    pictures.open_picture(pictures.png(Image.new("RGB", (320, 240), "white")), "image/png")
    _read(blank, {"wanted": "text", "sizes": [0, len(blank)], "soft": 0})


def run(request: dict[str, Any], source: int, target: int) -> None:
    """Read the input from one pipe, do the job, write the result to the other."""
    with os.fdopen(source, "rb") as file:
        data = file.read(MOST_INPUT)
    result: Any = _read(data, request) if request["job"] == "read" else _normalised(data, request)
    bodies: list[bytes] = []
    head = dict(vars(result))
    for key in {"pages", "attachments"} & head.keys():
        head[key] = [len(part) for part in head[key]]
    if isinstance(result, Cleaned):
        bodies = [*result.pages, *result.attachments]
    with os.fdopen(target, "wb") as file:
        file.write(json.dumps(head).encode() + b"\n")
        file.writelines(bodies)


def _normalised(data: bytes, request: dict[str, Any]) -> Cleaned:
    try:
        return _normalise(data, request)
    except pictures.RefusedError as error:
        return Cleaned(refusal=error.reason)
    except MemoryError:
        return Cleaned(refusal="too-complex")


def _normalise(data: bytes, request: dict[str, Any]) -> Cleaned:
    def wind_up() -> None:
        # A page that draws for ever is ended in the middle of foreign code. Processor time: a busy machine is no
        # crime.
        signal.setitimer(signal.ITIMER_PROF, request["render"])

    wind_up()
    result = Cleaned()
    if request["mime"] == "application/pdf":
        document = pdfs.open_pdf(data, wind_up)
        result.pages, result.attachments, result.layer = document.pages, document.attachments, document.text
        first = document.first
    else:
        first = pictures.open_picture(data, request["mime"])
        result.pages = [pictures.jpeg(first)]
    signal.setitimer(signal.ITIMER_PROF, 0)
    result.quality = pictures.quality(first)
    return result


def _read(data: bytes, request: dict[str, Any]) -> Read:
    layer, *jpegs = _split(data, request["sizes"])
    result = Read()
    # Before the hard end comes a soft one: what was read until then is worth having.
    signal.signal(signal.SIGALRM, _time_is_up)
    signal.setitimer(signal.ITIMER_REAL, request["soft"])
    try:
        pages = [Image.open(io.BytesIO(jpeg), formats=["JPEG"]).convert("RGB") for jpeg in jpegs]
        _read_pages(result, pages, request["wanted"], layer.decode(errors="replace"))
    except TimeIsUp:
        result.is_late = True
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return result


def _time_is_up(*_args: object) -> None:
    raise TimeIsUp


def _read_pages(result: Read, pages: list[Image.Image], wanted: str, layer: str) -> None:
    if wanted == "zone":
        _read_zone(result, pages)
    if wanted == "text":
        result.barcodes = barcodes.read(pages)
    if wanted != "pages" and not result.zone:
        _read_text(result, pages, layer)
    if wanted == "text" and not result.text:
        # A passport in the place of a certificate.
        _read_zone(result, pages[:1])


def _split(data: bytes, sizes: list[int]) -> list[bytes]:
    parts, at = [], 0
    for size in sizes:
        parts.append(data[at : at + size])
        at += size
    return parts


def _read_zone(result: Read, pages: list[Image.Image]) -> None:
    found = zonereader.first_zone(pages)
    if found is not None:
        result.zone = {
            "lines": list(found.lines),
            "is_sure": found.is_sure,
            "pitch": found.pitch,
            "page": found.page,
            "corners": found.corners,
            "confidence": found.confidence,
            "repaired": found.repaired,
            "others": found.others,
            "strip": base64.b64encode(strips.cut(pages[found.page - 1], found.corners)).decode(),
        }
        result.turns[found.page] = found.turn


def _read_text(result: Read, pages: list[Image.Image], layer: str) -> None:
    """Take the honest text of each page, and read the pages that have none."""
    parts = layer.split("\f") if layer else []
    parts += [""] * (len(pages) - len(parts))
    unread = [number for number, part in enumerate(parts[: len(pages)]) if not part.strip()]
    result.text, result.confidence = layer, 100
    if unread:
        found = texts.read([pages[number] for number in unread])
        for number, text in zip(unread, found.per_page, strict=False):
            parts[number] = text
        result.text = "\f".join(parts) if any(map(str.strip, parts)) else ""
        result.confidence, result.script = found.confidence, found.script
        result.is_late = found.is_late
        result.turns |= {number + 1: found.turn for number in unread[: max(1, found.pages_read)]}
