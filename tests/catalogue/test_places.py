import pytest

from portal.catalogue.queries import countries, nationalities, place_name
from portal.shared.language import CODES


@pytest.mark.parametrize("language", CODES)
def test_every_language_names_every_country(language):
    found = dict(countries(language))
    assert set(found) == set(dict(countries("de")))
    assert {"TR", "SY", "UA", "XK", "SU", "YU"} <= set(found)
    assert all(name and name != code for code, name in found.items())


def test_nationalities_end_with_stateless_and_unclear():
    codes = [code for code, _name in nationalities("de")]
    assert codes[-2:] == ["XXA", "XXX"]
    assert not {"DE", "GP", "HK", "EU", "ZZ"} & set(codes)


@pytest.mark.parametrize(
    ("language", "earlier", "later"),
    [
        ("de", "Ägypten", "Albanien"),
        ("de", "Österreich", "Pakistan"),
        ("tr", "Çekya", "Danimarka"),
        ("uk", "Ірак", "Йорданія"),
    ],
)
def test_names_stand_where_readers_look_for_them(language, earlier, later):
    names = [name for _code, name in countries(language)]
    assert names.index(earlier) < names.index(later)


def test_a_code_is_named_in_the_readers_language():
    assert place_name("XXA", "tr") == "Vatansız"
    assert place_name("IN", "ar") == "الهند"
    assert place_name("QQ", "de") == "QQ"
