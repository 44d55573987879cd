"""One way to turn text into search words, used for the index and for questions alike.

What readers type differs from what editors write: umlauts spelt out, no hamza, no vowel marks, dotted i, inflected
forms. Both sides are folded to the same words, so the results do not depend on the database.
"""

import re
import unicodedata
from functools import cache, lru_cache

import snowballstemmer

_STEMMERS = {"de": "german", "en": "english", "tr": "turkish", "ar": "arabic", "ru": "russian"}
# Snowball has no Ukrainian: endings are cut here, roughly, longest first.
_UKRAINIAN = re.compile(r"(?<=\w{3})(ями|ами|ові|еві|ого|ому|ими|ій|их|ую|ою|ею|ів|ам|ям|ах|ях|ом|ем|[аеиіїоуюяйь])$")
_WORD = re.compile(r"\w+")
_LETTERS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ؤ": "و", "ئ": "ي",
        "ـ": None, "\u200c": " ", "\u200d": None, "\u00ad": None,
        "ß": "ss", "ı": "i", "ґ": "г", "ё": "е", "'": None, "’": None, "ʼ": None,
    }
)  # fmt: skip
# Not in "neue", "Dauer", "Quelle".
_SPELT_OUT = re.compile(r"(?<![aeq])([aou])e")
LONGEST_WORD = 40


def words(text: str, language: str) -> list[str]:
    """Return the folded words of a text in its order."""
    return [_word(each[:LONGEST_WORD], language) for each in _WORD.findall(_folded(text))]


def index_text(text: str, language: str) -> str:
    """Return the words as one string, each after a space, so that ` word` finds a beginning."""
    return "".join(f" {word}" for word in words(text, language)) + " "


def _folded(text: str) -> str:
    # "ß" and the dotless i have to go before compatibility forms are taken apart.
    text = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = "".join(each for each in text if not unicodedata.combining(each))
    return unicodedata.normalize("NFKC", bare).casefold().translate(_LETTERS)


@lru_cache(maxsize=20_000)
def _word(word: str, language: str) -> str:
    # ue, oe and ae for an umlaut: both spellings lose the e (what else this folds, it folds on both sides).
    if language == "de":
        word = _SPELT_OUT.sub(r"\1", word)
    if language == "uk":
        return _UKRAINIAN.sub("", word)
    stemmer = _stemmer(language)
    return str(stemmer.stemWord(word)) if stemmer and not word.isdigit() else word


@cache
def _stemmer(language: str) -> "snowballstemmer.basestemmer.BaseStemmer | None":
    name = _STEMMERS.get(language)
    return snowballstemmer.stemmer(name) if name else None
