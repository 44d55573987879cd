"""Schemes of both versions become drafts; what does not fit is on the list with its place."""

from pathlib import Path

import pytest

import portal.catalogue
from portal.catalogue.fim import Imported, read
from portal.shared.adapters.json_schema import violations

SAMPLES = Path(__file__).parent / "fim"
SCHEMA = Path(portal.catalogue.__file__).parent / "schemas" / "service.json"


@pytest.fixture(scope="module")
def boat() -> Imported:
    return read((SAMPLES / "xdf2.xml").read_bytes())


@pytest.fixture(scope="module")
def garden() -> Imported:
    return read((SAMPLES / "xdf3.xml").read_bytes())


def questions(imported: Imported) -> dict[str, dict]:
    """All questions and members of rows by code; a code given twice fails here."""
    found = [question for step in imported.service["steps"] for question in step["questions"]]
    found += [member for question in found for member in question.get("questions", ())]
    assert len({question["code"] for question in found}) == len(found)
    return {question["code"]: question for question in found}


def unfinished(service: dict) -> list[str]:
    """What the published shape does not allow in a draft."""
    data = {**service, "origins": {"de": "human", "en": "human"}}
    data.pop("languages")
    return [".".join(map(str, each.path)) for each in violations(data, SCHEMA)]


def reasons(imported: Imported, number: str) -> str:
    return "\n".join(each.reason for each in imported.unknown if each.id == number)


def test_a_scheme_becomes_a_german_draft(boat):
    service = boat.service
    assert service["slug"] == "antrag-auf-einen-bootsschein-fuer-gaeste"
    assert service["code"] == "S99000001"
    assert service["title"] == {"de": "Antrag auf einen Bootsschein für Gäste", "en": ""}
    assert service["summary"]["de"] == "Mit diesem Antrag bekommen Gäste einen Bootsschein."
    assert service["legal_basis"] == "§ 7 Bootsordnung"
    assert service["fees"] == []
    assert "leika_key" not in service, "the scheme does not name it, and nobody invents it"


def test_several_legal_references_are_joined_and_a_long_number_is_shortened(garden):
    assert garden.service["code"] == "S99000002"
    assert garden.service["legal_basis"] == "§ 1 Gartenordnung; § 2 Gartenordnung"
    assert garden.service["title"]["de"] == "Garten pachten"


def test_a_draft_has_the_shape_of_a_service_and_lacks_only_the_fee(boat, garden):
    for imported in (boat, garden):
        assert unfinished(imported.service) == ["fees"]


def test_groups_become_pages_in_order(boat, garden):
    assert [step["code"] for step in boat.service["steps"]] == ["angaben", "wer_faehrt", "ihre_boote"]
    assert [step["title"]["de"] for step in garden.service["steps"]] == [
        "Ihre Pacht",
        "Ihre Pacht – Anschrift",
        "Ihre Pacht – Anschrift – Zusatz",
        "Angaben",
    ]


def test_help_and_label_fields_stand_above_the_questions(boat):
    page = boat.service["steps"][1]
    assert page["intro"]["de"] == "Bitte wie im Pass. Kinder fahren nur mit Erwachsenen."
    assert "hinweis" not in questions(boat)


def test_a_field_keeps_its_number_and_its_limits(boat):
    assert questions(boat)["anlass"] == {
        "code": "anlass",
        "fim_field_id": "F99000001V1.0",
        "x_map": {"fim": "F99000001V1.0"},
        "kind": "long_text",
        "label": {"de": "Anlass der Fahrt", "en": ""},
        "hint": {"de": "Zum Beispiel: Hafenfest", "en": ""},
        "required": True,
        "max_length": 500,
    }


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("geburtsdatum", {"kind": "date", "required": True}),
        ("mitgliedsnummer", {"kind": "text", "required": False, "max_length": 8, "fim_field_id": "F99000003"}),
        ("staatsangehoerigkeit", {"kind": "nationality"}),
        ("hafen", {"kind": "choice", "choices": []}),
        ("kaufpreis", {"kind": "money", "minimum": 0, "maximum": 90000}),
        ("laenge", {"kind": "number", "decimals": 2}),
        ("steg", {"kind": "number"}),
        ("boot", {"kind": "group", "least": 1, "most": 3, "required": True}),
    ],
)
def test_kinds_of_version_2(boat, code, expected):
    assert questions(boat)[code] | expected == questions(boat)[code]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("flaeche", {"kind": "number", "minimum": 50}),
        ("strasse", {"kind": "text", "max_length": 55}),
        ("strasse_2", {"kind": "text", "fim_field_id": "F99000000003V1.0.0"}),
        ("mitpaechter_liste", {"kind": "group", "least": 0, "most": 10, "required": False}),
        ("mitpaechter", {"kind": "text", "required": True}),
        ("uhrzeit", {"kind": "text"}),
        ("einwilligung", {"kind": "yes_no"}),
    ],
)
def test_kinds_of_version_3(garden, code, expected):
    assert questions(garden)[code] | expected == questions(garden)[code]


def test_values_in_the_file_become_choices(garden):
    crops = questions(garden)["nutzung"]
    assert crops["kind"] == "several", "the scheme allows two values"
    assert [(each["code"], each["label"]["de"]) for each in crops["choices"]] == [("001", "Obst"), ("002", "Gemüse")]
    assert "002 Blumen" in reasons(garden, "F99000000002V1.0.0")
    assert "Auch Kräuter" in reasons(garden, "F99000000002V1.0.0")


def test_in_a_group_that_may_be_left_out_nothing_is_required(garden):
    for code in ("flaeche", "nutzung", "strasse"):
        assert questions(garden)[code]["required"] is False
    assert "freiwillig" in reasons(garden, "G99000000001V1.0.0")


def test_files_become_requirements(boat, garden):
    assert boat.service["requirements"] == [
        {
            "code": "pruefschein",
            "document_type": "SONST",
            "why": {"de": "Prüfschein: Alle Seiten.", "en": ""},
            "required": True,
            "max_files": 10,
            "law": "§ 9 Bootsordnung",
        }
    ]
    assert garden.service["requirements"][0]["required"] is False
    assert "application/pdf" in reasons(garden, "F99000000008V1.0.0")
    assert "2000000" in reasons(garden, "F99000000008V1.0.0")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("R99000001V1.0", "länger als 5 Meter"),
        ("R99000001V1.0", "wenn(F99000008, 5)"),
        ("F99000003", r"\d{8}"),
        ("F99000005V1.0", "staatsangehoerigkeit"),
        ("F99000006V1.0", "urn:de:beispiel:haefen"),
        ("G99000003V1.0", "direkt in der Zeile"),
        ("G99000004V1.0", "fehlt im Entwurf"),
        ("F99000010V1.0", "fehlt im Entwurf"),
        ("F99000011V1.0", "beliebig oft"),
        ("S99000001V1.2", "Rechtsbezüge an 1 Stellen"),
    ],
)
def test_what_is_not_understood_in_version_2_is_listed(boat, number, words):
    assert words in reasons(boat, number)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("", "{urn:example:extra}farbe"),
        ("G99000000001V1.0.0", "Auswahlgruppe"),
        ("R99000000001V1.0.0", "Entweder Fläche oder Nutzung."),
        ("R99000000002V1.0.0", "pruefe()"),
        ("F99000000001V1.0.0", "maxValue = „400.5“"),
        ("F99000000003V1.0.0", "pattern = „[A-Z].*“"),
        ("F99000000003V1.0.0", "minLength = „2“"),
        ("F99000000003V1.0.0", "Vorbefüllung „optional“"),
        ("G99000000003V1.0.0", "tiefer als zwei Ebenen"),
        ("F99000000005V1.0.0", "„time“"),
        ("F99000000005V1.0.0", "08:00"),
        ("F99000000006V1.0.0", "hidden"),
    ],
)
def test_what_is_not_understood_in_version_3_is_listed(garden, number, words):
    assert words in reasons(garden, number)


def test_a_remark_says_where_it_belongs(boat):
    rope = next(each for each in boat.unknown if each.name == "Farbe der Leine")
    assert rope.path == (
        "stammdatenschema/struktur[3]/enthaelt/datenfeldgruppe/struktur[3]/enthaelt/datenfeldgruppe"
        "/struktur[2]/enthaelt/datenfeldgruppe/struktur[1]/enthaelt/datenfeld"
    )


@pytest.mark.parametrize("name", ["xdf2.xml", "xdf3.xml"])
def test_every_field_of_the_file_is_in_the_draft_or_on_the_list(name):
    data = (SAMPLES / name).read_bytes()
    imported = read(data)
    known = {question.get("fim_field_id") for question in questions(imported).values()}
    known |= {each.id for each in imported.unknown}
    labels = {"F99000004V1.0"}
    numbers = [part.split(b"</")[0].decode() for part in data.split(b":id>") if part.startswith(b"F")]
    assert len(numbers) > 5
    for number in numbers:
        assert any(each == number or str(each).startswith(f"{number}V") for each in known | labels), number


def test_one_group_alone_becomes_a_draft_too():
    # The inner groups of this one end deeper in the lines.
    closed = "\n        </xdf3:datenfeldgruppe>"
    sample = (SAMPLES / "xdf3.xml").read_text(encoding="utf-8")
    group = sample[sample.index("<xdf3:datenfeldgruppe>") : sample.index(closed) + len(closed)]
    message = "xdf3:xdatenfelder.datenfeldgruppe.0103"
    space = "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"
    found = read(f'<{message} xmlns:xdf3="{space}">{group}</{message}>'.encode())
    assert found.service["title"]["de"] == "Ihre Pacht"
    assert {"flaeche", "nutzung"} <= questions(found).keys()
    assert all(each.path.startswith("datenfeldgruppe") for each in found.unknown)
