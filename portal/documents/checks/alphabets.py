"""How letters become A-Z in machine-readable zones: ICAO Doc 9303-3, section 6, and what states really print.

Latin: all letters of DIN 91379 that are more than a letter with marks. Cyrillic: the recommended spelling first, then
those of Ukraine (2010), Belarus, Bulgaria, Serbia, North Macedonia and of older passports. Arabic: letter for letter;
what passports print by ear is compared by consonants.
"""

import unicodedata

LATIN: dict[str, tuple[str, ...]] = {
    "Ä": ("AE", "A"),
    "Ö": ("OE", "O"),
    "Ü": ("UE", "U", "UXX"),
    "ẞ": ("SS",),
    "Å": ("AA", "A"),
    "Æ": ("AE",),
    "Ǽ": ("AE",),
    "Ø": ("OE", "O"),
    "Ǿ": ("OE", "O"),
    "Œ": ("OE",),
    "Ñ": ("N", "NXX"),
    "Ő": ("O", "OE"),
    "Ű": ("U", "UE"),
    "Đ": ("D", "DJ"),
    "Ð": ("D", "DH"),
    "Þ": ("TH",),
    "Ł": ("L",),
    "Ŀ": ("L",),
    "İ": ("I",),
    "I": ("I",),
    "Ĳ": ("IJ",),
    "Ə": ("E", "A"),
    "Ǝ": ("E",),
    "Ɛ": ("E",),
    "Ɔ": ("O",),
    "Ħ": ("H",),
    "Ŧ": ("T",),
    "Ŋ": ("N", "NG"),
    "Ǥ": ("G",),
    "Ʒ": ("Z", "ZH"),
    "Ǯ": ("Z", "ZH"),
    "Ɓ": ("B",),
    "Ɗ": ("D",),
    "Ƙ": ("K",),
    "Ƴ": ("Y",),
    "Ɨ": ("I",),
    "Ɵ": ("O",),
    "Ʉ": ("U",),
    "Ʋ": ("V",),
    "Ɯ": ("M",),
    "ĸ": ("Q", "K"),
    "ŉ": ("N",),
    "Ş": ("S", "SH"),
    "Ș": ("S", "SH"),
    "Č": ("C", "CH"),
    "Ć": ("C",),
    "Š": ("S", "SH"),
    "Ž": ("Z", "ZH"),
    "Ơ": ("O",),
    "Ư": ("U",),
}
CYRILLIC: dict[str, tuple[str, ...]] = {
    "А": ("A",),
    "Б": ("B",),
    "В": ("V", "W"),
    "Г": ("G", "H"),
    "Ґ": ("G",),
    "Д": ("D",),
    "Е": ("E", "YE", "IE", "JE"),
    "Ё": ("E", "IO", "YO", "JO", "O"),
    "Є": ("IE", "YE", "JE"),
    "Ж": ("ZH", "Z", "J"),
    "З": ("Z", "S"),
    "И": ("I", "Y"),
    "І": ("I",),
    "Ї": ("I", "YI", "JI"),
    "Й": ("I", "Y", "J", ""),
    "Ј": ("J",),
    "К": ("K",),
    "Л": ("L",),
    "М": ("M",),
    "Н": ("N",),
    "О": ("O",),
    "П": ("P",),
    "Р": ("R",),
    "С": ("S", "SS"),
    "Т": ("T",),
    "У": ("U", "OU"),
    "Ў": ("U", "W"),
    "Ф": ("F",),
    "Х": ("KH", "H", "CH", "X"),
    "Ц": ("TS", "C", "TC", "Z"),
    "Ч": ("CH", "C", "TCH"),
    "Ш": ("SH", "S", "SCH"),
    "Щ": ("SHCH", "SHT", "SCH", "STCH"),
    "Ъ": ("IE", "", "A"),
    "Ы": ("Y", "I"),
    "Ь": ("", "I", "Y"),
    "Э": ("E",),
    "Ю": ("IU", "YU", "JU"),
    "Я": ("IA", "YA", "JA", "A"),
    "Ђ": ("D", "DJ"),
    "Ѓ": ("G", "GJ"),
    "Ѕ": ("DZ", "Z"),
    "Љ": ("LJ",),
    "Њ": ("NJ",),
    "Ћ": ("C",),
    "Ќ": ("K", "KJ"),
    "Џ": ("DZ", "DJ"),
    "Ѫ": ("U",),
    "Ѳ": ("F",),
    "Ѵ": ("Y",),
    "Ә": ("A", "AE"),
    "Ғ": ("G", "GH"),
    "Қ": ("K", "Q"),
    "Ң": ("N", "NG"),
    "Ө": ("O",),
    "Ұ": ("U",),
    "Ү": ("U",),
    "Һ": ("H",),
    "Ҷ": ("J", "CH"),
    "Ҳ": ("H", "KH"),
}
ARABIC: dict[str, tuple[str, ...]] = {
    "ء": ("XE",), "آ": ("XAA",), "أ": ("XAE",), "ؤ": ("U",), "إ": ("I",), "ئ": ("XI",), "ا": ("A",), "ب": ("B",),
    "ة": ("XTA", "XAH"), "ت": ("T",), "ث": ("XTH",), "ج": ("J",), "ح": ("XH",), "خ": ("XKH",), "د": ("D",),
    "ذ": ("XDH",), "ر": ("R",), "ز": ("Z",), "س": ("S",), "ش": ("XSH",), "ص": ("XSS",), "ض": ("XDZ",), "ط": ("XTT",),
    "ظ": ("XZZ",), "ع": ("E",), "غ": ("G",), "ف": ("F",), "ق": ("Q",), "ك": ("K",), "ل": ("L",), "م": ("M",),
    "ن": ("N",), "ه": ("H",), "و": ("W",), "ى": ("XAY",), "ي": ("Y",), "ٱ": ("XXA",), "ٹ": ("XXT",), "ټ": ("XRT",),
    "پ": ("P",), "ځ": ("XKE",), "څ": ("XXH",), "چ": ("XC",), "ڈ": ("XXD",), "ډ": ("XDR",), "ڑ": ("XXR",),
    "ړ": ("XRR",), "ږ": ("XRX",), "ژ": ("XJ",), "ښ": ("XXS",), "ک": ("XKK",), "ګ": ("XXK",), "ڭ": ("XNG",),
    "گ": ("XGG",), "ں": ("XNN",), "ڼ": ("XXN",), "ھ": ("XDO",), "ۀ": ("XYH",), "ہ": ("XXG",), "ۂ": ("XGE",),
    "ۃ": ("XTG",), "ی": ("XYA",), "ۍ": ("XXY",), "ې": ("Y",), "ے": ("XYB",), "ۓ": ("XBE",),
}  # fmt: skip
# What is left of an Arabic or Persian letter when a name is written by ear and vowels, H, W and Y fall away; K stands
# for K Q G C X, F for F V W, B for B P. Several: spellings differ from country to country.
CONSONANTS: dict[str, tuple[str, ...]] = {
    "ب": ("B",), "پ": ("B",), "ت": ("T",), "ط": ("T",), "ٹ": ("T",), "ټ": ("T",), "ث": ("T", "S"),
    "ج": ("J", "K", "DJ"), "چ": ("K", "J", "TK"), "خ": ("K", ""), "د": ("D",), "ڈ": ("D",), "ډ": ("D",),
    "ذ": ("D", "Z", "T"), "ض": ("D", "Z"), "ظ": ("Z", "D", "T"), "ر": ("R",), "ړ": ("R",), "ز": ("Z", "S"),
    "ژ": ("J", "Z"), "س": ("S",), "ص": ("S",), "ش": ("S", "K", "SK"), "ښ": ("S", "K"), "غ": ("K",), "ف": ("F",),
    "ق": ("K", ""), "ك": ("K",), "ک": ("K",), "گ": ("K",), "ګ": ("K",), "ل": ("L",), "م": ("M",), "ن": ("N",),
    "و": ("", "F"), "ي": ("", "J"), "ی": ("", "J"), "ة": ("", "T"), "ہ": ("",), "ں": ("N",),
}  # fmt: skip


def spellings(letter: str) -> tuple[str, ...]:
    """Return the A-Z spellings of one upper-case letter, the recommended one first; marks alone give an empty one."""
    known = LATIN.get(letter) or CYRILLIC.get(letter) or ARABIC.get(letter)
    if known:
        return known
    bare = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    if bare != letter and bare:
        # A known letter under marks: Vietnamese vowels, Ǟ, Cyrillic with an accent.
        return tuple("".join(spellings(part)[0] for part in bare) for _ in "1")
    return (letter,) if "A" <= letter <= "Z" else ("",)
