"""What editors read: headings, names instead of codes, amounts, and where nothing is any more."""

import re

import pytest
from django.test import Client

from portal.catalogue.models import Fee, FeeRule, Hint, Question, Service, ServiceVersion, Step
from tests.cms.services.conftest import SLUG, fields_of

pytestmark = pytest.mark.django_db
AT = f"/cms/services/of/{SLUG}"


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("page", ["preview", "compare", "dry-run"])
def test_the_heading_names_the_service(editor: Client, service: Service, page):
    title = re.search(r"<title>(.*?)</title>", text(editor.get(f"{AT}/{page}/")), re.DOTALL)
    assert f": {service.title_de}" in title[1]


def test_the_form_of_a_question_is_headed_by_its_german_text(editor: Client, service: Service):
    question = Question.objects.filter(step__service=service, group=None).first()
    html = text(editor.get(f"/cms/services/parts/question/{question.pk}/"))
    assert f"Frage „{question.label_de}“ ({question.code})" in html


def test_problems_and_changes_name_a_question_by_its_german_text(editor: Client, service: Service):
    question = Question.objects.filter(step__service=service, group=None).first()
    Question.objects.filter(pk=question.pk).update(label_de="Wie heißen Sie?", label_uk="")
    assert f"Frage „Wie heißen Sie?“ ({question.code})" in text(editor.get(f"{AT}/"))
    assert f"„Wie heißen Sie?“ <code>{question.code}</code>" in text(editor.get(f"{AT}/compare/"))


def test_what_is_new_is_read_in_all_languages(editor: Client, service: Service):
    Hint.objects.create(service=service, code="odd", text_de="Auf Deutsch", text_tr="Türkçe")
    html = text(editor.get(f"{AT}/compare/"))
    assert "Auf Deutsch" in html
    assert "Türkçe" in html


def test_a_fee_stands_with_its_amount_and_the_way_to_it(editor: Client, service: Service):
    key = FeeRule.objects.filter(service=service).exclude(fee_key="").first().fee_key
    Fee.objects.filter(key=key).update(amount="77.50")
    row = Fee.objects.filter(key=key, valid_until=None).first() or Fee.objects.filter(key=key).first()
    assert f'<a href="/cms/services/law/#law-fee-{row.pk}">77,50 €</a>' in text(editor.get(f"{AT}/"))


def test_publishing_is_offered_only_when_there_is_something_new(editor: Client, service: Service):
    assert f'href="{AT}/publish/"' not in text(editor.get(f"{AT}/"))
    Step.objects.filter(service=service).update(title_de="Neu")
    assert f'href="{AT}/publish/"' in text(editor.get(f"{AT}/"))


def test_a_service_that_was_never_published_is_not_called_changed(editor: Client, service: Service):
    ServiceVersion.objects.model._base_manager.filter(service=service)._raw_delete("default")
    for address in (f"{AT}/", "/cms/services/"):
        html = text(editor.get(address))
        assert "Entwurf ist geändert" not in html
        assert "Entwurf geändert" not in html


@pytest.mark.parametrize(
    "path", ["of/nothing/", f"of/{SLUG}/compare/?old=99", "parts/question/0/", "law/law-fee/0/next/"]
)
def test_what_is_gone_is_said_within_the_admin(editor: Client, service: Service, path):
    answer = editor.get(f"/cms/services/{path}")
    assert answer.status_code == 410
    assert "Das gibt es hier nicht mehr" in text(answer)
    assert 'href="/cms/services/law/"' in text(answer)


# -- the translator's first page -----------------------------------------------------


def test_translators_see_what_is_left_in_each_language(translator: Client, editor: Client, service: Service):
    Question.objects.filter(step__service=service, group=None).update(label_uk="")
    count = Question.objects.filter(step__service=service, group=None).count()
    html = text(translator.get("/cms/"))
    assert "Ihre Übersetzungen" in html
    assert f"<strong>{count} fehlen</strong>" in html
    assert "fertig" in html
    assert "Ihre Übersetzungen" not in text(editor.get("/cms/"))


# -- boxes ----------------------------------------------------------------------------


def test_a_text_of_one_sentence_stays_one_line(editor: Client, service: Service):
    step = Step.objects.filter(service=service).first()
    url = f"/cms/services/parts/page/{step.pk}/"
    form = editor.get(url).context["form"]
    assert '<textarea name="title_de"' in str(form["title_de"])
    editor.post(url, {**fields_of(form), "title_de": "Ein Satz,\r\nder weitergeht"})
    step.refresh_from_db()
    assert step.title_de == "Ein Satz, der weitergeht"
