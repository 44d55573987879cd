"""Translations that a change of the German text leaves behind."""

import pytest

from portal.catalogue.actions import keep_track, load_packs, write_draft
from portal.catalogue.actions.exchange import compared, exported, read_offer, take_in, take_pack
from portal.catalogue.actions.standing import standing_of
from portal.catalogue.checks.texts import texts_in
from portal.catalogue.models import Choice, OlderText, Question, Service, StandardText
from portal.catalogue.queries.drafts import draft_of
from portal.catalogue.queries.older import OTHERS, digest, older_in, older_in_rows
from portal.catalogue.shape import TRANSLATED, fingerprint
from portal.shared.language import CODES, column
from tests.factories.catalogue import packs, published

SLUG = "study-extension"
pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    published(SLUG)
    service = Service.objects.get(slug=SLUG)
    write_draft(service, packs().services[SLUG])
    service.pack_sha256 = fingerprint(packs().services[SLUG])
    service.save()
    return service


@pytest.fixture
def question(service: Service) -> Question:
    return Question.objects.get(step__service=service, code="family_name")


def edit(row, *confirmed: str, is_small: bool = False, **texts: str) -> list[str]:
    """Change texts of a row as a form does, and return which languages fell behind."""
    before = {
        column(field, code): getattr(row, column(field, code)) for field in TRANSLATED[type(row)] for code in CODES
    }
    for name, text in texts.items():
        setattr(row, name, text)
    row.save()
    return keep_track(row, before, confirmed, is_small=is_small)


def older(*rows) -> set[str]:
    return {column(field, mark.language) for (_row, field), mark in older_in_rows(rows)}


LABELS = {column("label", code) for code in OTHERS}


def test_a_new_german_text_leaves_every_translation_behind(question):
    was = question.label_de
    assert set(edit(question, label_de="Wie heißt Ihre Familie?")) == LABELS == older(question)
    assert {mark.made_for for _place, mark in older_in_rows([question])} == {was}


def test_what_changes_together_with_it_is_not_older(question):
    edit(question, label_de="Wie heißt Ihre Familie?", label_tr="Soyadınız ne?")
    assert older(question) == LABELS - {"label_tr"}


def test_a_new_translation_is_not_older_any_more(question):
    edit(question, label_de="Wie heißt Ihre Familie?")
    edit(question, label_tr="Soyadınız ne?")
    assert older(question) == LABELS - {"label_tr"}


def test_a_translation_that_still_fits_is_confirmed(question):
    edit(question, label_de="Wie heißt Ihre Familie?")
    edit(question, "label_ar")
    assert older(question) == LABELS - {"label_ar"}
    edit(question, label_de="Und wie heißt Ihre Familie?")
    assert older(question) == LABELS


def test_a_spelling_mistake_leaves_nothing_behind_and_hides_nothing(question):
    assert edit(question, is_small=True, label_de=f"{question.label_de}.") == []
    assert older(question) == set()
    was = question.label_de
    edit(question, label_de="Wie heist Ihre Familie?")
    edit(question, is_small=True, label_de="Wie heißt Ihre Familie?")
    assert older(question) == LABELS
    assert {mark.made_for for _place, mark in older_in_rows([question])} == {was}


def test_going_back_to_the_old_text_makes_translations_fit_again(question):
    was = question.label_de
    edit(question, label_de="Eins")
    edit(question, label_de="Zwei")
    assert older(question) == LABELS
    assert edit(question, label_de=was) == []
    assert older(question) == set()


def test_other_ends_of_lines_are_no_change(question):
    question.hint_de = "Wie im Pass.\nAlle Namen."
    question.save()
    assert edit(question, hint_de="Wie im Pass.\r\nAlle  Namen. ") == []


def test_a_text_that_is_missing_is_missing_and_not_older(question):
    question.label_uk = ""
    question.save()
    assert column("label", "uk") not in edit(question, label_de="Wie heißt Ihre Familie?")
    edit(question, label_de="")
    assert older(question) == set()
    assert edit(question, label_de="Neu") == []


def test_what_fits_in_another_row_fits_here(question, service):
    other = Question.objects.filter(step__service=service, kind="text").exclude(pk=question.pk).first()
    assert edit(other, label_de=question.label_de, label_tr=question.label_tr) != []
    edit(other, label_de="Etwas anderes")
    edit(other, **{name: getattr(question, name) for name in LABELS})
    assert edit(other, label_de=question.label_de) == []
    assert older(question, other) == set()


@pytest.mark.parametrize("model", [model for model in TRANSLATED if model.__name__ != "Cutoff"])
def test_every_translated_field_is_tracked(service, model):
    row = model._default_manager.first() or model(service=service)
    for field in TRANSLATED[model]:
        for code in CODES:
            setattr(row, column(field, code), f"{field} {code}")
    row.save()
    edit(row, **{column(field, "de"): f"{field} neu" for field in TRANSLATED[model]})
    assert older(row) == {column(field, code) for field in TRANSLATED[model] for code in OTHERS}


# -- packs, versions, standing ---------------------------------------------------


def places(service: Service) -> set[str]:
    return {f"{place}.{mark.language}" for place, mark in older_in(texts_in(draft_of(service)))}


def test_a_file_that_goes_out_and_comes_back_hides_nothing(question, service):
    edit(question, label_de="Wie heißt Ihre Familie?")
    before = places(service)
    data = read_offer(exported(service).encode(), "own.yaml").data
    take_in(data, compared(data).stamp)
    assert places(service) == before
    assert len(before) == len(OTHERS)


def test_the_pack_of_the_portal_says_what_fits(question, service):
    edit(question, label_de="Wie heißt Ihre Familie?")
    # Somebody has come to the pack's own pair by mistake, and that counted as older.
    pack = packs().services[SLUG]
    edit(question, label_de=pack["steps"][0]["questions"][0]["label"]["de"], label_tr="x")
    service.refresh_from_db()
    take_pack(service, compared(pack).stamp)
    assert places(service) == set()


def test_loading_a_changed_pack_brings_its_texts(folder, service):
    load_packs(folder)
    path = folder / "services" / f"{SLUG}.yaml"
    row = Service.objects.get(slug=SLUG)
    mark = OlderText.objects.create(
        language="tr", german=digest("Neuer Titel"), text=digest(row.title_tr), made_for="x"
    )
    path.write_text(path.read_text().replace(row.title_de, "Neuer Titel", 1))
    load_packs(folder)
    row.refresh_from_db()
    assert row.title_de == "Neuer Titel"
    assert not OlderText.objects.filter(pk=mark.pk).exists()


def test_a_draft_says_how_many_are_older(question, service):
    assert standing_of(service).older == 0
    edit(question, label_de="Wie heißt Ihre Familie?")
    choice = Choice.objects.filter(question__step__service=service).first()
    edit(choice, label_de="Etwas anderes", label_ru="Другое")
    assert standing_of(service).older == 2 * len(OTHERS) - 1


def test_a_shared_text_counts_where_a_service_uses_it(service):
    row = StandardText.objects.get(key="contact")
    before = standing_of(service).older
    edit(row, text_de="Rufen Sie uns an.")
    assert standing_of(service).older == before + len(OTHERS)
    edit(service.guide, **{column("contact", code): f"Eigenes {code}" for code in CODES})
    assert standing_of(service).older == before


def test_looking_costs_one_query(service, django_assert_num_queries):
    rows = list(Question.objects.filter(step__service=service))
    with django_assert_num_queries(1):
        older_in_rows(rows)


def test_a_file_in_which_only_the_german_changed_leaves_translations_behind(service: Service, question: Question):
    data = draft_of(service)
    page = next(step for step in data["steps"] if any(each["code"] == question.code for each in step["questions"]))
    label = next(each["label"] for each in page["questions"] if each["code"] == question.code)
    label |= {"de": "Wie heißt Ihre Familie?", "tr": "Soyadınız ne?"}
    take_in(data, compared(data).stamp)
    question.refresh_from_db()
    assert question.label_de == "Wie heißt Ihre Familie?"
    assert older(question) == LABELS - {column("label", "tr")}
    assert OlderText.objects.count() == len(OTHERS) - 1


def test_a_file_that_brings_a_new_question_leaves_nothing_behind(service: Service, question: Question):
    data = draft_of(service)
    data["steps"][0]["questions"].append({"code": "odd", "kind": "text", "label": {"de": "Neu", "uk": "Нове"}})
    take_in(data, compared(data).stamp)
    assert OlderText.objects.count() == 0
