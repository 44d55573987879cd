"""What a page of text tells the checks: its kind, its dates, and which words stand on it.

The text itself is not kept. Words are kept as salted short hashes, so that a name typed later can still be looked up.
"""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

from portal.documents.checks import names

STRONG, WEAK = 3, 1
KIND_WORDS: dict[str, dict[str, int]] = {
    "enrolment": {
        "immatrikulationsbescheinigung": STRONG,
        "studienbescheinigung": STRONG,
        "immatrikulation": STRONG,
        "certificate of enrolment": STRONG,
        "certificate of enrollment": STRONG,
        "confirmation of enrolment": STRONG,
        "enrolment certificate": STRONG,
        "enrollment": STRONG,
        "studierendensekretariat": WEAK,
        "matrikelnummer": WEAK,
        "matriculation": WEAK,
        "eingeschrieben": WEAK,
        "enrolled": WEAK,
        "fachsemester": WEAK,
        "studiengang": WEAK,
        "degree programme": WEAK,
        "student number": WEAK,
        "universitat": WEAK,
        "university": WEAK,
        "hochschule": WEAK,
        "semester": WEAK,
    },
    "insurance": {
        "versicherungsbescheinigung": STRONG,
        "mitgliedsbescheinigung": STRONG,
        "mitgliedschaftsbescheinigung": STRONG,
        "krankenversicherung": STRONG,
        "confirmation of health insurance": STRONG,
        "certificate of insurance": STRONG,
        "proof of insurance": STRONG,
        "health insurance": STRONG,
        "krankenkasse": WEAK,
        "pflegeversicherung": WEAK,
        "versichert": WEAK,
        "insured": WEAK,
        "insurance cover": WEAK,
        "aok": WEAK,
        "barmer": WEAK,
    },
}
ENOUGH = 4
MONTHS = (
    ("januar", "january", "jan", "janner"),
    ("februar", "february", "feb"),
    ("marz", "march", "maerz", "mar"),
    ("april", "apr"),
    ("mai", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nov"),
    ("dezember", "december", "dez", "dec"),
)
MONTH = {name: number for number, group in enumerate(MONTHS, start=1) for name in group}
_NAMES = "|".join(sorted(MONTH, key=len, reverse=True))
DATES = (
    re.compile(r"\b(?P<d>\d{1,2})\s?\.\s?(?P<m>\d{1,2})\s?\.\s?(?P<y>\d{4})\b"),
    re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\b"),
    re.compile(r"\b(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})\b"),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:\.|st|nd|rd|th)?\s+(?P<n>{_NAMES})\.?,?\s+(?P<y>\d{{4}})\b"),
    re.compile(rf"\b(?P<n>{_NAMES})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})\b"),
)
# Words shortly before a date that say what it is; the nearest one wins.
ROLES = {
    "birth": ("geboren", "geb.", "born", "birth", "geburtsdatum"),
    "issued": ("ausgestellt", "ausstellungsdatum", "issued", "datum", "date:", " den ", "erstellt am", "stand:"),
    "end": ("endet", "ends", " bis ", "until", " to "),
    "start": ("beginnt", "beginn", "begins", "start", "vom", "from", "seit", "since", " ab "),
}
BEFORE = 36
MOST_WORDS = 3000


def digest(text: str) -> dict[str, Any]:
    """Reduce a text to what the checks need; an empty one to nothing."""
    folded = fold(text)
    salt = secrets.token_hex(8)
    tokens = dict.fromkeys(re.findall(r"[^\W\d_]+", text)[:MOST_WORDS])
    hashes = {_hash(salt, each) for token in tokens for each in names.variants(token)}
    return {
        "count": len(re.findall(r"\w+", folded)),
        "kinds": {kind: score for kind in KIND_WORDS if (score := _score(folded, kind))},
        "dates": [[day.isoformat(), role] for day, role in dates(folded)],
        "salt": salt,
        "words": sorted(hashes),
    }


def fold(text: str) -> str:
    """Lower case, without marks, with single blanks."""
    bare = (each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return " ".join("".join(bare).lower().split())


def has_name(digested: dict[str, Any], name: str) -> bool:
    """Say whether every part of the name stands on the page, in one of its spellings."""
    known = set(digested.get("words", ()))
    found = [any(_hash(digested["salt"], each) in known for each in part) for part in names.parts(name)]
    return bool(found) and all(found)


def is_kind(digested: dict[str, Any], kind: str) -> bool:
    """Say whether enough of the kind's words were found."""
    return int(digested.get("kinds", {}).get(kind, 0)) >= ENOUGH


def dates(folded: str) -> Iterator[tuple[date, str]]:
    """Find the dates in German and English spellings, each with the role that the words before it give it."""
    matches = sorted((found for pattern in DATES for found in pattern.finditer(folded)), key=re.Match.start)
    end = 0
    for found in matches:
        day = _day(found.groupdict())
        if day is not None:
            # Words before the previous date belong to that one.
            yield day, _role(folded[max(end, found.start() - BEFORE) : found.start()])
            end = found.end()


def _day(parts: dict[str, str | None]) -> date | None:
    month = MONTH[parts["n"] or ""] if parts.get("n") else int(parts["m"] or 0)
    try:
        return date(int(parts["y"] or 0), month, int(parts["d"] or 0))
    except ValueError:
        return None


def _role(before: str) -> str:
    places = [(before.rfind(word), role) for role, group in ROLES.items() for word in group]
    place, role = max(places)
    return role if place >= 0 else "plain"


def _score(folded: str, kind: str) -> int:
    return sum(weight for word, weight in KIND_WORDS[kind].items() if word in folded)


def _hash(salt: str, word: str) -> str:
    return hashlib.sha256(f"{salt}{word}".encode()).hexdigest()[:10]
