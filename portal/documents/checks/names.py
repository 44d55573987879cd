"""Whether two spellings can be the same name: the passport writes A-Z only (ICAO Doc 9303-3, section 6)."""

import itertools
import unicodedata

# Letters with more than one official spelling; all others lose their marks.
SPELLINGS: dict[str, tuple[str, ...]] = {
    "Ä": ("AE", "A"),
    "Ö": ("OE", "O"),
    "Ü": ("UE", "U", "UXX"),
    "ẞ": ("SS",),
    "ß": ("SS",),
    "Å": ("AA", "A"),
    "Æ": ("AE",),
    "Ø": ("OE", "O"),
    "Œ": ("OE",),
    "Ñ": ("N", "NXX"),
    "Đ": ("D", "DJ"),
    "Ð": ("D",),
    "Þ": ("TH",),
    "Ł": ("L",),
    "İ": ("I",),
    "I": ("I",),
    "Ĳ": ("IJ",),
    "Ə": ("E", "A"),
    "Ħ": ("H",),
    "Ŧ": ("T",),
    "Ŋ": ("N",),
    "Ş": ("S", "SH"),
    "Ș": ("S",),
    "Č": ("C", "CH"),
    "Š": ("S", "SH"),
    "Ž": ("Z", "ZH"),
}
MOST_VARIANTS = 256


def is_latin(name: str) -> bool:
    """Say whether the letters can be compared with the zone at all."""
    return all("LATIN" in unicodedata.name(each, "") for each in name if each.isalpha())


def variants(name: str) -> frozenset[str]:
    """Return every official A-Z spelling, without blanks, hyphens and apostrophes."""
    upper = unicodedata.normalize("NFC", name.replace("ß", "ẞ")).upper()
    options = [SPELLINGS.get(each) or (_bare(each),) for each in upper if each.isalpha()]
    return frozenset("".join(parts) for parts in itertools.islice(itertools.product(*options), MOST_VARIANTS))


def _bare(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFD", letter) if "A" <= part <= "Z")


def parts(name: str) -> list[frozenset[str]]:
    """Return the variants of each part of a name: blanks and hyphens part it, apostrophes do not."""
    return [variants(part) for part in name.replace("-", " ").split() if variants(part) - {""}]


def is_same(typed: str, printed: str, *, is_cut: bool = False) -> bool:
    """Say whether the printed A-Z name can be the typed one; a cut one need only begin like it."""
    wanted = printed.replace(" ", "")
    return any(each == wanted or (is_cut and len(wanted) > 1 and each.startswith(wanted)) for each in variants(typed))


def is_among(typed: str, printed: str, *, is_cut: bool = False) -> bool:
    """Say whether all typed given names stand among the printed ones, in any order (people leave some out)."""
    if is_same(typed, printed, is_cut=is_cut):
        return True
    words = set(printed.split())
    found = [bool(each & words) for each in parts(typed)]
    return bool(found) and (all(found) or (is_cut and found[0]))


def is_person(typed: tuple[str, str], printed: tuple[str, str], *, is_cut: bool = False) -> bool:
    """Compare (family, given) with (family, given), also the other way round and with all in one field."""
    straight = is_same(typed[0], printed[0], is_cut=is_cut and not printed[1])
    if straight and (not typed[1] or not printed[1] or is_among(typed[1], printed[1], is_cut=is_cut)):
        return True
    turned = is_same(typed[1], printed[0]) and is_among(typed[0], printed[1])
    whole = bool(variants(" ".join(typed)) & {"".join(printed).replace(" ", "")})
    return turned or whole
