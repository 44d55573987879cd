"""Which paper a page looks like, and whether that is what was asked for."""

import random

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from portal.catalogue import pack
from portal.documents.checks import kinds, labels, languages, papers, words
from portal.documents.checks.kinds import Recognised, kind_of
from tests.factories import papers as drawn

NAMES = [each.name for each in drawn.PAPERS]
ASKING = {code: kind for code, kind in kinds.BY_CODE.items() if kind.accepts}


def recognised(text):
    return kinds.recognise(words.digest(text))


def slipped(text, share, seed):
    """A reader's slips: letters replaced, lost, doubled."""
    chance = random.Random(seed)  # noqa: S311 - slips, no secrets
    return "".join(
        chance.choice([chance.choice("abcdeilnorstu"), "", each + "."])
        if each.isalpha() and chance.random() < share
        else each
        for each in text
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_paper_is_recognised_by_its_words(name):
    paper = drawn.paper(name)
    found = recognised(drawn.plain(paper))
    assert (found.code, found.confidence >= kinds.CONFIDENT) == (paper.kind, True)


def test_a_text_layer_says_the_same():
    assert recognised(drawn.text(drawn.paper("rental_contract-de"))).code == "rental_contract"


@pytest.mark.parametrize("name", NAMES)
def test_the_right_paper_is_never_called_another_one(name):
    """Also with its title lost or badly read: then the portal is unsure, not wrong."""
    paper = drawn.paper(name)
    asked = [kind for kind in ASKING.values() if paper.kind in kind.accepts]
    text = drawn.plain(paper)
    for version in (text, text.replace(paper.title, ""), slipped(text, 0.06, name)):
        assert "other" not in {kinds.verdict(kind, recognised(version)) for kind in asked}


def test_a_wrong_paper_is_nearly_always_noticed():
    pairs = [
        kinds.verdict(kind, recognised(slipped(drawn.plain(paper), 0.02, paper.name)))
        for paper in drawn.PAPERS
        for kind in ASKING.values()
        if paper.kind not in kind.accepts
    ]
    assert pairs.count("other") > 0.9 * len(pairs)
    assert pairs.count("same") < 0.01 * len(pairs)


def test_a_rental_contract_is_no_certificate_of_enrolment():
    found = recognised(drawn.plain(drawn.paper("rental_contract-de")))
    assert kinds.verdict(kinds.ENROLMENT, found) == "other"
    assert str(labels.LABELS[found.code]) == "Rental contract"


def test_a_paper_that_only_names_another_one_keeps_its_kind():
    text = "Polizei Köln. Verlustanzeige. Verloren wurde ein Reisepass (passport) und ein Aufenthaltstitel."
    assert recognised(text).code == "police_report"


def test_exmatriculation_is_not_enrolment():
    text = "Universität Köln Exmatrikulationsbescheinigung. Frau Kovalenko wurde exmatrikuliert. Matrikelnummer 1"
    assert recognised(text).code == "exmatriculation"
    assert kinds.verdict(kinds.ENROLMENT, recognised(text)) == "other"


@pytest.mark.parametrize(
    "text",
    [
        "Universität Köln lmmatrikulationsbescheinigung",
        "UNIVERSITAET KOELN IMMATRIKULATIONSBESCHEINIGUNG",
        "Universität Köln Immatriku-\nlationsbescheinigung",
        "Universität Köln I m m a t r i k u l a t i o n s b e s c h e i n i g u n g",
        "Hochschule Köln Immatrikulatlonsbescheinigunq",
    ],
)
def test_slips_and_parted_words_do_not_matter(text):
    assert recognised(text).code == "enrolment"


@pytest.mark.parametrize(
    ("zone", "code"),
    [("P<", "passport"), ("PO", "passport"), ("V<", "visa"), ("AR", "card_back"), ("ID", "identity_card")],
)
def test_a_zone_outweighs_words(zone, code):
    digested = words.digest("Mietvertrag über Wohnraum, Vermieter, Mieter, Kaution")
    assert kinds.recognise(digested, has_zone=True, zone_code=zone).code == code


@pytest.mark.parametrize("text", ["", "asdf qwer", "Guten Tag, anbei wie besprochen. Viele Grüße"])
def test_a_page_without_sense_is_nothing(text):
    assert recognised(text).confidence < kinds.CONFIDENT
    assert {kinds.verdict(kind, recognised(text)) for kind in ASKING.values()} == {"unsure"}


def test_every_document_type_of_the_catalogue_has_a_kind():
    listed = yaml.safe_load((pack.FOLDER / "document_types.yaml").read_text(encoding="utf-8"))
    missing = [each["code"] for each in listed if each["code"].lower() not in kinds.BY_CODE]
    assert missing == []


def test_every_kind_and_paper_has_words_and_a_name():
    codes = {code for kind in kinds.BY_CODE.values() for code in kind.accepts}
    assert codes <= papers.vocabulary().keys()
    assert papers.vocabulary().keys() <= labels.LABELS.keys()
    assert {kind.code for kind in ASKING.values()} <= labels.LABELS.keys()


def test_the_catalogues_rules():
    assert (kind_of("KV").months, kind_of("IMMA").months, kind_of("MELDE").months) == (3, 6, 0)
    assert kind_of("TITLE").least_sides == 2
    assert kind_of("LOHN3").payslip_months == 3
    assert set(kind_of("MELDE").accepts) == {"registration", "landlord_confirmation"}
    assert not set(kind_of("IMMA").accepts) & set(kind_of("ZUL").accepts)
    assert kind_of("REISEALT").may_be_over


@given(
    st.dictionaries(st.sampled_from(sorted(papers.vocabulary())), st.integers(1, 30)), st.sampled_from(sorted(ASKING))
)
def test_a_verdict_is_never_other_without_confidence(points, code):
    found = kinds.recognise({"kinds": points})
    assert 0 <= found.confidence <= 100
    if kinds.verdict(ASKING[code], found) == "other":
        assert found.confidence >= kinds.CONFIDENT
        assert found.code not in ASKING[code].accepts


def test_nothing_read_is_no_verdict():
    assert kinds.verdict(kinds.ENROLMENT, Recognised("", 0, "", {})) == "unsure"


@pytest.mark.parametrize(
    ("name", "language", "script", "is_foreign"),
    [
        ("enrolment-de", "de", "Latn", False),
        ("enrolment-en", "en", "Latn", False),
        ("birth_certificate-tr", "tr", "Latn", True),
        ("birth_certificate-uk", "uk", "Cyrl", True),
        ("marriage_certificate-ru", "ru", "Cyrl", True),
    ],
)
def test_the_language_of_a_paper(name, language, script, is_foreign):
    digested = words.digest(drawn.plain(drawn.paper(name)))
    assert (digested["language"], digested["script"]) == (language, script)
    assert languages.needs_translation(digested["language"]) is is_foreign


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("نشهد نحن أمين السجل المدني في مدينة حلب أن السيد محمد من هذا المحل", "ar"),
        ("این گواهی در تاریخ صادر شد که نام و نام خانوادگی را با شماره ثبت از تهران به آن می دهد", "fa"),
        (
            "Je soussigné certifie que le présent extrait est conforme aux registres de la commune pour les besoins",
            "fr",
        ),
        ("El presente certificado se expide con el nombre y los apellidos del interesado en la fecha", "es"),
        ("Giấy khai sinh họ và tên ngày sinh nơi sinh của người này được cấp tại", "vi"),
        ("", ""),
        ("12345 67890", ""),
    ],
)
def test_languages_by_their_small_words(text, language):
    assert languages.language_of(text) == language


def test_nothing_of_the_text_is_kept():
    digested = str(words.digest(drawn.plain(drawn.paper("enrolment-de")))).lower()
    assert "kovalenko" not in digested
    assert "musterstadt" not in digested


@pytest.mark.parametrize(
    "text", ["Ü" * 200_000, "1.1.2026 " * 20_000, "a b c d e f " * 20_000, "immatrikulationsbescheinigun " * 5000]
)
def test_a_hostile_text_is_reduced_to_little(text):
    assert len(str(words.digest(text))) < 50_000
