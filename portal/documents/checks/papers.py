"""What a page looks like: points for each kind of paper, by the words of vocabulary.yaml that stand on it.

Text from a reader has slips: marks and case are dropped, parted words joined, and long words may differ by a letter or
two. Points, not probabilities: portal.documents.checks.kinds makes a judgement of them.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

import yaml

VOCABULARY = Path(__file__).with_name("vocabulary.yaml")
# Points: a title near the top says what the page is; further down it may be another paper that is only named.
HEAD_TITLE, LATER_TITLE, SECOND_TITLE, AGAINST = 9.0, 4.0, 2.0, -4.0
MOST_BY_WORDS = 8.0
HEAD_SHARE, HEAD_LEAST, HEAD_MOST = 0.35, 250, 700
# From this length on a word may stand inside another one (German compounds) ...
INSIDE = 7
# ... and may have one slip; from the second length on two.
ONE_SLIP, TWO_SLIPS = 8, 12
# Nothing longer is a word; trying its slips would take for ever.
LONGEST = 40
FULL_OF_SUMS = 12
LETTERS = str.maketrans(
    {
        "ß": "ss", "ı": "i", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ə": "e",
        "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ـ": "", "’": "'", "\u200c": "", "\u200f": "", "\u200e": "",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Paper:
    """One kind of paper: what names it, what stands on it, what speaks against it (all folded)."""

    titles: tuple[str, ...]
    # Papers that others name in their own titles ("loss of a passport") are shown by their zone, half by their word.
    trust: float
    words: dict[str, float]
    against: tuple[str, ...]


def scores(text: str) -> dict[str, int]:
    """Return the points of every kind of paper that gets any."""
    plain = _corrected(folded(text))
    head = plain[: int(min(HEAD_MOST, max(HEAD_LEAST, HEAD_SHARE * len(plain))))]
    bonus = _layout(text)
    points = {code: _points(paper, plain, head) + bonus.get(code, 0.0) for code, paper in vocabulary().items()}
    return {code: round(each) for code, each in points.items() if round(each) > 0}


@cache
def vocabulary() -> dict[str, Paper]:
    """Read the table; a word that many papers share counts less for each."""
    raw = yaml.safe_load(VOCABULARY.read_text(encoding="utf-8"))
    listed = {code: {part: _terms(entry[part]) for part in ("title", "words", "not")} for code, entry in raw.items()}
    shared = Counter(word for entry in listed.values() for word in entry["words"])
    return {
        code: Paper(
            entry["title"],
            raw[code].get("trust", 1.0),
            {word: 1.5 / shared[word] ** 0.7 for word in entry["words"]},
            entry["not"],
        )
        for code, entry in listed.items()
    }


def folded(text: str) -> str:
    """Lower case without marks, only letters and digits, single blanks, a blank at both ends.

    "ue" and "ü" become the same; words parted at a line's end and s p a c e d titles are joined.
    """
    joined = re.sub(r"(?<=[^\W\d_])[-\u00ad\u2010]\s*\n\s*(?=[a-zäöüß])", "", text)
    bare = (each for each in unicodedata.normalize("NFKD", joined.lower()) if not unicodedata.combining(each))
    plain = "".join(bare).translate(LETTERS)
    words = " ".join(re.findall(r"[^\W_]+", plain))
    words = re.sub(r"\b(?:[^\W\d_] ){5,}[^\W\d_]\b", lambda found: found[0].replace(" ", ""), words)
    return f" {re.sub('(?<=[aou])e', '', words)} "


def _terms(listed: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(folded(str(term)).strip() for term in listed))


def _points(paper: Paper, plain: str, head: str) -> float:
    titles = sorted((_title(term, plain, head) for term in paper.titles), reverse=True)[:2]
    points = paper.trust * titles[0] if titles else 0.0
    if len(titles) > 1 and titles[1]:
        points += paper.trust * SECOND_TITLE
    points += min(MOST_BY_WORDS, sum(weight for word, weight in paper.words.items() if _stands(word, plain)))
    return points + max(2 * AGAINST, sum(AGAINST for term in paper.against if _stands(term, plain)))


def _title(term: str, plain: str, head: str) -> float:
    if _stands(term, head):
        return HEAD_TITLE
    return LATER_TITLE if _stands(term, plain) else 0.0


def _stands(term: str, plain: str) -> bool:
    if " " in term:
        # The last word may have an ending.
        return f" {term}" in plain
    return term in plain if len(term) >= INSIDE else f" {term} " in plain


def _layout(text: str) -> dict[str, float]:
    """Points for what a page looks like beyond its words: sums of money, lines of a machine-readable zone."""
    sums = len(re.findall(r"\d[.,]\d{2}\b(?!\d)", text))
    bonus = dict.fromkeys(("payslip", "bank_statement"), 2.0) if sums >= FULL_OF_SUMS else {}
    if re.search(r"\bP[A-Z<][A-Z]{3}[A-Z]+<<?[A-Z]*<", text.replace(" ", "")):
        bonus["passport"] = HEAD_TITLE
    return bonus


def _corrected(plain: str) -> str:
    """Put known long words in the place of those that differ from them by a slip."""
    return " ".join(_known(word) if ONE_SLIP - 1 <= len(word) <= LONGEST else word for word in plain.split(" "))


def _known(word: str) -> str:
    exact, near = _long_words()
    if word in exact or not word.isalpha():
        return word
    found = {other for short in _shortened(word) for other in near.get(short, ())}
    fitting = [other for other in found if _slips(word, other) <= _allowed(other)]
    return min(fitting, key=lambda other: _slips(word, other), default=word)


@cache
def _long_words() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """Index the long words by what is left of them when one or two letters fall out."""
    terms = (term for paper in vocabulary().values() for term in (*paper.titles, *paper.words, *paper.against))
    long = frozenset(word for term in terms for word in term.split() if len(word) >= ONE_SLIP and word.isalpha())
    near: dict[str, tuple[str, ...]] = {}
    for word in sorted(long):
        for short in _shortened(word):
            near[short] = (*near.get(short, ()), word)
    return long, near


def _allowed(word: str) -> int:
    return 2 if len(word) >= TWO_SLIPS else 1


def _shortened(word: str) -> Iterator[str]:
    yield word
    for count in range(1, _allowed(word) + 1):
        for gaps in combinations(range(len(word)), count):
            yield "".join(letter for place, letter in enumerate(word) if place not in gaps)


def _slips(first: str, second: str) -> int:
    """Count insertions, deletions and replacements between two words."""
    row = list(range(len(second) + 1))
    for number, letter in enumerate(first, start=1):
        above, row = row, [number]
        for column, other in enumerate(second, start=1):
            row.append(min(above[column] + 1, row[-1] + 1, above[column - 1] + (letter != other)))
    return row[-1]
