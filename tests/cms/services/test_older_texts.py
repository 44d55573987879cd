"""Translations older than their German text, as editors meet them: in forms, on the workbench, when publishing."""

import re

import pytest
from django.test import Client

from portal.catalogue.models import Fee, OlderText, Question, Service, StandardText
from portal.catalogue.queries import current_version
from portal.catalogue.queries.older import OTHERS
from tests.cms.services.conftest import SLUG
from tests.cms.services.test_forms import edit_url, saved

pytestmark = pytest.mark.django_db
AT = f"/cms/services/of/{SLUG}"
MARK = '<strong class="services-older">Älter als der deutsche Text</strong>'


def html(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def question(service: Service) -> Question:
    return Question.objects.filter(step__service=service, kind="choice", group=None).first()


@pytest.fixture
def older(editor: Client, question: Question) -> Question:
    """A question whose German text has changed, alone."""
    saved(editor, edit_url("question", question), label_de="Ganz neu gefragt?")
    question.refresh_from_db()
    return question


def test_the_form_marks_the_text_and_opens_its_group(editor: Client, question: Question):
    url = edit_url("question", question)
    before = html(editor.get(url))
    assert MARK not in before
    was = question.label_de
    told = html(editor.get(saved(editor, url, label_de="Ganz neu gefragt?")["Location"]))
    assert "Älter als der deutsche Text ist jetzt: Englisch, Türkisch, Arabisch, Ukrainisch, Russisch." in told
    after = html(editor.get(url))
    assert after.count(MARK) == len(OTHERS)
    assert f'Übersetzt wurde: „<span lang="de">{was}</span>“' in after
    assert after.count('name="label_ar_fits"') == 1
    assert before.count("collapsed") == after.count("collapsed") + 1


def test_a_tick_or_a_new_text_takes_the_mark_away(editor: Client, older: Question):
    saved(editor, edit_url("question", older), label_ar_fits="on", label_tr="Yepyeni mi?")
    after = html(editor.get(edit_url("question", older)))
    assert after.count(MARK) == len(OTHERS) - 2
    assert "label_ar_fits" not in after
    assert "label_tr_fits" not in after


def test_saving_without_a_tick_leaves_the_mark(editor: Client, older: Question):
    saved(editor, edit_url("question", older))
    assert html(editor.get(edit_url("question", older))).count(MARK) == len(OTHERS)


def test_a_refused_form_keeps_tick_and_mark(editor: Client, older: Question):
    answer = saved(editor, edit_url("question", older), label_ar_fits="on", when="((")
    assert '<input type="checkbox" name="label_ar_fits" checked>' in html(answer)
    assert html(answer).count(MARK) == len(OTHERS)
    assert OlderText.objects.count() == len(OTHERS)


def test_a_small_edit_marks_nothing(editor: Client, question: Question):
    saved(editor, edit_url("question", question), label_de=f"{question.label_de} ", hint_de="Klein.", is_small="on")
    saved(editor, edit_url("question", question), label_de=f"{question.label_de}!", is_small="on")
    assert not OlderText.objects.exists()


def test_a_new_row_has_nothing_to_confirm(editor: Client, service: Service):
    assert "is_small" not in html(editor.get(f"/cms/services/parts/note/below/{service.pk}/"))


def test_choices_have_their_own_marks(editor: Client, question: Question):
    saved(editor, edit_url("question", question), **{"choices-1-label_de": "Ganz was anderes"})
    after = html(editor.get(edit_url("question", question)))
    assert after.count(MARK) == len(OTHERS)
    assert after.count('name="choices-1-label_ru_fits"') == 1
    saved(editor, edit_url("question", question), **{"choices-1-label_ru_fits": "on"})
    assert html(editor.get(edit_url("question", question))).count(MARK) == len(OTHERS) - 1


def test_translators_see_marks_and_may_tick(translator: Client, older: Question):
    saved(translator, edit_url("question", older), label_uk_fits="on")
    assert set(OlderText.objects.values_list("language", flat=True)) == set(OTHERS) - {"uk"}


# -- lists -------------------------------------------------------------------------


def test_the_workbench_leads_to_the_field(editor: Client, service: Service, older: Question):
    saved(editor, edit_url("question", older), **{"choices-0-label_de": "Ganz was anderes", "label_ru_fits": "on"})
    page = html(editor.get(f"{AT}/"))
    links = re.findall(rf'href="({edit_url("question", older)}#id_[\w-]+)"', page)
    assert {link.partition("#")[2] for link in links} == {
        *(f"id_label_{code}" for code in OTHERS if code != "ru"),
        *(f"id_choices-0-label_{code}" for code in OTHERS),
    }
    form = html(editor.get(edit_url("question", older)))
    assert all(f'id="{link.partition("#")[2]}"' in form for link in links)
    assert "<h3>Russisch: 1</h3>" in page


def test_a_service_without_older_texts_has_no_such_list(editor: Client, service: Service):
    assert "Ältere Übersetzungen" not in html(editor.get(f"{AT}/"))


def test_the_list_of_services_counts(editor: Client, service: Service, older: Question):
    page = html(editor.get("/cms/services/"))
    assert f'href="{AT}/#older">{len(OTHERS)}<' in page


def test_the_law_and_shared_texts_are_listed_too(editor: Client, service: Service):
    fee = Fee.objects.first()
    saved(editor, edit_url("law-fee", fee), title_de="Ganz neue Gebühr")
    assert html(editor.get(edit_url("law-fee", fee))).count(MARK) == len(OTHERS)
    assert f'href="{edit_url("law-fee", fee)}#id_title_ar"' in html(editor.get("/cms/services/"))
    assert "Ältere Übersetzungen" not in html(editor.get(f"{AT}/"))
    text = StandardText.objects.get(key="privacy")
    saved(editor, edit_url("law-text", text), text_de="Ganz neuer Hinweis")
    assert f'href="{edit_url("law-text", text)}#id_text_ar"' in html(editor.get(f"{AT}/"))


# -- publishing ----------------------------------------------------------------------


def test_publishing_warns_and_wants_a_tick(editor: Client, service: Service, older: Question):
    page = html(editor.get(f"{AT}/publish/"))
    assert "Trotzdem veröffentlichen" in page
    assert f"{edit_url('question', older)}#id_label_tr" in page
    answer = editor.post(f"{AT}/publish/", follow=True)
    assert "Setzen Sie unter den älteren Übersetzungen den Haken" in html(answer)
    assert current_version(SLUG).number == 1
    assert "Fassung 2 ist veröffentlicht" in html(editor.post(f"{AT}/publish/", {"despite_older": "on"}, follow=True))
    # What is published is known to be older still.
    assert html(editor.get(edit_url("question", older))).count(MARK) == len(OTHERS)


def test_without_older_texts_nothing_is_asked(editor: Client, service: Service, question: Question):
    saved(editor, edit_url("question", question), label_de=f"{question.label_de}!", is_small="on")
    assert "Trotzdem" not in html(editor.get(f"{AT}/publish/"))
    assert "Fassung 2 ist veröffentlicht" in html(editor.post(f"{AT}/publish/", follow=True))
