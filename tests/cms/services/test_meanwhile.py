"""Two people, or two windows, with the same form: nobody's work is overwritten unseen."""

import json

import pytest
from django.test import Client

from cms.services.meanwhile import LIST, NOW, SHOWN, TAKEN
from portal.catalogue.models import Choice, Fee, Question, Service
from tests.cms.services.conftest import fields_of
from tests.cms.services.test_forms import edit_url, errors, question, rows, saved  # noqa: F401 - a fixture
from tests.cms.services.test_law import text

pytestmark = pytest.mark.django_db


def opened(client: Client, url: str) -> dict:
    return fields_of(client.get(url).context["form"])


def test_what_another_window_saved_is_not_overwritten(editor: Client, question: Question):  # noqa: F811
    url = edit_url("question", question)
    second = opened(editor, url)
    saved(editor, url, label_de="Neue Frage?")
    answer = editor.post(url, {**second, "hint_de": "Meine Hilfe", "label_de": "Dritte Frage?"})
    assert errors(answer)["label_de"] == [NOW.format(value="Neue Frage?")]
    assert set(errors(answer)) == {"label_de", "__all__"}
    question.refresh_from_db()
    assert question.label_de == "Neue Frage?"
    again = fields_of(answer.context["form"])
    assert (again["hint_de"], again["label_de"]) == ("Meine Hilfe", "Dritte Frage?")
    assert "Text, Deutsch: Jemand anders" in text(answer)
    assert editor.post(url, again).status_code == 302
    question.refresh_from_db()
    assert (question.hint_de, question.label_de) == ("Meine Hilfe", "Dritte Frage?")


def test_a_field_that_only_the_other_changed_shows_what_is_stored(editor: Client, question: Question):  # noqa: F811
    url = edit_url("question", question)
    second = opened(editor, url)
    saved(editor, url, label_de="Neue Frage?", required=None if question.required else "on")
    answer = editor.post(url, {**second, "hint_de": "Meine Hilfe"})
    assert errors(answer)["label_de"] == errors(answer)["required"] == [TAKEN]
    assert editor.post(url, fields_of(answer.context["form"])).status_code == 302
    was = question.required
    question.refresh_from_db()
    assert (question.hint_de, question.label_de, question.required) == ("Meine Hilfe", "Neue Frage?", not was)


def test_choices_are_looked_at_as_well(editor: Client, question: Question):  # noqa: F811
    url = edit_url("question", question)
    second = opened(editor, url)
    saved(editor, url, **{"choices-0-label_de": "Erste"})
    answer = editor.post(url, {**second, "hint_de": "Meine Hilfe"})
    assert answer.status_code == 200
    assert TAKEN in text(answer)
    assert editor.post(url, fields_of(answer.context["form"])).status_code == 302
    assert question.choices.first().label_de == "Erste"


def test_a_choice_that_came_or_went_meanwhile_is_told(editor: Client, question: Question):  # noqa: F811
    url = edit_url("question", question)
    first, second = (
        Choice.objects.create(question=question, code="odd", label_de="x", position=98),
        opened(editor, url),
    )
    first.delete()
    Choice.objects.create(question=question, code="fresh", label_de="x", position=99)
    answer = editor.post(url, {**second, "hint_de": "Meine Hilfe"})
    codes = ", ".join(sorted(question.choices.values_list("code", flat=True)))
    assert errors(answer)["__all__"] == [LIST.format(rows=codes)]
    assert editor.post(url, fields_of(answer.context["form"])).status_code == 302
    assert {"odd", "fresh"} <= set(question.choices.values_list("code", flat=True))


def test_rows_of_the_law_are_guarded_as_well(editor: Client, service: Service):
    row = Fee.objects.get(key="45-3")
    url = f"/cms/services/law/law-fee/{row.pk}/correct/"
    second = opened(editor, url)
    why = "Im Gesetz steht es anders"
    assert saved(editor, url, amount="95,00", why=why).status_code == 302
    answer = editor.post(url, {**second, "amount": "96,00", "why": why})
    assert errors(answer)["amount"] == [NOW.format(value="95,00")]
    row.refresh_from_db()
    assert row.amount == 95


def test_every_form_carries_fingerprints_of_all_its_fields(editor: Client, service: Service):
    for name, row in rows(service):
        if row is not None:
            form = editor.get(edit_url(name, row)).context["form"]
            carried = set(json.loads(fields_of(form)[SHOWN]))
            kept = {key for key, field in form.fields.items() if field.disabled}
            assert set(form.initial) & set(form.fields) - kept <= carried, name
