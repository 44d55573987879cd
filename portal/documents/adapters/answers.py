"""What a child said, taken apart: of a process that opened a stranger's file only the shape is believed."""

import base64
import json
from collections.abc import Iterator
from typing import Any

from portal.documents.errors import ReaderAwayError
from portal.documents.ports import Cleaned, Reading, ZoneFound

MOST_JSON = 4 * 1024 * 1024
MOST_PAGES = 100
MOST_BARCODES = 20
MOST_STRIP = 1024 * 1024
REFUSALS = {"", "corrupt", "encrypted", "xfa", "too-complex", "too-many-pixels", "too-many-pages", "page-too-large"}
TURNS = (0, 90, 180, 270)
# The child died in somebody's decoder: the file is broken. All other deaths are limits.
CRASHES = ("signal 11", "signal 6", "signal 7", "signal 8", "signal 4")
NO_JAIL = "exit 97"
# What a broken shape raises when it is taken apart.
ODD = (ValueError, TypeError, KeyError, AttributeError, IndexError)


def cleaned(output: bytes, ending: str) -> Cleaned:
    """Return the cleaned pages; a child that died says with its death what is wrong with the file."""
    _check_jail(ending)
    if ending != "exit 0":
        return Cleaned(refusal="corrupt" if ending in CRASHES else "too-complex")
    try:
        return _cleaned(output)
    except ODD:
        return Cleaned(refusal="too-complex")


def reading(output: bytes, ending: str) -> Reading:
    """Return what was read; a child that died has read nothing, and a person will look."""
    _check_jail(ending)
    if ending != "exit 0":
        return Reading(is_late=True)
    try:
        return _reading(_head(output)[0])
    except ODD:
        return Reading(is_late=True)


def _check_jail(ending: str) -> None:
    if ending == NO_JAIL:
        raise ReaderAwayError


def _head(output: bytes) -> tuple[dict[str, Any], bytes]:
    head, _, body = output.partition(b"\n")
    if len(head) > MOST_JSON:
        raise ValueError
    return json.loads(head), body


def _cleaned(output: bytes) -> Cleaned:
    words, body = _head(output)
    if words["refusal"] not in REFUSALS:
        raise ValueError
    pages = tuple(_pages(body, words["pages"]))
    if not (pages or words["refusal"]):
        raise ValueError
    return Cleaned(
        refusal=words["refusal"],
        pages=pages,
        layer=str(words["layer"]),
        quality={str(key)[:20]: float(value) for key, value in list(words["quality"].items())[:20]},
        attachments=tuple(_parts(body[sum(words["pages"]) :], words["attachments"])),
    )


def _pages(body: bytes, sizes: list[int]) -> Iterator[bytes]:
    for page in _parts(body, sizes[:MOST_PAGES]):
        if not page.startswith(b"\xff\xd8\xff"):
            raise ValueError
        yield page


def _parts(body: bytes, sizes: list[int]) -> Iterator[bytes]:
    at = 0
    for size in sizes:
        yield body[at : at + int(size)]
        at += int(size)


def _reading(words: dict[str, Any]) -> Reading:
    return Reading(
        zone=_zone(words["zone"]) if words["zone"] else None,
        text=str(words["text"]),
        confidence=_percent(words["confidence"]),
        script=str(words["script"])[:4],
        turns={int(page): int(turn) for page, turn in words["turns"].items() if int(turn) in TURNS},
        barcodes=tuple((str(form)[:20], str(text)[:2000]) for form, text in words["barcodes"][:MOST_BARCODES]),
        is_late=bool(words["is_late"]),
    )


def _zone(words: dict[str, Any]) -> ZoneFound:
    return ZoneFound(
        lines=tuple(str(line)[:44] for line in words["lines"][:3]),
        is_sure=bool(words["is_sure"]),
        page=int(words["page"]),
        corners=tuple((_share(x), _share(y)) for x, y in words["corners"][:4]),
        confidence={str(key)[:20]: _percent(value) for key, value in list(words["confidence"].items())[:20]},
        repaired=tuple(str(each)[:20] for each in words["repaired"][:20]),
        pitch=float(words["pitch"]),
        others=int(words["others"]),
        strip=_strip(words["strip"]),
    )


def _strip(words: str) -> bytes:
    strip = base64.b64decode(words[:MOST_STRIP])
    if strip and not strip.startswith(b"\xff\xd8\xff"):
        raise ValueError
    return strip


def _percent(value: Any) -> int:
    return max(0, min(100, int(value)))


def _share(value: Any) -> float:
    return max(0.0, min(1.0, float(value)))
