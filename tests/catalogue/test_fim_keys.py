import pytest

from portal.catalogue.fim import is_fim_field_id, is_leika_key


@pytest.mark.parametrize("key", ["99010019020004", "99000000000000"])
def test_a_service_key_has_fourteen_digits_and_begins_with_99(key):
    assert is_leika_key(key)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "9901001902000",
        "990100190200041",
        "98010019020004",
        " 99010019020004",
        "99010019020004\n",
        "99٠10019020004",
    ],
)
def test_anything_else_is_no_service_key(key):
    assert not is_leika_key(key)


@pytest.mark.parametrize("number", ["F60000227", "F60000227V1", "F60000227V1.1", "F60000000227V1.1.0"])
def test_a_field_id_is_f_and_digits_and_perhaps_a_version(number):
    assert is_fim_field_id(number)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "F",
        "G60000227",
        "f60000227",
        "F60000227V",
        "F60000227V1.",
        "F60000227 V1",
        "F60000227V1.1.1.1",
        "F60000227\n",
        "F6000022²",
        "F1",
        "F" + "1" * 13,
    ],
)
def test_anything_else_is_no_field_id(number):
    assert not is_fim_field_id(number)
