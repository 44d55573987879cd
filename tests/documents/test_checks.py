"""The rules: zone, names, words, dates; without any file."""

from datetime import date

import pytest

from portal.documents.adapters.memory import ZONE
from portal.documents.checks import names, rules, words, zone_rules
from portal.documents.checks import zone as zones
from portal.documents.checks.kinds import CARD, ENROLMENT, INSURANCE, PASSPORT, PLAIN, kind_of
from portal.documents.ports import Facts
from tests.documents.conftest import ERIKSSON, TODAY

LONG_NUMBER = ("I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<<<<<<<<<<<<<<")
VISA = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")
TD2 = ("I<UTOSTEVENSON<<PETER<<<<<<<<<<<<<<<", "D231458907UTO3407127M9507122<<<<<<<2")


def found(kind=PASSPORT, zone=ZONE, text=None, **fields):
    reading = {"zone": zone, "is_zone_sure": True, "text": text or {}, "confidence": 95}
    facts = Facts(**{**ERIKSSON, "today": TODAY, **fields})
    return {each.check: each for each in rules.outcomes(kind, reading, facts)}


def cases(**fields):
    return {check: each.result for check, each in found(**fields).items()}


def test_the_digit_of_the_standards_example():
    assert zones.digit("AB2134<<<") == "5"


@pytest.mark.parametrize("lines", [ZONE, LONG_NUMBER, VISA, TD2])
def test_the_standards_specimens_are_valid(lines):
    assert zones.parse(lines, TODAY).is_valid


def test_a_long_number_is_put_together():
    assert zones.parse(LONG_NUMBER, TODAY).number == "D23145890734"


@pytest.mark.parametrize("lines", [(), ("",), ("P<UTO",), ("A" * 44, "B" * 43), ("A" * 30,) * 2])
def test_other_shapes_are_no_zone(lines):
    assert zones.parse(lines, TODAY) is None


def test_every_changed_digit_of_the_number_is_noticed():
    for column in range(9):
        line = ZONE[1][:column] + ("7" if ZONE[1][column] != "7" else "8") + ZONE[1][column + 1 :]
        assert "number" in zones.parse((ZONE[0], line), TODAY).wrong or ZONE[1][column].isalpha()


@pytest.mark.parametrize(
    ("text", "is_past", "day"),
    [
        ("740812", True, date(1974, 8, 12)),
        ("260101", True, date(2026, 1, 1)),
        ("270101", True, date(1927, 1, 1)),
        ("450101", False, date(2045, 1, 1)),
        ("990101", False, date(1999, 1, 1)),
        ("74<<<<", True, None),
        ("741399", True, None),
    ],
)
def test_centuries_are_chosen_by_sense(text, is_past, day):
    assert zones._date(text, TODAY, is_past=is_past) == day


def test_all_fits():
    assert set(cases().values()) == {"pass"}


@pytest.mark.parametrize(
    ("fields", "check"),
    [
        ({"family_name": "Svensson"}, "name"),
        ({"given_names": "Bertha"}, "name"),
        ({"family_name": "Ерикссон"}, "name"),
        ({"date_of_birth": date(1974, 12, 8)}, "birth"),
        ({"passport_number": "L898902C8"}, "number"),
        ({"passport_expiry": date(2032, 4, 16)}, "expiry_typed"),
    ],
)
def test_what_differs_from_the_form_is_a_warning(fields, check):
    result = cases(**fields)
    assert result.pop(check) == "warn"
    assert set(result.values()) == {"pass"}


def test_the_day_of_expiry_is_still_valid():
    assert cases(today=date(2032, 4, 15))["expiry"] == "pass"
    assert cases(today=date(2032, 4, 16))["expiry"] == "fail"


def test_an_empty_form_skips_the_comparisons():
    empty = {
        "family_name": "",
        "given_names": "",
        "date_of_birth": None,
        "passport_number": "",
        "passport_expiry": None,
    }
    result = cases(**empty)
    assert {result[each] for each in ("name", "birth", "number", "expiry_typed")} == {"skipped"}


def test_wrong_digits_are_doubt_not_blame():
    broken = (ZONE[0], ZONE[1][:-1] + ("1" if ZONE[1][-1] != "1" else "2"))
    assert found(zone=broken)["zone"].values["case"] == "digits"


def test_a_card_is_compared_with_the_cards_number_not_the_passports():
    assert cases(kind=CARD, zone=LONG_NUMBER)["number"] == "skipped"
    assert cases(kind=CARD, zone=LONG_NUMBER, title_number="D231 4589 0734")["number"] == "pass"
    assert cases(kind=CARD, zone=LONG_NUMBER, title_number="D23145890735")["number"] == "warn"


def test_a_card_in_the_place_of_the_passport_is_named():
    other = found(zone=LONG_NUMBER)["kind"]
    assert (other.result, other.values["found"], other.values["wanted"]) == ("warn", "card", "passport")


@pytest.mark.parametrize(
    ("typed", "case"),
    [("L8989O2C3", "twins"), ("L898902C4", "differs"), ("l 898902-c3", "")],
)
def test_look_alikes_in_a_number_are_told_apart_from_another_number(typed, case):
    assert found(passport_number=typed)["number"].case == case


@pytest.mark.parametrize(
    ("code", "country"),
    [("TUR", "TR"), ("D", "DE"), ("RKS", "XK"), ("GBN", "GB"), ("UTO", "UTO"), ("XXA", "XXA"), ("UKR", "UA")],
)
def test_codes_of_the_zone_become_those_of_the_form(code, country):
    assert zone_rules.alpha_2(code) == country


def test_a_passport_that_ends_before_the_wanted_stay_is_told():
    outcome = found(wanted_until=date(2033, 1, 1))["expiry"]
    assert (outcome.result, outcome.case) == ("warn", "before-stay")
    assert found(wanted_until=date(2032, 4, 15))["expiry"].result == "pass"


def test_a_corrected_character_is_never_silent():
    details = {"is_sure": False, "repaired": ["number"], "confidence": {"number": 71}}
    outcome = next(each for each in outcomes(zone_details=details) if each.check == "zone")
    assert (outcome.result, outcome.case, outcome.confidence) == ("warn", "compare", 71)


def test_two_documents_in_one_picture_are_noticed():
    assert any(each.case == "two-documents" for each in outcomes(zone_details={"others": 1}))


def outcomes(**reading):
    facts = Facts(**ERIKSSON, today=TODAY)
    return rules.outcomes(PASSPORT, {"zone": ZONE, "confidence": 95, **reading}, facts)


@pytest.mark.parametrize(
    ("quality", "case"),
    [
        ({"mean": 20}, "dark-passport"),
        ({"long": 500}, "small-passport"),
        ({"glare": 0.3, "mean": 150}, "glare-passport"),
        ({"sharp": 5}, "blurred-passport"),
        ({}, "no-zone-passport"),
    ],
)
def test_the_picture_tells_why_no_zone_was_read(quality, case):
    (outcome,) = outcomes(zone=(), quality=quality)
    assert (outcome.check, outcome.result, outcome.case) == ("zone", "warn", case)


def test_a_late_reading_asks_nothing_of_the_person():
    (outcome,) = outcomes(zone=(), is_late=True)
    assert (outcome.result, outcome.case) == ("skipped", "late")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (("Müller", "Jörg"), ("MUELLER", "JOERG")),
        (("Müller", "Jörg"), ("MULLER", "JORG")),
        (("Groß", "Anna"), ("GROSS", "ANNA")),
        (("Şahin", "Işıl"), ("SAHIN", "ISIL")),
        (("Đukić", "Ana"), ("DUKIC", "ANA")),
        (("Đukić", "Ana"), ("DJUKIC", "ANA")),
        (("Łukasz", "Żaneta"), ("LUKASZ", "ZANETA")),
        (("O'Neill", "Seán"), ("ONEILL", "SEAN")),
        (("García-López", "José María"), ("GARCIA LOPEZ", "JOSE MARIA")),
        (("Al-Haddad", "Omar"), ("AL HADDAD", "OMAR")),
        (("Nguyen", "Thi Anh"), ("NGUYEN", "THI ANH NGOC")),
        (("Wei", "Li"), ("LI", "WEI")),
        (("Ñandú", "Ø"), ("NXXANDU", "O")),
    ],
)
def test_spellings_of_one_name_are_the_same(typed, printed):
    assert names.is_person(typed, printed)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (("Meier", "Anna"), ("MAIER", "ANNA")),
        (("Ivanov", "Petr"), ("IVANOVA", "PETRA")),
        (("Kim", ""), ("LEE", "KIM")),
        (("", ""), ("A", "B")),
    ],
)
def test_other_names_are_not(typed, printed):
    assert not names.is_person(typed, printed)


def test_a_cut_name_needs_only_begin_alike():
    assert names.is_person(
        ("Papathanasopoulos", "Konstantinos Alexandros"), ("PAPATHANASOPOULOS", "KONSTANTINOS ALE"), is_cut=True
    )


def certificate(*, issued="01.10.2026", name="Anna Eriksson", title="Immatrikulationsbescheinigung"):
    return words.digest(f"Universität Köln {title} Frau {name} ist eingeschrieben. Köln, {issued}")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        (certificate(), "pass"),
        (certificate(issued="1. Oktober 2026"), "pass"),
        (certificate(issued="October 1st, 2026", title="Certificate of Enrolment"), "pass"),
        (certificate(issued="1 October 2026"), "pass"),
        (certificate(issued="2026-10-01"), "pass"),
        (certificate(issued="01.03.2026"), "fail"),
        (certificate(issued="35.13.2026"), "warn"),
        (certificate(issued="01.10.2027"), "warn"),
    ],
)
def test_a_certificate_may_be_six_months_old(text, result):
    assert cases(kind=ENROLMENT, text=text)["date"] == result


def test_the_birth_date_is_not_the_date_of_the_certificate():
    text = words.digest("Immatrikulation, Studiengang, geboren am 01.10.2026, Semester endet am 31.03.2027")
    assert found(kind=ENROLMENT, text=text)["date"].values["case"] == "running"


def test_another_letter_is_no_certificate():
    text = words.digest("Mietvertrag über Wohnraum zwischen Frau Anna Eriksson und der Universität")
    assert cases(kind=ENROLMENT, text=text) == {"kind": "warn"}


def test_another_persons_certificate_is_noticed():
    assert cases(kind=ENROLMENT, text=certificate(name="Berta Svensson"))["name"] == "warn"


@pytest.mark.parametrize(("issued", "result"), [("01.11.2026", "pass"), ("01.07.2026", "fail")])
def test_a_proof_of_health_insurance_may_be_three_months_old(issued, result):
    text = words.digest(f"AOK Mitgliedsbescheinigung. Anna Eriksson ist versichert seit 01.04.2024. Bonn, {issued}")
    assert cases(kind=INSURANCE, text=text)["date"] == result


def test_an_empty_page_is_unreadable():
    assert cases(kind=ENROLMENT, zone=(), text=words.digest("")) == {"text": "warn"}


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("passport", PASSPORT),
        ("PASS", PASSPORT),
        ("enrolment_certificate", ENROLMENT),
        ("IMMA", ENROLMENT),
        ("KV", INSURANCE),
        ("residence-permit", CARD),
        ("SONST", PLAIN),
        ("passport-photo", PLAIN),
    ],
)
def test_the_catalogues_types_have_their_kinds(code, kind):
    assert kind_of(code) == kind


def read_as(code, points=20, **reading):
    """A page without a zone whose words are surely those of a paper."""
    return {
        "zone": (),
        "text": {"count": 80, "salt": "s", "words": [], "kinds": {code: points}},
        "confidence": 95,
        "pages": 1,
        **reading,
    }


def seen(kind, reading, others=(), **facts):
    return {
        each.check: (each.result, each.case)
        for each in rules.outcomes(kind, reading, Facts(**{**ERIKSSON, "today": TODAY, **facts}), others)
    }


def test_the_front_of_a_card_is_right_but_the_back_is_missing():
    assert seen(CARD, read_as("card_front")) == {"kind": ("pass", "card_front"), "pages": ("warn", "both-sides")}


def test_two_backs_are_no_two_sides():
    back = {"zone": LONG_NUMBER, "pages": 1}
    assert seen(CARD, back, [back])["pages"] == ("warn", "both-sides")


def test_another_paper_beside_the_right_one_is_still_another_paper():
    outcomes = rules.outcomes(PASSPORT, read_as("rental_contract"), Facts(today=TODAY), [{"zone": ZONE}])
    assert [each.case for each in rules.soften(outcomes)] == ["other"]


def test_with_the_kind_switched_off_the_rest_is_still_checked():
    lease = read_as("rental_contract") | {
        "text": {"count": 80, "salt": "s", "words": [], "kinds": {"rental_contract": 20}}
    }
    found = rules.outcomes(ENROLMENT, lease, Facts(**ERIKSSON, today=TODAY), off=["kind"])
    assert {"date", "name"} <= {each.check for each in found}
    assert "kind" not in {each.check for each in found}


def test_a_page_of_text_in_the_passports_card_is_told_which_page_is_wanted():
    text = {"count": 90, "kinds": {}}
    assert seen(PASSPORT, {"zone": (), "text": text})["zone"] == ("warn", "no-lines-passport")
    assert seen(PASSPORT, {"zone": (), "text": {}, "quality": {"range": 4}})["text"] == ("warn", "empty")


def test_both_sides_of_a_card_are_whole():
    assert seen(CARD, read_as("card_front"), [read_as("card_back")]) == {"kind": ("pass", "card_front")}


def test_an_interim_certificate_is_whole_with_one_sheet():
    assert seen(CARD, read_as("interim_certificate")) == {"kind": ("pass", "interim_certificate")}


def test_a_rental_contract_in_the_place_of_the_passport_is_named():
    outcome = rules.outcomes(PASSPORT, read_as("rental_contract"), Facts(today=TODAY))[0]
    assert (outcome.case, outcome.values["found"], outcome.values["wanted"]) == (
        "other",
        "rental_contract",
        "passport",
    )


def test_an_old_passport_may_be_over():
    assert seen(kind_of("REISEALT"), {"zone": ZONE}, today=date(2033, 1, 1))["expiry"] == ("pass", "valid")


@pytest.mark.parametrize(("months", "result"), [(["2026-08"], "warn"), (["2026-08", "2026-09", "2026-10"], "pass")])
def test_payslips_of_three_months_are_counted_over_all_files(months, result):
    def slip(month):
        return read_as("payslip") | {
            "text": {"count": 80, "salt": "s", "words": [], "kinds": {"payslip": 20}, "months": [month]}
        }

    first, *others = map(slip, months)
    assert seen(kind_of("LOHN3"), first, others)["months"][0] == result


def test_a_paper_in_another_language_asks_for_a_translation_until_it_is_there():
    arabic = read_as("birth_certificate") | {
        "text": {"count": 80, "salt": "s", "words": [], "kinds": {"birth_certificate": 20}, "language": "ar"}
    }
    german = read_as("birth_certificate") | {
        "text": {"count": 80, "salt": "s", "words": [], "kinds": {"birth_certificate": 20}, "language": "de"}
    }
    assert seen(kind_of("GEB"), arabic)["language"] == ("warn", "translation")
    assert "language" not in seen(kind_of("GEB"), arabic, [german])


def test_a_script_that_nobody_here_can_read_is_no_fault_of_the_person():
    unread = {"text": {"count": 0}, "script": "Ethi", "confidence": 0}
    assert seen(kind_of("GEB"), unread) == {"language": ("skipped", "script")}


def test_an_empty_page_and_a_late_one_are_told_apart_from_a_blurred_one():
    kind = kind_of("RENT")
    assert seen(kind, {"text": {}, "quality": {"range": 5}}) == {"text": ("warn", "empty")}
    assert seen(kind, {"text": {}, "quality": {"range": 90, "sharp": 10}}) == {"text": ("warn", "blurred")}
    assert seen(kind, {"text": {}, "is_late": True}) == {"text": ("skipped", "late")}


def test_a_paper_that_ran_out_is_told_with_its_day():
    text = {"count": 80, "salt": "s", "words": [], "kinds": {"obligation_letter": 20}, "valid_until": "2026-01-31"}
    assert seen(kind_of("VE"), {"text": text, "confidence": 95})["date"] == ("fail", "ended")
