"""In which script and language a text is written: by its letters, and by the small words that every page has.

Enough to choose a reader and to say "this paper needs a sworn translation"; not enough for a linguist.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

# ISO 15924 codes by the first word of a letter's Unicode name.
SCRIPTS = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "ARABIC": "Arab",
    "GREEK": "Grek",
    "HEBREW": "Hebr",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "ETHIOPIC": "Ethi",
    "TIBETAN": "Tibt",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "GURMUKHI": "Guru",
    "GUJARATI": "Gujr",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "KANNADA": "Knda",
    "MALAYALAM": "Mlym",
    "SINHALA": "Sinh",
    "THAI": "Thai",
    "LAO": "Laoo",
    "MYANMAR": "Mymr",
    "KHMER": "Khmr",
    "SYRIAC": "Syrc",
    "THAANA": "Thaa",
    "CJK": "Hani",
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
    "HANGUL": "Kore",
}
# Words that stand on nearly every page of a language and on few pages of another one.
SMALL_WORDS: dict[str, dict[str, str]] = {
    "Latn": {
        "de": "der die das und ist im für mit von den dem des wird nicht auf ein eine bis zum zur als auch hiermit herr frau am",  # noqa: E501
        "en": "the of and is to for this that with from has by are was hereby be it which not at certify on",
        "tr": "ve bir bu ile için olarak olan tarihinde tarihli numaralı göre adı soyadı doğum kayıtlı belge üzere olduğu edilen veya nüfus",  # noqa: E501
        "fr": "le la les des et est une du au aux pour dans par sur né née certifie nom prénom que qui être présent",
        "es": "el la los las y es una del por para con que se su nombre en apellidos fecha nacimiento certifica hijo",
        "it": "il lo gli della di e che per una con del nato nata nome cognome sono si nel dello comune certifica",
        "pt": "o os as da do e é uma para com não que por em nascimento nome certidão foi pelo filho",
        "ro": "și si în este la pe din cu pentru care nume prenume născut data al ale sau prin certificat eliberat",
        "pl": "i w z na jest się do nie oraz przez urodzony urodzona imię nazwisko miejsce że dla roku dnia akt",
        "sq": "dhe në të është për me nga një e datë emri mbiemri lindur lindjes këtij certifikatë nënës atit",
        "vi": "và của là cho có được ngày tháng năm sinh họ tên nơi không này giấy tại theo",
        "ku": "û di de ji bo ku ye li bi ev yê ya hatiye navê",
        "so": "iyo waa in ka ku la oo uu ay waxaa magaca taariikhda dhalashada",
        "sr": "i je u na se za sa od rođen rođena ime prezime mesto datum ili koji matične knjige iz",
        "nl": "de het een en van is op voor met niet aan dat geboren naam wordt te",
    },
    "Cyrl": {
        "uk": "та і в у на що про не до від за року є це цим із народився народилася видано ім'я прізвище",
        "ru": "и в на что не с по от года выдано из это для настоящим родился родилась имя фамилия отчество свидетельство",  # noqa: E501
        "bg": "и на в от за се е са да че с роден родена име фамилия дата удостоверение",
        "sr": "и у је на се за са од рођен рођена име презиме датум или који матичних књига",
        "mk": "и во на се од за е дека со роден родена име презиме датум матична",
    },
    "Arab": {
        "ar": "في من على أن إلى هذا هذه التي الذي عن مع بن تاريخ رقم الاسم محل الولادة وزارة الجمهورية شهادة قد",
        "fa": "در از به که این را است با برای می شد نام تاریخ شماره محل تولد صادره جمهوری شناسنامه آن خانوادگی",
        "ur": "کے کی میں ہے اور سے کا نے کو پر نام تاریخ پیدائش ہیں یہ ولدیت",
        "ps": "د په او چې له ته دی کې نوم نېټه دې سره کړی زېږېدو",
        "ckb": "لە و بە بۆ کە ئەم ناوی بەرواری ساڵی دا ڕۆژی",
    },
}
# Letters that only some of a script's languages have.
OWN_LETTERS: dict[str, str] = {
    "de": "äß",
    "tr": "ğış",
    "fr": "œêèù",
    "es": "ñ¿",
    "ro": "țșăţ",
    "pl": "łąężś",
    "sq": "ë",
    "vi": "ơưđạảấầậ",
    "uk": "іїєґ",
    "ru": "ыэё",
    "bg": "ъ",
    "sr": "ђћјљњџ",
    "mk": "ќѓѕ",
    "fa": "پچژگ",
    "ur": "ٹڈڑےں",
    "ps": "ښځړېټ",
    "ckb": "ێۆڵڕە",
}
LEAST_LETTERS = 12
LEAST_HITS = 3
# Office languages of the portal's papers: no sworn translation needed.
UNDERSTOOD = {"de", "en"}


def script_of(text: str) -> str:
    """Return the script (ISO 15924) of most letters; empty when there are too few."""
    counted = Counter(script for each in text if each.isalpha() and (script := _script(each)))
    script, count = max(counted.items(), key=lambda each: each[1], default=("", 0))
    return script if count >= LEAST_LETTERS else ""


def language_of(text: str, among: Iterable[str] = ()) -> str:
    """Return the language (ISO 639) of a text; empty when too few of its words are known.

    `among`: only these languages are thought of.
    """
    groups = SMALL_WORDS.get(script_of(text), {})
    wanted = set(among) or set(groups)
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.lower())
    scores = {code: _score(code, listed, words) for code, listed in groups.items() if code in wanted}
    code, score = max(scores.items(), key=lambda each: each[1], default=("", 0.0))
    return code if score >= LEAST_HITS else ""


def needs_translation(language: str) -> bool:
    """Say whether offices ask for a sworn translation of a paper in this language (AufenthG practice: de, en)."""
    return bool(language) and language not in UNDERSTOOD


def _script(letter: str) -> str:
    if "A" <= letter <= "z":
        return "Latn"
    return SCRIPTS.get(unicodedata.name(letter, "").split(" ", 1)[0], "")


def _score(code: str, listed: str, words: list[str]) -> float:
    known, own = set(listed.split()), set(OWN_LETTERS.get(code, ""))
    hits = Counter(word for word in words if word in known)
    # One small word that comes often must not outweigh many different ones.
    seen = sum(min(count, 6) for count in hits.values())
    strange = sum(1 for word in words if own & set(word))
    return seen + 1.2 * len(hits) + min(strange, 0.15 * len(words) + 2)
