"""What a page of text tells the checks: its kind, its dates, its language, and which words stand on it.

The text itself is not kept. Words are kept as salted short hashes, so that a name typed later can still be looked up.
"""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterator
from typing import Any

from portal.documents.checks import dates, languages, names, papers
from portal.documents.checks.kinds import accepted
from portal.documents.checks.names import Likeness

# Points of vocabulary.yaml from which a page is taken for what it was uploaded as.
ENOUGH = 4
# What of a text is looked at; pages of people have less.
MOST_TEXT, MOST_WORDS, MOST_SPELLINGS = 60_000, 3000, 12
LONGEST = 60
# Names from this length on may have one slip of the reader.
LEAST_SLIPPED = 6
EXACT, BY_EAR, SLIPPED = "", "~", "-"


def digest(text: str, script: str = "") -> dict[str, Any]:
    """Reduce a text (pages parted by form feeds) to what the checks need.

    `script` (ISO 15924) is what the reader saw, when there is no text to tell it by. Days are ISO text.
    """
    text = text[:MOST_TEXT]
    found = dates.find(text)
    issued, valid, period = dates.issued(found), dates.valid_until(found), dates.period(text, found)
    salt = secrets.token_hex(8)
    return {
        "count": len(re.findall(r"\w+", text)),
        "pages": text.count("\f") + 1,
        "kinds": papers.scores(text),
        # A last day of validity is also an end.
        "dates": [[each.day.isoformat(), "end" if each.role == "valid" else each.role] for each in found],
        "issued": issued.isoformat() if issued else "",
        "valid_until": valid.isoformat() if valid else "",
        "period": [day.isoformat() for day in period] if period else [],
        "months": dates.months(text),
        "language": languages.language_of(text),
        "script": languages.script_of(text) or script,
        "salt": salt,
        "words": sorted({_hash(salt, each) for each in _traces(text)}),
    }


def fold(text: str) -> str:
    """Lower case, without marks, with single blanks."""
    bare = (each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return " ".join("".join(bare).lower().split())


def has_name(digested: dict[str, Any], name: str) -> bool:
    """Say whether every part of the name stands on the page, in one of its spellings."""
    found = [_has(digested, part) for part in names.parts(name)]
    return bool(found) and all(found)


def name_on_page(digested: dict[str, Any], name: str) -> Likeness:
    """Look a name up on a page in whatever script.

    "different" is only said when name and page are both Latin and not even a spelling with a slip was read.
    """
    found = names.parts(name)
    if not found:
        return "cannot tell"
    if has_name(digested, name):
        return "same"
    if digested.get("script") not in ("Latn", "", None) or not names.is_latin(name):
        heard = [names.sounds(part) for part in name.replace("-", " ").split()]
        return "same" if all(each and _has(digested, each, BY_EAR) for each in heard) else "cannot tell"
    is_near = all(_has(digested, part) or _has(digested, _slipped(part), SLIPPED) for part in found)
    return "cannot tell" if is_near else "different"


def is_kind(digested: dict[str, Any], code: str) -> bool:
    """Say whether enough speaks for a kind of paper, or for one that this kind of document accepts."""
    points = digested.get("kinds", {})
    return any(int(points.get(each, 0)) >= ENOUGH for each in accepted(code))


def _has(digested: dict[str, Any], spellings: frozenset[str], mark: str = EXACT) -> bool:
    known = set(digested.get("words", ()))
    return any(_hash(digested["salt"], mark + each) in known for each in spellings)


def _traces(text: str) -> Iterator[str]:
    """Yield what is kept of each word: its spellings; by ear when it is not Latin; with a letter missing when long."""
    for word in dict.fromkeys(re.findall(r"[^\W\d_]+", text)[:MOST_WORDS]):
        if len(word) > LONGEST:
            continue
        if not names.is_latin(word):
            yield from (BY_EAR + each for each in names.sounds(word))
            continue
        spellings = names.variants(word, MOST_SPELLINGS)
        yield from spellings
        if word[0].isupper():
            yield from (SLIPPED + each for each in _slipped(spellings))


def _slipped(spellings: frozenset[str]) -> frozenset[str]:
    """Return the plainest spelling with one letter missing: two that differ by one letter share such a form."""
    plain = min(spellings, key=lambda each: (len(each), each), default="")
    if len(plain) < LEAST_SLIPPED:
        return frozenset()
    return frozenset({plain, *(plain[:place] + plain[place + 1 :] for place in range(len(plain)))})


def _hash(salt: str, word: str) -> str:
    return hashlib.sha256(f"{salt}{word}".encode()).hexdigest()[:10]
