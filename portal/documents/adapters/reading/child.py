"""What happens inside the locked-up child: bytes in, a verdict, JPEG pages and a little text out."""

import encodings.idna
import encodings.utf_16_le
import json
import os
import signal
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from portal.documents.adapters.reading import pdfs, pictures, texts, zonereader

# Looked up by name, and too late, by the libraries.
LATE = (encodings.idna, encodings.utf_16_le)
MOST_INPUT = 26 * 1024 * 1024


@dataclass
class Result:
    """What goes back to the portal: the pages as bytes, all else as JSON."""

    refusal: str = ""
    pages: list[bytes] = field(default_factory=list)
    zone: list[str] = field(default_factory=list)
    is_zone_sure: bool = False
    text: str = ""
    confidence: int = 0
    quality: dict[str, Any] = field(default_factory=dict)
    attachments: list[bytes] = field(default_factory=list)


def warm_up() -> None:
    """Do everything once with pages of our own: libraries load parts late, and the children cannot any more."""
    zonereader.load()
    pictures.load()
    blank = Image.new("RGB", (320, 240), "white")
    _open(pictures.jpeg(blank), {"mime": "image/jpeg", "wanted": "text", "render": 0})
    _open(pdfs.blank(), {"mime": "application/pdf", "wanted": "pages", "render": 0})
    pictures.open_picture(pictures.png(blank), "image/png")


def run(request: dict[str, Any], source: int, target: int) -> None:
    """Read the file from one pipe, write the result to the other."""
    with os.fdopen(source, "rb") as file:
        data = file.read(MOST_INPUT)
    try:
        result = _open(data, request)
    except pictures.RefusedError as error:
        result = Result(refusal=error.reason)
    except MemoryError:
        result = Result(refusal="too-complex")
    head = dict(vars(result))
    for key in ("pages", "attachments"):
        head[key] = [len(part) for part in head[key]]
    with os.fdopen(target, "wb") as file:
        file.write(json.dumps(head).encode() + b"\n")
        file.writelines([*result.pages, *result.attachments])


def _open(data: bytes, request: dict[str, Any]) -> Result:
    # A page that draws for ever is ended in the middle of foreign code. Processor time: a busy machine is no crime.
    signal.setitimer(signal.ITIMER_PROF, request["render"])
    result = Result()
    if request["mime"] == "application/pdf":
        document = pdfs.open_pdf(data)
        result.pages, result.attachments = document.pages, document.attachments
        looked_at, layer = document.looked_at, document.text
    else:
        page = pictures.open_picture(data, request["mime"])
        result.pages = [pictures.jpeg(page)]
        looked_at, layer = [page], ""
    signal.setitimer(signal.ITIMER_PROF, 0)
    _look(result, looked_at, layer, request["wanted"])
    return result


def _look(result: Result, looked_at: list[Any], layer: str, wanted: str) -> None:
    result.quality = pictures.quality(looked_at[0])
    if wanted == "zone":
        found = zonereader.first_zone(looked_at)
        if found is not None:
            result.zone, result.is_zone_sure = list(found.lines), found.is_sure
            result.quality["pitch"] = found.pitch
    elif wanted == "text":
        result.text, result.confidence = (layer, 100) if layer else texts.read(looked_at)
