"""Letters and certificates by Tesseract, page by page, one thread, with a limit of time."""

import pytesseract
from PIL import Image

from portal.documents.adapters.reading import sheets

LANGUAGES = "deu+eng"
SECONDS = 30
MOST_PAGES = 3
# A4 at 200 dpi: more pixels cost time and do not read better.
LONG_SIDE = 2339
WEAK = 85


def read(pages: list[Image.Image]) -> tuple[str, int]:
    """Return the text of the first pages and how sure the words are on average (0-100)."""
    texts, sure = [], []
    for page in pages[:MOST_PAGES]:
        words, confidence = _page(page)
        texts.append(words)
        sure.append(confidence)
    return "\n".join(texts), max(sure, default=0)


def _page(page: Image.Image) -> tuple[str, int]:
    grey = sheets.flat(page, LONG_SIDE)
    best = _once(grey)
    if best[1] < WEAK and grey.width > grey.height:
        # Photographed lying on its side.
        turned = [_once(grey.rotate(angle, expand=True)) for angle in (90, 270)]
        best = max([best, *turned], key=lambda each: each[1] * len(each[0]))
    return best


def _once(grey: Image.Image) -> tuple[str, int]:
    try:
        found = pytesseract.image_to_data(
            grey, lang=LANGUAGES, config="--psm 3", timeout=SECONDS, output_type=pytesseract.Output.DICT
        )
    except RuntimeError:
        # The bare error by which the package tells that time is up.
        return "", 0
    words = [(word, float(sure)) for word, sure in zip(found["text"], found["conf"], strict=True) if word.strip()]
    letters = sum(len(word) for word, _ in words)
    confidence = sum(len(word) * sure for word, sure in words) / letters if letters else 0
    return " ".join(word for word, _ in words), round(confidence)
