from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.catalogue import queries
from portal.catalogue.models import Fee, LegalSentence, ServiceVersion, Threshold
from tests.catalogue.conftest import TODAY
from tests.factories.catalogue import packs, published

INDIAN = {
    "nationality": "IN",
    "date_of_birth": "1999-05-17",
    "title_kind": "residence_permit",
    "wanted_duration": "longer",
    "semester_no": 3,
    "standard_period": 4,
    "funding_kind": "blocked_account",
    "side_job": False,
}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(TODAY, tick=False):
        yield


def codes(definition, **answers):
    return [each.code for each in queries.open_requirements(definition, answers)]


def total(definition, **answers):
    return queries.total(queries.fees_of(definition, answers, TODAY))


# -- documents ---------------------------------------------------------------


def test_a_student_is_asked_for_what_applies_to_them(study):
    wanted = ["passport", "permit", "enrolment", "transcript", "health_insurance", "blocked_account"]
    assert codes(study, **INDIAN) == wanted


KINDS, RELATION = ("none", "passport"), {"relationship": "spouse"}
OF_PASSPORT = {"passport_number", "passport_country", "passport_issued_on", "passport_valid_until"}


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["study-extension", "naturalisation", "family-reunion"])
def test_without_a_passport_nothing_is_asked_about_it(slug):
    definition = queries.definition_of(published(slug))
    step = definition.step("passport")
    asked = {kind: queries.visible_questions(definition, step, {"passport_kind": kind} | RELATION) for kind in KINDS}
    codes = {kind: {each.code for each in found} for kind, found in asked.items()}
    assert codes["none"].isdisjoint(OF_PASSPORT)
    assert codes["passport"] >= OF_PASSPORT


def test_the_prognosis_is_asked_for_beyond_the_standard_period(study):
    assert "prognosis" in codes(study, **INDIAN | {"semester_no": "5"})
    assert "prognosis" not in codes(study, **INDIAN | {"standard_period": ""})


@pytest.mark.parametrize(
    ("funding", "document"),
    [
        ("public_scholarship", "scholarship"),
        ("formal_obligation", "formal_obligation"),
        ("parents", "parents_income"),
        ("student_aid", "student_aid"),
        ("savings", "savings"),
        ("work", "work_contract"),
    ],
)
def test_each_livelihood_has_its_proof(study, funding, document):
    assert document in codes(study, **INDIAN | {"funding_kind": funding})
    assert "blocked_account" not in codes(study, **INDIAN | {"funding_kind": funding})


def test_a_visa_is_asked_for_instead_of_a_card(study):
    assert {"visa", "permit"} & set(codes(study, **INDIAN | {"title_kind": "national_visa"})) == {"visa"}


def test_a_stolen_card_needs_the_police_report_but_not_the_card(card):
    required = [each.code for each in queries.open_requirements(card, {"reason": "theft"}) if each.required]
    assert required == ["passport", "police_report"]


def test_a_new_name_needs_its_proof(card):
    assert "name_change" in codes(card, reason="name")
    assert "name_change" not in codes(card, reason="new_passport")


def test_answers_from_before_a_change_of_mind_do_not_count(card):
    answers = {"reason": "new_passport", "loss_date": "2026-01-01"}
    kept = queries.relevant_answers(card, answers)
    assert kept == {"reason": "new_passport"}


def test_the_checklist_speaks_the_readers_language(study, django_assert_num_queries):
    with translation.override("ar"), django_assert_num_queries(1):
        items = queries.checklist_of(study)
        assert {(item.title.language, item.why.language, item.explanation.language) for item in items} == {("ar",) * 3}
    assert len(items) == len(study.requirements)
    assert [item.requirement.code for item in items if not item.conditional][:2] == ["passport", "enrolment"]


def test_the_checklist_with_answers_is_the_open_list(study):
    assert [item.requirement.code for item in queries.checklist_of(study, INDIAN)] == codes(study, **INDIAN)


def test_document_titles_come_in_every_language(study):
    assert queries.document_titles()["PASS"] == {
        "de": "Reisepass",
        "en": "Passport",
        "tr": "Pasaport",
        "ar": "جواز سفر",
        "uk": "Паспорт",
        "ru": "Паспорт",
    }


# -- fees --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "amount"),
    [
        ({}, "93.00"),
        ({"wanted_duration": "up_to_3_months"}, "96.00"),
        ({"funding_kind": "public_scholarship"}, "0.00"),
        ({"date_of_birth": "2009-01-02"}, "46.50"),
        ({"date_of_birth": "2009", "wanted_duration": "up_to_3_months"}, "48.00"),
        ({"nationality": "TR"}, "46.00"),
        ({"nationality": "TR", "date_of_birth": "2003-01-01"}, "27.60"),
        ({"nationality": "TR", "date_of_birth": "2002-11-22"}, "46.00"),
        ({"nationality": "TR", "funding_kind": "public_scholarship"}, "0.00"),
    ],
)
def test_the_fee_of_an_extension_follows_its_rule(study, change, amount):
    assert total(study, **INDIAN | change) == Decimal(amount)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, "67.00"),
        ({"reason": "defect"}, "0.00"),
        ({"fee_grounds": ["protection"]}, "0.00"),
        ({"fee_grounds": ["public_scholarship"]}, "0.00"),
        ({"fee_grounds": ["benefits"]}, "0.00"),
        ({"fee_grounds": ["protection"], "reason": "theft"}, "67.00"),
        ({"nationality": "TR"}, "46.00"),
        ({"nationality": "TR", "date_of_birth": "2004"}, "27.60"),
        ({"nationality": "CH"}, "46.00"),
        ({"date_of_birth": "2010"}, "33.50"),
        ({"delivery": "express"}, "102.00"),
        ({"delivery": "direct_mail"}, "82.00"),
        ({"fee_grounds": ["benefits"], "delivery": "express"}, "35.00"),
    ],
)
def test_the_fee_of_a_new_card_follows_its_rule(card, answers, expected):
    assert total(card, **{"title_kind": "residence_permit", "reason": "new_passport"} | answers) == Decimal(expected)


def test_a_reduction_is_a_line_of_its_own_with_its_law(study):
    fee, reduction = queries.fees_of(study, INDIAN | {"date_of_birth": "2009-03"}, TODAY)
    assert (fee.kind, fee.amount) == ("fee", Decimal("93.00"))
    assert (reduction.kind, reduction.amount, reduction.law[:4]) == ("reduction", Decimal("-46.50"), "§ 50")


def test_of_several_reductions_the_best_one_counts_once(study):
    answers = INDIAN | {"date_of_birth": "2009-03", "nationality": "TR", "funding_kind": "public_scholarship"}
    lines = queries.fees_of(study, answers, TODAY)
    assert [line.kind for line in lines] == ["fee", "reduction"]
    assert queries.total(lines) == 0


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "date_of_birth": st.sampled_from(["2009-03", "1999-05-17", "1980", "soon"]),
            "nationality": st.sampled_from(["TR", "CH", "IN", "XXA", "??"]),
            "fee_grounds": st.lists(st.sampled_from(["protection", "public_scholarship", "benefits"])),
            "funding_kind": st.sampled_from(["public_scholarship", "work", 7]),
            "wanted_duration": st.sampled_from(["longer", "up_to_3_months"]),
        },
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_fee_is_negative_or_higher_than_without_reductions(study, answers):
    lines = queries.fees_of(study, answers, TODAY)
    base = sum(line.amount for line in lines if line.kind in {"fee", "surcharge"})
    assert 0 <= queries.total(lines) <= base
    assert all(line.law and line.reason.value for line in lines)


def test_a_fee_line_names_law_and_reason_in_the_readers_language(study):
    with translation.override("tr"):
        line = queries.fees_of(study, INDIAN, TODAY)[0]
    assert (line.title.language, line.reason.language, line.law) == ("tr", "tr", "§ 45 Nr. 2 Buchst. b AufenthV")


def test_guides_see_the_usual_fee_first_and_then_the_others(study):
    lines = queries.possible_fees(study, TODAY)
    assert lines[0].amount == Decimal("93.00")
    assert len([line for line in lines if line.kind in {"fee", "surcharge"}]) == len(study.fee_rules)
    assert {line.amount for line in lines if line.kind == "reduction"} >= {Decimal(0), Decimal("46.50")}


def test_a_new_amount_holds_from_its_first_day(study):
    for row in Fee.objects.filter(key="45-2b"):
        row.valid_until = date(2026, 12, 31)
        row.save()
    Fee.objects.create(key="45-2b", amount=99, law="§ 45", title_de="x", valid_from=date(2027, 1, 1))
    assert queries.fees_of(study, INDIAN, date(2026, 12, 31))[0].amount == 93
    assert queries.fees_of(study, INDIAN, date(2027, 1, 1))[0].amount == 99


@pytest.mark.parametrize(("day", "amount"), [("2025-12-31", "48300"), ("2026-01-01", "50700"), ("2027-01-01", None)])
def test_thresholds_hold_for_their_year(study, day, amount):
    on = date.fromisoformat(day)
    assert queries.law_on(on).amount("blue_card", on.year) == (amount and Decimal(amount))


def test_thresholds_name_their_source(study):
    assert not Threshold.objects.filter(source="").exists()


# -- services and questions --------------------------------------------------


def test_service_cards_load_only_the_readers_columns(study, django_assert_num_queries):
    with translation.override("uk"), django_assert_num_queries(1):
        row = queries.service_cards()[0]
        assert row.title_uk
        assert {"title_ar", "summary_ru"} <= row.get_deferred_fields()


def test_inactive_services_are_not_offered(study, card):
    service = queries.service_by_slug("card-transfer")
    service.active = False
    service.save()
    assert [each.slug for each in queries.services()] == ["study-extension"]
    assert queries.service_by_slug("card-transfer") is None


def test_a_service_without_a_form_has_no_current_version(db):
    with pytest.raises(ServiceVersion.DoesNotExist):
        queries.current_version("nothing")


def test_questions_appear_when_their_condition_holds(card):
    step = card.step("reason")
    assert [each.code for each in queries.visible_questions(card, step, {})] == ["reason"]
    lost = [each.code for each in queries.visible_questions(card, step, {"reason": "loss"})]
    assert lost == ["reason", "loss_date", "loss_place", "police_number", "online_function_blocked"]


def test_documents_are_compared_with_questions_that_exist(study, card):
    wanted = {"family_name", "given_names", "date_of_birth", "nationality", "passport_number", "passport_valid_until"}
    for definition in (study, card):
        assert wanted <= {question.code for question in definition.questions()}


@pytest.mark.parametrize("slug", sorted(packs().services))
def test_free_text_has_a_limit(db, slug):
    questions = queries.definition_of(published(slug)).questions()
    assert [
        q.code for q in questions if q.kind in {"text", "name", "long_text", "email", "phone"} and not q.max_length
    ] == []


# -- the sentence of the receipt ----------------------------------------------


@pytest.mark.parametrize(
    ("valid_until", "kind", "key"),
    [
        (date(2026, 11, 23), "residence_permit", "receipt-in-time"),
        (date(2026, 11, 22), "residence_permit", "receipt-in-time"),
        (date(2026, 11, 21), "residence_permit", "receipt-late"),
        (None, "residence_permit", "receipt-unknown"),
        (date(2026, 11, 23), "schengen_visa", "receipt-unknown"),
        (date(2026, 11, 23), "none", "receipt-unknown"),
        (date(2026, 11, 23), "interim_certificate", "receipt-unknown"),
    ],
)
def test_the_receipt_sentence_follows_the_rule(study, valid_until, kind, key):
    assert queries.receipt_sentence(study, valid_until, TODAY, title_kind=kind).key == key


def test_a_new_card_promises_nothing_about_the_permit(card):
    assert queries.receipt_sentence(card, date(2030, 1, 1), TODAY).key == "receipt-not-applicable"


def test_only_the_sentence_in_time_says_that_the_permit_goes_on(study):
    texts = {key: LegalSentence.objects.get(key=f"receipt-{key}").text_de for key in ("in-time", "late", "unknown")}
    assert "gilt Ihr Aufenthaltstitel weiter" in texts["in-time"]
    assert "weiter" not in texts["late"]


# -- a fee for each entry ------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "amounts"),
    [
        ([], ["70.00"]),
        (["2020-02-11"], ["70.00", "14.00"]),
        (["2020-02-11", "2011-01-01", "2024"], ["70.00", "14.00", "38.00", "14.00"]),
        (["soon", "2014"], ["70.00", "38.00", "38.00"]),
    ],
)
def test_every_child_has_a_line_of_its_own(db, born, amounts):
    definition = queries.definition_of(published("travel-document"))
    children = [{"child_date_of_birth": day} for day in born]
    answers = {"status": "refugee", "document_wanted": "travel_document", "date_of_birth": "1992-01-01"}
    asked = {each.code: each for each in definition.questions()}["document_wanted"].choices[0].code
    lines = queries.fees_of(definition, answers | {"document_wanted": asked, "children": children}, TODAY)
    assert [str(line.amount) for line in lines] == amounts
