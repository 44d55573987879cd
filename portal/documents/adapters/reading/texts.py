"""Letters and certificates by Tesseract, page by page, with a limit of time.

A cheap look chooses packs and direction; how sure Tesseract is of its words shows whether the look was right. Scripts
without a pack are not guessed at: a person reads those pages. Who starts this process sets OMP_THREAD_LIMIT=1: more
threads make Tesseract five times slower.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
import pytesseract
from PIL import Image

from portal.documents.adapters.reading import scripts, sheets
from portal.documents.adapters.reading.models import Pixels
from portal.documents.adapters.reading.scripts import Glance
from portal.documents.checks import languages

# Seconds for one page and for all pages of a file; the person may go on in the meantime and at any time.
PAGE_SECONDS, ALL_SECONDS = 10.0, 25.0
MOST_PAGES = 3
# A4 at 200 dpi: more pixels cost time and do not read better (Arabic even worse).
LONG_SIDE = 2339
# Average confidence: from GOOD on nothing is tried again, from FAIR on the script is right; nobody can read HOPELESS.
GOOD, FAIR, HOPELESS = 80, 60, 40
FEW_WORDS = 5
LEAST_SECONDS = 1.0
CONFIG = "--psm 3 -c tessedit_do_invert=0"


@dataclass
class TextFound:
    """What was read: pages parted by form feeds, `confidence` of the surest page (0-100), `script` as ISO 15924.

    Text empty and script set: a script that we cannot read. Both empty: nothing is written there. `turn` (degrees
    clockwise) makes the first page upright. `is_late`: the time was over before the pages were.
    """

    text: str = ""
    confidence: int = 0
    script: str = ""
    turn: int = 0
    is_late: bool = False
    pages_read: int = 0
    per_page: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Page:
    text: str = ""
    confidence: int = 0
    script: str = ""
    turn: int = 0
    is_late: bool = False

    @property
    def weight(self) -> int:
        return self.confidence * len(self.text)


def load() -> None:
    """Do everything once: libraries load parts late, and locked-up children cannot any more."""
    scripts.load()
    read([Image.new("L", (320, 240), 255)])


def read(pages: list[Image.Image]) -> TextFound:
    """Read the first pages; two hopeless ones end it early, and so does the time."""
    deadline, found = time.monotonic() + ALL_SECONDS, []
    for page in pages[:MOST_PAGES]:
        seconds = min(PAGE_SECONDS, deadline - time.monotonic())
        if seconds < LEAST_SECONDS:
            found.append(_Page(is_late=True))
            break
        found.append(_page(page, time.monotonic() + seconds))
        if _is_hopeless(found):
            break
    return _together(found)


def _is_hopeless(found: list[_Page]) -> bool:
    is_late = any(each.is_late for each in found)
    return is_late or (len(found) > 1 and all(each.confidence < HOPELESS for each in found))


def _together(found: list[_Page]) -> TextFound:
    if not found:
        return TextFound()
    surest = max(found, key=lambda each: each.weight)
    return TextFound(
        text="\f".join(each.text for each in found) if surest.text else "",
        confidence=max(each.confidence for each in found),
        script=_script(surest if surest.text else found[0]),
        turn=found[0].turn,
        is_late=any(each.is_late for each in found),
        pages_read=len(found),
        per_page=[each.text for each in found],
    )


def _script(page: _Page) -> str:
    """Say in which script the page is, when that is known: a sure reading, or a script without a pack."""
    is_known = page.confidence >= HOPELESS if page.text else not scripts.packs(page.script, "")
    return page.script if is_known else ""


def _page(page: Image.Image, deadline: float) -> _Page:
    grey = sheets.flat(page, LONG_SIDE)
    seen = scripts.glance(grey)
    if seen.is_blank:
        return _Page(turn=seen.turn)
    first = _once(grey, seen, deadline)
    if first.confidence >= GOOD and _has_words(first):
        return _in_its_language(grey, seen, first, deadline)
    return _again(grey, seen, first, deadline)


def _in_its_language(grey: Image.Image, seen: Glance, first: _Page, deadline: float) -> _Page:
    """Read again with the right pack, when the text shows that the look chose another one."""
    language = languages.language_of(first.text)
    used, wanted = scripts.packs(seen.script, seen.language), scripts.packs(seen.script, language)
    if not language or set(wanted.split("+")) <= set(used.split("+")):
        return first
    second = _once(grey, replace(seen, language=language), deadline)
    return max(first, second, key=lambda each: each.confidence)


def _again(grey: Image.Image, seen: Glance, first: _Page, deadline: float) -> _Page:
    """Ask Tesseract's own detector, which knows more scripts and directions, and believe the surer reading."""
    with _file(np.asarray(grey)) as path:
        told = scripts.ask_tesseract(path, _left(deadline))
    told = told or replace(seen, turn=(seen.turn + 180) % 360, is_sure=False)
    best = first
    if scripts.packs(told.script, "") and (told.script, told.turn) != (seen.script, seen.turn):
        best = max(first, _once(grey, told, deadline), key=lambda each: each.weight)
    if best.confidence >= FAIR:
        return best
    try:
        strange = _probed(grey, {told.turn, seen.turn}, deadline)
    except RuntimeError:
        return replace(best, is_late=True)
    if strange is None and told.is_sure and not scripts.packs(told.script, ""):
        strange = _Page(script=told.script, turn=told.turn)
    return strange or best


def _probed(grey: Image.Image, turns: set[int], deadline: float) -> _Page | None:
    """Find out whether the page is written in a script that we know by sight only."""
    packs = scripts.probes()
    for turn in sorted(turns):
        if packs and _left(deadline) > LEAST_SECONDS:
            part = scripts.strip(scripts.turned(np.asarray(grey), turn))
            text, confidence = _tesseract(part, packs, scripts.PROBE_CONFIG, deadline)
            script = languages.script_of(text)
            if confidence >= scripts.PROBE_SURE and script in scripts.PROBES.values():
                return _Page(script=script, turn=turn)
    return None


def _has_words(page: _Page) -> bool:
    return len(page.text.split()) >= FEW_WORDS


def _left(deadline: float) -> float:
    return deadline - time.monotonic()


def _once(grey: Image.Image, seen: Glance, deadline: float) -> _Page:
    packs = scripts.packs(seen.script, seen.language)
    if _left(deadline) < LEAST_SECONDS or not packs:
        return _Page(script=seen.script, turn=seen.turn, is_late=bool(packs))
    try:
        text, confidence = _tesseract(scripts.turned(np.asarray(grey), seen.turn), packs, CONFIG, deadline)
    except RuntimeError:
        # The bare error by which the package tells that time is up.
        return _Page(script=seen.script, turn=seen.turn, is_late=True)
    return _Page(text, confidence, languages.script_of(text) or seen.script, seen.turn)


def _tesseract(page: Pixels, packs: str, config: str, deadline: float) -> tuple[str, int]:
    """Return words and confidence; nothing when Tesseract cannot make sense of the picture."""
    try:
        with _file(page) as path:
            found = pytesseract.image_to_data(
                path, lang=packs, config=config, timeout=_left(deadline), output_type=pytesseract.Output.DICT
            )
    except pytesseract.TesseractError:
        return "", 0
    return _words(found)


@contextmanager
def _file(page: Pixels) -> Iterator[str]:
    """Lend a page as a file that Tesseract opens; not compressed, it is gone in a moment."""
    with tempfile.NamedTemporaryFile(suffix=".pgm") as file:
        file.write(cv2.imencode(".pgm", page)[1].tobytes())
        file.flush()
        yield file.name


def _words(found: dict[str, list[object]]) -> tuple[str, int]:
    """Put the words together, line by line; return them with their average confidence, weighed by length."""
    lines: dict[tuple[object, ...], list[str]] = {}
    letters = total = 0.0
    for word, sure, *place in zip(
        found["text"], found["conf"], found["block_num"], found["par_num"], found["line_num"], strict=True
    ):
        if text := str(word).strip():
            lines.setdefault(tuple(place), []).append(text)
            letters += len(text)
            total += len(text) * float(str(sure))
    return "\n".join(" ".join(line) for line in lines.values()), round(total / letters) if letters else 0
