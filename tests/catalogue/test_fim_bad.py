"""Files nobody should have sent: a sentence for each, never a crash, never a half import."""

import pytest

from portal.catalogue.errors import PackError
from portal.catalogue.fim import Imported, read
from portal.shared.adapters import defused

SPACE = "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"
ROOT = "xdatenfelder.stammdatenschema.0102"


def scheme(body: str, space: str = SPACE, root: str = ROOT) -> bytes:
    number = "<identifikation><id>S1</id><version>1.0.0</version></identifikation><name>Probe</name>"
    return f'<{root} xmlns="{space}"><stammdatenschema>{number}{body}</stammdatenschema></{root}>'.encode()


def place(content: str, count: str = "1:1") -> str:
    return f"<struktur><anzahl>{count}</anzahl><enthaelt>{content}</enthaelt></struktur>"


def field(number: str = "F10000001", kind: str = "text", more: str = "", art: str = "input") -> str:
    return (
        f"<datenfeld><identifikation><id>{number}</id></identifikation><name>Feld</name>"
        f"<feldart><code>{art}</code></feldart><datentyp><code>{kind}</code></datentyp>{more}</datenfeld>"
    )


def group(content: str, name: str = "Gruppe") -> str:
    return (
        f"<datenfeldgruppe><identifikation><id>G1</id></identifikation><name>{name}</name>{content}</datenfeldgruppe>"
    )


def refusal(data: bytes) -> str:
    with pytest.raises(PackError) as caught:
        read(data)
    (problem,) = caught.value.problems
    return problem


def asked(imported: Imported) -> list[dict]:
    return [question for step in imported.service["steps"] for question in step["questions"]]


def reasons(imported: Imported) -> str:
    return "\n".join(each.reason for each in imported.unknown)


LAUGHS = b'<!DOCTYPE a [<!ENTITY b "ha">' + b"".join(
    b'<!ENTITY b%d "%s">' % (number, b"&b%d;" % (number - 1) * 10) for number in range(1, 10)
)


@pytest.mark.parametrize(
    "data",
    [
        LAUGHS + b"]><a>&b9;</a>",
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>',
        b'<!DOCTYPE a SYSTEM "https://example.org/a.dtd"><a/>',
        b'<!DOCTYPE a [<!ENTITY % b SYSTEM "https://example.org/b"> %b;]><a/>',
        b'<?xml version="1.0"?>\n<!DOCTYPE html>' + scheme(place(field())),
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"),
    ],
    ids=["laughs", "file", "dtd", "parameter", "html", "utf-16"],
)
def test_document_types_and_entities_are_refused(data):
    assert "DOCTYPE" in refusal(data)


@pytest.mark.parametrize("data", [b"", b"  \n\t "])
def test_an_empty_file_is_refused(data):
    assert "leer" in refusal(data)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        bytes(range(256)) * 20,
        b"Sehr geehrte Damen und Herren",
        scheme(place(field()))[:-20],
        b"<a>&unbekannt;</a>",
        b"<a/><b/>",
        b"<a>\x01</a>",
        b"<x:a/>",
        b'{"json": true}',
    ],
)
def test_what_is_no_xml_is_refused_with_the_line(data):
    assert "kein lesbares XML: Zeile " in refusal(data)


@pytest.mark.parametrize("encoding", ["rot13", "klingon", "utf-7", "zlib"])
def test_a_strange_encoding_is_refused(encoding):
    assert refusal(f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode())


def test_other_usual_encodings_are_read():
    data = '<?xml version="1.0" encoding="{}"?>' + scheme(place(field())).decode().replace("Feld", "Größe")
    for encoding in ("iso-8859-1", "utf-16", "windows-1252"):
        assert asked(read(data.format(encoding).encode(encoding)))[0]["code"] == "groesse"


@pytest.mark.parametrize(
    "space", ["urn:xoev-de:fim:standard:xdatenfelder_1", "urn:example", SPACE + "1", "ex:" + "a" * 9999]
)
def test_another_standard_is_refused_by_name(space):
    problem = refusal(scheme(place(field()), space))
    assert space[:100] in problem
    assert len(problem) < 500


def test_no_namespace_at_all_is_refused():
    assert "keiner" in refusal(f"<{ROOT}/>".encode())


@pytest.mark.parametrize("root", ["xdatenfelder.datenfeldgruppe.0103", "xdatenfelder.codeliste.0105"])
def test_another_message_of_the_standard_is_refused(root):
    assert root in refusal(scheme(place(field()), root=root))


def test_a_message_without_a_scheme_and_a_scheme_without_fields_are_refused():
    assert "kein Datenschema" in refusal(f'<{ROOT} xmlns="{SPACE}"/>'.encode())
    assert "keine Felder" in refusal(scheme(""))


def test_a_file_over_the_limit_is_not_even_parsed():
    assert "größer als 5 MB" in refusal(b"<" * (defused.MOST_BYTES + 1))


def test_too_many_fields_are_refused():
    hundred_thousand = scheme(place(field()) * 100_000)
    assert "größer als 5 MB" in refusal(hundred_thousand)
    assert "mehr als 1000 Felder" in refusal(scheme(place(field()) * 1001))
    assert len(asked(read(scheme(place(field()) * 1000)))) == 1000


def test_too_many_elements_end_the_reading():
    few = "<a/>" * (defused.MOST_NODES + 1)
    assert "Elemente" in refusal(scheme(few))


def test_a_hundred_thousand_fields_without_content_are_refused():
    assert "Elemente" in refusal(scheme("<struktur><datenfeld/></struktur>" * 100_000))


def test_deep_nesting_ends_the_reading():
    body = place(field())
    for _level in range(5000):
        body = f"<struktur>{body}</struktur>"
    assert "verschachtelt" in refusal(scheme(body))


def test_groups_as_deep_as_the_limit_allows_are_pages():
    body = place(field())
    for level in range(18):
        body = place(group(body, f"Ebene {level}"))
    imported = read(scheme(body))
    assert [question["code"] for question in asked(imported)] == ["feld"]
    assert "tiefer als zwei Ebenen" in reasons(imported)


@pytest.mark.parametrize("count", ["", "viele", "1", "1:", ":1", "3:1", "-1:1", "1:1:1", "99999:1", "1:+", "۱:۱"])
def test_an_unreadable_count_is_listed_and_the_field_is_asked_once(count):
    imported = read(scheme(place(field(), count)))
    assert asked(imported)[0]["required"] is False
    assert "nicht lesbar" in reasons(imported)


def test_a_field_that_is_switched_off_is_listed():
    imported = read(scheme(place(field(), "0:0")))
    assert asked(imported) == []
    assert "schaltet dieses Element ab" in reasons(imported)


@pytest.mark.parametrize(
    ("count", "least", "most"), [("0:*", 0, 10), ("20:*", 20, 20), ("1:9999", 1, 50), ("900:999", 50, 50)]
)
def test_rows_stay_within_our_limit(count, least, most):
    imported = read(scheme(place(group(place(field())), count)))
    (rows,) = asked(imported)
    assert (rows["least"], rows["most"]) == (least, most)
    assert f"der Entwurf {most}-mal" in reasons(imported)


@pytest.mark.parametrize(
    "text",
    [
        "höchstens acht Zeichen",
        "[" * 100_000,
        '{"maxLength": ' + "9" * 5000 + "}",
        '["maxLength"]',
        '{"maxLength": {"a": []}}',
        '{"maxLength": -3}',
        '{"maxLength": 0}',
        '{"maxLength": 1e400}',
        '{"maxLength": NaN}',
        '{"maxLength": "8.5"}',
        '{"farbe": "blau"}',
    ],
)
def test_a_strange_limit_is_listed_and_does_not_limit(text):
    imported = read(scheme(place(field(more=f"<praezisierung>{text}</praezisierung>"))))
    assert "max_length" not in asked(imported)[0]
    assert "Präzisierung" in reasons(imported)


@pytest.mark.parametrize("value", ["abc", "1.5", "1e99", "Infinity", "sNaN", "9" * 40, "2147483648"])
def test_a_strange_bound_is_listed_and_does_not_bound(value):
    imported = read(scheme(place(field(kind="num_int", more=f'<praezisierung minValue="{value}"/>'))))
    assert "minimum" not in asked(imported)[0]
    assert f"minValue = „{value}“" in reasons(imported)


@pytest.mark.parametrize(
    ("art", "kind"), [("raten", "text"), ("input", "farbe"), ("input", "datetime"), ("input", "")]
)
def test_an_unknown_type_is_listed_and_asked_as_text(art, kind):
    imported = read(scheme(place(field(kind=kind, art=art))))
    assert asked(imported)[0]["kind"] == "text"
    assert "nicht bekannt" in reasons(imported)


def test_an_object_and_an_element_of_another_kind_are_listed():
    imported = read(scheme(place(field(kind="obj")) + place("<bild><name>Plan</name></bild>") + "<struktur/>"))
    assert asked(imported) == []
    assert "„obj“" in reasons(imported)
    assert "„bild“" in reasons(imported)
    assert "Die Stelle ist leer" in reasons(imported)


@pytest.mark.parametrize("number", ["", "G10000001", "T1234", "F1", "F10000001V", "../../x", "F" + "1" * 5000])
def test_a_crafted_field_number_is_listed_and_not_kept(number):
    imported = read(scheme(place(field(number))))
    assert "fim_field_id" not in asked(imported)[0]
    assert "keine Feldnummer" in reasons(imported)
    assert all(len(each.id) < 400 for each in imported.unknown)


def test_names_of_all_kinds_give_different_safe_codes():
    names = ["", "123", "___", "Straße", "STRASSE", "strasse 2", "today", "名前", "a" * 500, "a" * 600]
    body = "".join(place(field().replace("Feld", name)) for name in names)
    codes = [question["code"] for question in asked(read(scheme(body)))]
    assert len(set(codes)) == len(names)
    assert all(code.isascii() and code.isidentifier() and len(code) <= 40 for code in codes)
    assert "today" not in codes


def test_long_texts_are_cut_and_the_rest_is_listed():
    imported = read(scheme(place(field(more=f"<hilfetextEingabe>{'x' * 3000}</hilfetextEingabe>"))))
    assert len(asked(imported)[0]["hint"]["de"]) == 2000
    assert "gekürzt" in reasons(imported)


def test_many_values_without_codes_do_not_blow_up_the_list():
    values = "<wert><name>Wert</name></wert>" * 50_000
    long_name = "n" * 500_000
    imported = read(scheme(place(field(more=f"<werte>{values}</werte>", art="select").replace("Feld", long_name))))
    assert len(imported.unknown) > 50_000
    assert all(len(each.name) < 400 for each in imported.unknown)


def test_codes_of_values_become_safe_and_stay_different():
    values = "".join(
        f"<wert><code>{code}</code><name>Wert</name></wert>" for code in ("a.b", "a/b", "-x", "名", "ü1", "z" * 90)
    )
    imported = read(scheme(place(field(more=f"<werte>{values}</werte>", art="select"))))
    codes = [choice["code"] for choice in asked(imported)[0]["choices"]]
    assert codes == ["a_b", "x", "1", "z" * 60]
    assert "„a/b Wert“ hat keinen eigenen Code" in reasons(imported)
    assert "„名 Wert“ hat keinen eigenen Code" in reasons(imported)
    assert "Der Code „a.b“ heißt im Entwurf „a_b“" in reasons(imported)


def test_lists_in_lists_and_several_answers_in_a_list_are_listed():
    inner = place(group(place(field()), "Innen"), "0:3") + place(field("F10000002"), "0:5")
    imported = read(scheme(place(group(inner), "1:2")))
    (rows,) = asked(imported)
    assert [member["fim_field_id"] for member in rows["questions"]] == ["F10000002"]
    assert "zu tief in einer Liste" in reasons(imported)
    assert "nur eine je Zeile" in reasons(imported)


def test_a_page_and_a_list_without_questions_are_left_out_but_listed():
    helping = "<hilfetextEingabe>Nur ein Hinweis</hilfetextEingabe>"
    imported = read(scheme(place(group(helping)) + place(group(""), "0:4")))
    assert imported.service["steps"] == []
    assert "Nur ein Hinweis" in reasons(imported)
    assert "stellt aber keine Frage" in reasons(imported)
