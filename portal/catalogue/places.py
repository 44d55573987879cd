"""Countries, nationalities and languages by name in the reader's language, from CLDR; sorted as its readers sort."""

import unicodedata
from functools import cache

from babel import Locale

# Groups, outlying areas and placeholders that CLDR lists beside countries.
NOT_COUNTRIES = frozenset("AC AQ BV CP CQ DG EA EU EZ GS HM IC QO TA TF UM UN XA XB ZZ".split())  # noqa: SIM905
# Areas one can be born in, whose people hold another state's passport.
WITHOUT_NATIONALITY = frozenset(
    (  # noqa: SIM905
        "AI AS AW AX BL BM BQ CC CK CW CX EH FK FO GF GG GI GL GP GU HK IM IO "
        "JE KY MF MO MP MQ MS NC NF NU PF PM PN PR RE SH SJ SX TC TK VG VI WF YT"
    ).split()
)
# States that no longer exist but stand in birth certificates (ISO 3166-3).
FORMER: dict[str, dict[str, str]] = {
    "SU": {
        "de": "Sowjetunion (bis 1991)",
        "en": "Soviet Union (until 1991)",
        "tr": "Sovyetler Birliği (1991'e kadar)",
        "ar": "الاتحاد السوفيتي (حتى 1991)",
        "uk": "Радянський Союз (до 1991)",
        "ru": "Советский Союз (до 1991)",
    },
    "YU": {
        "de": "Jugoslawien (bis 2003)",
        "en": "Yugoslavia (until 2003)",
        "tr": "Yugoslavya (2003'e kadar)",
        "ar": "يوغوسلافيا (حتى 2003)",
        "uk": "Югославія (до 2003)",
        "ru": "Югославия (до 2003)",
    },
}
# The codes of travel documents (ICAO 9303-3), so that they can be compared with what a passport says.
WITHOUT: dict[str, dict[str, str]] = {
    "XXA": {
        "de": "staatenlos",
        "en": "Stateless",
        "tr": "Vatansız",
        "ar": "عديم الجنسية",
        "uk": "Особа без громадянства",
        "ru": "Лицо без гражданства",
    },
    "XXX": {
        "de": "ungeklärt",
        "en": "Unclear",
        "tr": "Belirsiz",
        "ar": "غير محددة",
        "uk": "Не з’ясовано",
        "ru": "Не выяснено",
    },
}
# Languages without a two-letter code (or with one that hides them) that people ask interpreters for.
SPOKEN_TOO = frozenset("ckb fa_AF kab kmr bal rhg rom tig zza zgh".split())  # noqa: SIM905
ALPHABETS = {
    "tr": "abcçdefgğhıijklmnoöpqrsştuüvwxyz",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
}

type Named = tuple[tuple[str, str], ...]


@cache
def countries(language: str) -> Named:
    """Return (code, name) of the states of the world, then of former ones, in the language's order."""
    return _sorted(_territories(language), language) + tuple((code, names[language]) for code, names in FORMER.items())


@cache
def nationalities(language: str) -> Named:
    """Return (code, name) of states whose citizens need a permit here, then stateless and unclear."""
    names = _territories(language)
    states = {code: name for code, name in names.items() if code != "DE" and code not in WITHOUT_NATIONALITY}
    return _sorted(states, language) + tuple((code, names[language]) for code, names in WITHOUT.items())


@cache
def languages(language: str) -> Named:
    """Return (code, name) of the world's written languages (ISO 639), in CLDR's names."""
    names: dict[str, str] = dict(Locale.parse(language).languages)
    wanted = (code for code in names if len(code) == 2 or code in SPOKEN_TOO)  # noqa: PLR2004
    return _sorted({code: names[code] for code in wanted}, language)


def place_name(code: str, language: str) -> str:
    """Return the name behind a country or nationality code, or the code itself when it is not ours."""
    return _names(language).get(code, code)


@cache
def codes() -> frozenset[str]:
    """Return the codes that an answer about a country or a nationality may have (ISO 3166; ICAO 9303-3 for none)."""
    return frozenset(_names("de"))


@cache
def _names(language: str) -> dict[str, str]:
    return _territories(language) | dict(countries(language)) | dict(nationalities(language))


def language_name(code: str, language: str) -> str:
    """Return the name of a language in the reader's language, or the code itself when it is not ours."""
    return dict(languages(language)).get(code, code)


def _territories(language: str) -> dict[str, str]:
    names = Locale.parse(language).territories
    return {code: name for code, name in names.items() if len(code) == 2 and code not in NOT_COUNTRIES}  # noqa: PLR2004


def _sorted(names: dict[str, str], language: str) -> Named:
    return tuple(sorted(names.items(), key=lambda pair: _sort_key(pair[1], language)))


def _sort_key(name: str, language: str) -> tuple[object, ...]:
    alphabet = ALPHABETS.get(language, "")
    lowered = name.replace("I", "ı").replace("İ", "i") if language == "tr" else name
    # Marks foreign to the alphabet do not count: Österreich stands under O, and alef with hamza under alef.
    letters = [letter if letter in alphabet else _bare(letter) for letter in lowered.lower()]
    return tuple((alphabet.find(letter), letter) for letter in "".join(letters))


def _bare(letter: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(each))
