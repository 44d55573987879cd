"""Whether two spellings can be the same name: the passport writes A-Z only (ICAO Doc 9303-3, section 6)."""

import itertools
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from portal.documents.checks import alphabets, languages

Likeness = Literal["same", "different", "cannot tell"]
MOST_VARIANTS = 256
MOST_LETTERS = 120
# Below this share of common letters two spellings are different names, whatever the table.
NEAR = 0.7
# Fewer consonants than this prove nothing.
LEAST_CONSONANTS = 3
ARTICLE = "ال"
SAME_SOUND = str.maketrans({"G": "K", "Q": "K", "C": "K", "X": "K", "P": "B", "V": "F", "W": "F"})
MUTE = set("AEIOUYH")


def is_latin(name: str) -> bool:
    """Say whether the letters can be compared with the zone at all."""
    return all("LATIN" in unicodedata.name(each, "") for each in name if each.isalpha())


@lru_cache(4096)
def variants(name: str, most: int = MOST_VARIANTS) -> frozenset[str]:
    """Return the official A-Z spellings, without blanks, hyphens and apostrophes; at most `most`.

    Those that treat every letter alike come first, so a long name loses only odd mixtures.
    """
    options = list(_options(name))
    alike = ("".join(each[min(way, len(each) - 1)] for each in options) for way in range(4))
    mixed = ("".join(parts) for parts in itertools.product(*options))
    return frozenset(itertools.islice(itertools.chain(alike, mixed), most))


def _options(name: str) -> Iterator[tuple[str, ...]]:
    composed = unicodedata.normalize("NFC", name.replace("ß", "ẞ"))
    for letter in composed[:MOST_LETTERS].upper():
        if letter.isalpha():
            yield alphabets.spellings(letter)


def parts(name: str) -> list[frozenset[str]]:
    """Return the variants of each part of a name: blanks and hyphens part it, apostrophes do not."""
    return [found for part in _split(name) if (found := variants(part)) - {""}]


def _split(name: str) -> list[str]:
    return "".join(" " if unicodedata.category(each) == "Pd" else each for each in name).split()


def is_same(typed: str, printed: str, *, is_cut: bool = False) -> bool:
    """Say whether the printed A-Z name can be the typed one; a cut one need only begin like it."""
    wanted = "".join(_split(printed.upper()))
    places = {0}
    options = [each for each in _options(typed) if each != ("",)]
    for each in options:
        if is_cut and len(wanted) > 1 and any(_ends_in(wanted[place:], each) for place in places):
            return True
        places = {place + len(text) for place in places for text in each if wanted.startswith(text, place)}
    return bool(options) and len(wanted) in places


def _ends_in(rest: str, options: tuple[str, ...]) -> bool:
    """Say whether the printed name was cut before or within this letter."""
    return any(text.startswith(rest) for text in options)


def is_among(typed: str, printed: str, *, is_cut: bool = False) -> bool:
    """Say whether all typed given names stand among the printed ones, in any order (people leave some out)."""
    if is_same(typed, printed, is_cut=is_cut):
        return True
    words = _split(printed.upper())
    found = [any(is_same(part, word) for word in words) for part in _split(typed) if variants(part) - {""}]
    return bool(found) and (all(found) or (is_cut and found[0]))


def is_person(typed: tuple[str, str], printed: tuple[str, str], *, is_cut: bool = False) -> bool:
    """Compare (family, given) with (family, given), also the other way round and with all in one field."""
    straight = is_same(typed[0], printed[0], is_cut=is_cut and not printed[1])
    if straight and (not typed[1] or not printed[1] or is_among(typed[1], printed[1], is_cut=is_cut)):
        return True
    turned = is_same(typed[1], printed[0]) and is_among(typed[0], printed[1])
    return turned or is_same("".join(typed), "".join(printed))


def compare(typed: tuple[str, str], printed: tuple[str, str], *, is_cut: bool = False) -> Likeness:
    """Compare a typed (family, given) with the zone's; Cyrillic by the tables, Arabic by ear, others not at all."""
    if not any(typed) or not any(printed):
        return "cannot tell"
    if is_person(typed, printed, is_cut=is_cut):
        return "same"
    script = languages.script_of(" ".join(typed) * languages.LEAST_LETTERS)
    if script == "Latn":
        return "different"
    if script == "Cyrl":
        return _by_letters(typed, printed, is_cut=is_cut)
    return _by_ear(typed, printed) if script == "Arab" else "cannot tell"


def _by_letters(typed: tuple[str, str], printed: tuple[str, str], *, is_cut: bool) -> Likeness:
    """Cyrillic: without the father's name, which passports leave out; then by how much is alike."""
    first = typed[0], " ".join(typed[1].split()[:1])
    if is_person(first, printed, is_cut=is_cut):
        return "same"
    spelt = "".join(each[0] for each in _options(first[0]))
    likeness = max(SequenceMatcher(None, spelt, word).ratio() for word in " ".join(printed).split())
    return "cannot tell" if likeness >= NEAR else "different"


def _by_ear(typed: tuple[str, str], printed: tuple[str, str]) -> Likeness:
    """Arabic: part by part, by consonants; states write the same name in a dozen ways."""
    whole = consonants("".join(printed))
    if _sounds("".join(typed), whole):
        return "same"
    words = [consonants(word) for word in " ".join(printed).split()]
    family, given = (
        [any(_sounds(part, word) for word in words) for part in side.split()] for side in (typed[0], typed[1])
    )
    if all(family) and all(given):
        return "same"
    return "cannot tell" if any(family) or any(given) else "different"


@lru_cache(4096)
def consonants(spelling: str) -> str:
    """Reduce an A-Z spelling to its consonants: what sounds alike falls together, doubled ones are one."""
    plain = spelling.upper().replace("PH", "F").replace("SCH", "S").translate(SAME_SOUND)
    kept = "".join(each for each in plain if "A" <= each <= "Z" and each not in MUTE)
    return "".join(letter for letter, _ in itertools.groupby(kept))


def _sounds(arabic: str, wanted: str) -> bool:
    """Say whether an Arabic spelling can have these consonants; the article's L may be missing or swallowed."""
    bare = unicodedata.normalize("NFKD", arabic)
    places = {0, 1} if bare.startswith(ARTICLE) and wanted.startswith("L") else {0}
    for letter in bare.removeprefix(ARTICLE):
        options = alphabets.CONSONANTS.get(letter, ("",))
        onward = {place + len(text) for place in places for text in options if wanted.startswith(text, place)}
        doubled = {place for place in places if place and wanted[place - 1] in options}
        places = onward | doubled
    return len(wanted) in places and bool(wanted)


def sounds(word: str) -> frozenset[str]:
    """Return the consonants of a word in any script that we can transliterate, to find it on a page by ear.

    J comes twice, kept and dropped: German J is Y elsewhere. Empty when too few are left to prove anything.
    """
    if languages.script_of(word * languages.LEAST_LETTERS) == "Arab":
        bare = unicodedata.normalize("NFKD", word).removeprefix(ARTICLE)
        spelt = "".join(alphabets.CONSONANTS.get(letter, ("",))[0] for letter in bare)
    else:
        spelt = "".join(each[0] for each in _options(word))
    found = {consonants(spelt), consonants(spelt.replace("J", ""))}
    return frozenset(each for each in found if len(each) >= LEAST_CONSONANTS)
