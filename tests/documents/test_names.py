"""Names by the tables of ICAO 9303-3, by ear for Arabic, and never with endless variants."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.documents.checks import alphabets, names, words

LATIN = st.text(st.sampled_from("abcdeäöüßñçéøåłđışœþ" + "ABCÄÖÜ"), min_size=1, max_size=14)
CYRILLIC = st.text(st.sampled_from("абвгґдеєжзиіїйклмнопрстуфхцчшщьюяыэё"), min_size=2, max_size=12)


@pytest.mark.parametrize(
    ("letter", "spelt"),
    [
        ("Ä", "AE"), ("Ö", "OE"), ("Ü", "UE"), ("ẞ", "SS"), ("Å", "AA"), ("Æ", "AE"), ("Ø", "OE"), ("Œ", "OE"),
        ("Ñ", "N"), ("Þ", "TH"), ("Ł", "L"), ("Ĳ", "IJ"), ("İ", "I"), ("Ŋ", "N"), ("Ħ", "H"), ("Ệ", "E"), ("Ữ", "U"),
        ("Đ", "D"), ("Ƙ", "K"), ("Ǆ", "DZ"), ("Щ", "SHCH"), ("Ю", "IU"), ("Я", "IA"), ("Ж", "ZH"), ("Є", "IE"),
        ("ش", "XSH"), ("م", "M"), ("پ", "P"),
    ],
)  # fmt: skip
def test_the_recommended_spelling_comes_first(letter, spelt):
    assert alphabets.spellings(letter)[0] == spelt


def test_every_letter_of_latin_extensions_has_a_spelling():
    wanted = [
        chr(code) for start, stop in ((0xC0, 0x180), (0x1E00, 0x1E9C), (0x1EA0, 0x1EFA)) for code in range(start, stop)
    ]
    bare = [each for each in wanted if each.isalpha() and not any(names.variants(each))]
    assert bare == []


@pytest.mark.parametrize(
    ("typed", "printed", "likeness"),
    [
        (("Nguyễn", "Thị Ánh"), ("NGUYEN", "THI ANH"), "same"),
        (("Đặng", "Văn"), ("DANG", "VAN"), "same"),
        (("Yıldız", "İpek"), ("YILDIZ", "IPEK"), "same"),
        (("van der Berg", "Jan"), ("VAN DER BERG", "JAN"), "same"),
        (("Meyer-Öztürk", "Lena"), ("MEYER OEZTUERK", "LENA"), "same"),
        (("", "Suharto"), ("SUHARTO", ""), "same"),
        (("Coşkun", "Ayşe"), ("SAHIN", "AYSE"), "different"),
        (("Коваленко", "Олена Вікторівна"), ("KOVALENKO", "OLENA"), "same"),
        (("Щербаков", "Юрий"), ("SHCHERBAKOV", "IURII"), "same"),
        (("Ђорђевић", "Његош"), ("DJORDJEVIC", "NJEGOS"), "same"),
        (("Христов", "Димитър"), ("HRISTOV", "DIMITAR"), "same"),
        (("Коваленко", "Олена"), ("PETRENKO", "IRYNA"), "different"),
        (("Kовальчук", "Олена"), ("KOVALCHUK", "OLENA"), "same"),
        (("الحداد", "محمد أحمد"), ("AL HADDAD", "MOHAMMAD AHMAD"), "same"),
        (("القذافي", "معمر"), ("GADDAFI", "MUAMMAR"), "same"),
        (("القذافي", "معمر"), ("KADHAFI", "MOUAMMAR"), "same"),
        (("السيد", "عبد الرحمن"), ("ELSAYED", "ABDELRAHMAN"), "same"),
        (("رضایی", "مهدی"), ("REZAEI", "MAHDI"), "same"),
        (("حسن", "كريم"), ("SCHMIDT", "PETER"), "different"),
        (("李", "伟"), ("LI", "WEI"), "cannot tell"),
        (("ኪዳነ", "ሰላም"), ("KIDANE", "SELAM"), "cannot tell"),
        (("", ""), ("LI", "WEI"), "cannot tell"),
    ],
)
def test_names_in_any_script_against_the_zone(typed, printed, likeness):
    assert names.compare(typed, printed) == likeness


@given(LATIN, LATIN)
def test_a_name_is_the_same_as_each_of_its_spellings(family, given_name):
    for spelt in list(names.variants(family))[:8]:
        assert names.compare((family, given_name), (spelt, min(names.variants(given_name)))) == "same"


@given(CYRILLIC)
def test_a_cyrillic_name_fits_its_recommended_spelling(name):
    spelt = "".join(alphabets.spellings(each)[0] for each in name.upper())
    assert not spelt or names.is_same(name, spelt)


@given(st.text(max_size=60), st.text(st.sampled_from("ABCDEHIKLMNORSTU <"), max_size=39))
def test_any_text_is_survived_and_no_name_blows_up(typed, printed):
    assert len(names.variants(typed)) <= names.MOST_VARIANTS
    assert names.compare((typed, typed), (printed, printed)) in ("same", "different", "cannot tell")


def test_a_name_full_of_choices_is_compared_without_trying_every_mixture():
    name = "Üöäñ" * 30
    assert names.is_same(name, "".join(alphabets.spellings(each)[-1] for each in name.upper()[:120]))
    assert len(names.variants(name)) <= 256


@pytest.mark.parametrize(
    ("page", "name", "likeness"),
    [
        ("Frau Olena Kovalenko ist eingeschrieben", "Kovalenko", "same"),
        ("Frau Olena Kovaienko ist eingeschrieben bei uns", "Kovalenko", "cannot tell"),
        ("Frau Berta Svensson ist eingeschrieben bei uns", "Kovalenko", "different"),
        ("Громадянка Коваленко Олена народилася в Харкові", "Kovalenko", "same"),
        ("Громадянка Петренко Ірина народилася в Харкові", "Kovalenko", "cannot tell"),
        ("نشهد أن السيد محمد أحمد الحداد مسجل لدينا", "Haddad", "cannot tell"),
        ("Frau Olena Kovalenko ist eingeschrieben", "Коваленко", "same"),
        ("Frau Olena Kovalenko", "", "cannot tell"),
    ],
)
def test_a_name_on_a_page(page, name, likeness):
    assert words.name_on_page(words.digest(page), name) == likeness
