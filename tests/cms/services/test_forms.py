"""The forms of a service's parts: what they take, what they refuse with a sentence, what stays as it is."""

import pytest
from django.test import Client

from cms.services.law import ALL, TABLES
from cms.services.parts import PARTS
from portal.catalogue.models import (
    Choice,
    DocumentRequirement,
    Fee,
    FeeRule,
    Hint,
    LegalSentence,
    Question,
    Service,
    StatusText,
    Step,
)
from portal.catalogue.queries import current_version
from portal.shared.language import CODES
from tests.cms.services.conftest import SLUG, fields_of

pytestmark = pytest.mark.django_db


def edit_url(name: str, row) -> str:
    return f"/cms/services/parts/{name}/{row.pk}/"


def saved(client: Client, url: str, **changes):
    """Open a form, change fields, send it; None for a field leaves it out."""
    page = client.get(url)
    assert page.status_code == 200, url
    data = fields_of(page.context["form"]) | changes
    return client.post(url, {name: value for name, value in data.items() if value is not None})


def errors(answer) -> dict:
    return answer.context["form"].errors


@pytest.fixture
def question(service: Service) -> Question:
    return Question.objects.filter(step__service=service, kind="choice", group=None).first()


# -- every form -----------------------------------------------------------------


def rows(service: Service):
    for name, part in ALL.items():
        if name == "service":
            yield name, service
        elif name == "member":
            yield name, Question.objects.filter(group__isnull=False, step__service=service).first()
        else:
            yield name, part.model._default_manager.first()


def test_every_form_opens_and_saving_it_unchanged_changes_nothing(editor: Client, service: Service):
    before = current_version(SLUG).sha256
    for name, row in rows(service):
        if row is None:
            continue
        html = editor.get(edit_url(name, row)).content.decode()
        assert 'dir="rtl"' in html, name
        answer = saved(editor, edit_url(name, row))
        assert answer.status_code == 302, (name, errors(answer) if answer.context else answer)
    for each in Service.objects.all():
        editor.post(f"/cms/services/of/{each.slug}/publish/")
    assert current_version(SLUG).sha256 == before


def test_every_form_for_something_new_opens(editor: Client, service: Service):
    step = Step.objects.filter(service=service).first()
    group = Question.objects.create(step=step, code="stays", kind="group", position=90)
    parents = {"question": step.pk, "member": group.pk}
    for name, part in PARTS.items():
        if part.parent and name != "guide":
            url = f"/cms/services/parts/{name}/below/{parents.get(name, service.pk)}/"
            assert editor.get(url).status_code == 200, name
    for name in TABLES:
        assert editor.get(f"/cms/services/law/{name}/new/").status_code == 200, name
    assert editor.get("/cms/services/new/").status_code == 200


# -- questions --------------------------------------------------------------------


def test_a_new_question_stands_at_the_end_of_its_page(editor: Client, service: Service):
    step = Step.objects.filter(service=service).first()
    url = f"/cms/services/parts/question/below/{step.pk}/"
    answer = saved(editor, url, code="shoe_size", kind="number", label_de="Ihre Schuhgröße", label_ar="مقاس حذائك")
    row = Question.objects.get(code="shoe_size")
    assert answer["Location"].endswith(f"#question-{row.pk}")
    assert list(step.questions.filter(group=None))[-1] == row
    assert (row.step, row.group, row.label_de, row.label_ar) == (step, None, "Ihre Schuhgröße", "مقاس حذائك")


def test_a_new_question_of_a_group_belongs_to_it(editor: Client, service: Service):
    step = Step.objects.filter(service=service).first()
    group = Question.objects.create(step=step, code="stays", kind="group", position=90)
    saved(editor, f"/cms/services/parts/member/below/{group.pk}/", code="stay_place", kind="text")
    row = Question.objects.get(code="stay_place")
    assert (row.group, row.step, row.position) == (group, step, 0)


@pytest.mark.parametrize("code", ["Größe", "1st", "a-b", "", "x" * 61, "family_name"])
def test_a_code_that_is_none_or_taken_is_refused(editor: Client, service: Service, code):
    step = Step.objects.filter(service=service).first()
    answer = saved(editor, f"/cms/services/parts/question/below/{step.pk}/", code=code, kind="text")
    assert "code" in errors(answer)
    assert not Question.objects.filter(step=step, kind="text", position__gt=50).exists()


def test_a_published_code_stays(editor: Client, question: Question):
    before = question.code
    answer = saved(editor, edit_url("question", question), code="another")
    assert answer.status_code == 302
    question.refresh_from_db()
    assert question.code == before


def test_a_code_that_was_not_published_may_change(editor: Client, service: Service):
    step = Step.objects.filter(service=service).first()
    row = Question.objects.create(step=step, code="tpyo", kind="text", position=90)
    saved(editor, edit_url("question", row), code="typo")
    row.refresh_from_db()
    assert row.code == "typo"


@pytest.mark.parametrize("source", ["nothing_asked", "today ==", "family_name > 3", "made_up(1)", '"x"'])
def test_a_wrong_condition_is_named_and_the_text_is_kept(editor: Client, question: Question, source):
    answer = saved(editor, edit_url("question", question), when=source)
    assert "Bedingung: " in errors(answer)["when"][0]
    assert source.replace('"', "&quot;").replace(">", "&gt;") in answer.content.decode()
    question.refresh_from_db()
    assert question.when != source


def test_a_question_cannot_ask_about_a_later_one(editor: Client, service: Service):
    first, last = Question.objects.filter(step__service=service, group=None, kind="yes_no").order_by("step__position")[
        :2
    ]
    assert "when" in errors(saved(editor, edit_url("question", first), when=last.code))
    assert saved(editor, edit_url("question", last), when=first.code).status_code == 302


def test_mappings_are_lines(editor: Client, question: Question):
    saved(editor, edit_url("question", question), mapping="bundid = familyName\n dsmeld=x")
    question.refresh_from_db()
    assert question.x_map == {"bundid": "familyName", "dsmeld": "x"}
    assert "mapping" in errors(saved(editor, edit_url("question", question), mapping="bundid"))


def test_fim_fields_are_checked_by_form(editor: Client, question: Question):
    assert "fim_field_id" in errors(saved(editor, edit_url("question", question), fim_field_id="F12"))
    assert saved(editor, edit_url("question", question), fim_field_id="F60000227V1.1").status_code == 302


# -- choices -----------------------------------------------------------------------


def test_choices_are_added_moved_and_deleted_in_the_list_below(editor: Client, question: Question):
    codes = list(question.choices.values_list("code", flat=True))
    count = len(codes)
    new = {
        "choices-TOTAL_FORMS": count + 1,
        f"choices-{count}-code": "other_thing",
        f"choices-{count}-label_de": "Etwas anderes",
        f"choices-{count}-ORDER": "0",
        "choices-0-DELETE": "on",
    }
    answer = saved(editor, edit_url("question", question), **new)
    assert answer.status_code == 302, errors(answer)
    assert list(question.choices.values_list("code", flat=True)) == ["other_thing", *codes[1:]]
    assert question.choices.get(code="other_thing").label_de == "Etwas anderes"


def test_a_published_choice_keeps_its_code(editor: Client, question: Question):
    before = question.choices.first().code
    assert saved(editor, edit_url("question", question), **{"choices-0-code": "changed"}).status_code == 302
    assert question.choices.first().code == before


def test_a_choice_needs_a_readable_code(editor: Client, question: Question):
    count = question.choices.count()
    new = {"choices-TOTAL_FORMS": count + 1, f"choices-{count}-code": "ä ö", f"choices-{count}-ORDER": count + 1}
    assert saved(editor, edit_url("question", question), **new).status_code == 200
    assert question.choices.count() == count


# -- documents, fees, hints, status texts ----------------------------------------------


def test_a_document_takes_its_alternatives_and_checks(editor: Client, service: Service):
    url = f"/cms/services/parts/document/below/{service.pk}/"
    answer = saved(
        editor, url, code="lease", document_type="RENT", alternatives=["MELDE", "KV"], checks=["name_matches"],
        when='wanted_duration == "longer"', issuer="landlord", why_de="Sie brauchen das.",
    )  # fmt: skip
    assert answer.status_code == 302, errors(answer)
    row = DocumentRequirement.objects.get(service=service, code="lease")
    assert (row.alternatives, row.checks, row.issuer) == (["MELDE", "KV"], ["name_matches"], "landlord")
    assert row.position == DocumentRequirement.objects.filter(service=service).count() - 1


def test_only_kinds_of_paper_and_fees_that_exist_can_be_chosen(editor: Client, service: Service):
    url = f"/cms/services/parts/document/below/{service.pk}/"
    assert "document_type" in errors(saved(editor, url, code="lease", document_type="NONE"))
    url = f"/cms/services/parts/fee/below/{service.pk}/"
    assert "fee_key" in errors(saved(editor, url, fee_key="none"))
    assert saved(editor, url, fee_key="").status_code == 302
    assert FeeRule.objects.filter(service=service, fee_key="").exists()


def test_a_hint_stands_on_a_page_of_its_own_service(editor: Client, service: Service):
    url = f"/cms/services/parts/hint/below/{service.pk}/"
    assert "step" in errors(saved(editor, url, code="late", step="nowhere"))
    step = Step.objects.filter(service=service).first()
    saved(editor, url, code="late", step=step.code, text_de="Sie sind spät.")
    assert Hint.objects.get(service=service, code="late").step == step.code


def test_there_is_one_status_text_for_a_state(editor: Client, service: Service):
    StatusText.objects.filter(service=service).delete()
    url = f"/cms/services/parts/status/below/{service.pk}/"
    assert saved(editor, url, state="submitted", text_de="Da.").status_code == 302
    assert "state" in errors(saved(editor, url, state="submitted", text_de="Nochmal."))


# -- the service, and deleting ----------------------------------------------------------


@pytest.mark.parametrize("key", ["99010001", "12345678901234", "990100010010001"])
def test_a_key_of_the_federal_catalogue_is_checked_by_form(editor: Client, service: Service, key):
    assert "leika_key" in errors(saved(editor, edit_url("service", service), leika_key=key))
    assert saved(editor, edit_url("service", service), leika_key="99 010 001 001 000").status_code == 302
    service.refresh_from_db()
    assert service.leika_key == "99010001001000"


def test_who_wrote_a_language_is_chosen(editor: Client, service: Service):
    saved(editor, edit_url("service", service), origin_ar="human", origin_ru="")
    service.refresh_from_db()
    assert service.origins["ar"] == "human"
    assert "ru" not in service.origins
    assert set(service.origins) <= set(CODES)


def test_a_new_service_is_made_by_hand(editor: Client, service: Service):
    assert "slug" in errors(saved(editor, "/cms/services/new/", slug="Ä", code="X1", legal_basis="§ 1"))
    answer = saved(editor, "/cms/services/new/", slug="own-thing", code="X1", legal_basis="§ 1", title_de="Eigenes")
    assert answer["Location"].startswith("/cms/services/of/own-thing/")
    assert editor.get("/cms/services/of/own-thing/").status_code == 200


def test_deleting_asks_first(editor: Client, service: Service):
    step = Step.objects.filter(service=service).last()
    url = f"/cms/services/parts/page/{step.pk}/delete/"
    assert "löschen?" in editor.get(url).content.decode()
    assert Step.objects.filter(pk=step.pk).exists()
    assert editor.post(url)["Location"].startswith(f"/cms/services/of/{SLUG}/")
    assert not Step.objects.filter(pk=step.pk).exists()


def test_a_service_is_never_deleted(editor: Client, service: Service):
    assert editor.post(f"/cms/services/parts/service/{service.pk}/delete/", follow=True).status_code == 410


def test_another_kind_of_a_published_question_says_what_becomes_of_answers(editor: Client, service: Service):
    row = Question.objects.get(step__service=service, code="family_name")
    fresh = Question.objects.create(step=row.step, code="fresh", kind="text", label_de="x", position=99)
    for each, is_told in ((row, True), (fresh, False)):
        answer = editor.get(saved(editor, edit_url("question", each), kind="number")["Location"])
        assert ("Angefangene Anträge behalten die alte Art" in answer.content.decode()) is is_told
    answer = editor.get(saved(editor, edit_url("question", row), hint_de="x")["Location"])
    assert "Angefangene Anträge" not in answer.content.decode()


# -- translators --------------------------------------------------------------------------


def test_translators_change_texts_and_nothing_else(translator: Client, question: Question):
    page = translator.get(edit_url("question", question))
    assert {"code", "kind", "when", "required"}.isdisjoint(page.context["form"].fields)
    before = (question.code, question.kind, question.when)
    answer = saved(
        translator, edit_url("question", question), label_uk="Нове", kind="text", when="", code="x",
        **{"choices-0-label_uk": "Вибір", "choices-0-code": "x"},
    )  # fmt: skip
    assert answer.status_code == 302, errors(answer)
    question.refresh_from_db()
    assert (question.code, question.kind, question.when) == before
    assert question.label_uk == "Нове"
    assert question.choices.first().label_uk == "Вибір"
    assert question.choices.first().code != "x"


def test_translators_do_not_touch_german_texts(translator: Client, question: Question):
    form = translator.get(edit_url("question", question)).context["form"]
    assert "is_small" not in form.fields
    before = (question.label_de, question.choices.first().label_de)
    sent = {"label_de": "Anders", "choices-0-label_de": "Anders", "label_tr": "Başka"}
    assert saved(translator, edit_url("question", question), **sent).status_code == 302
    question.refresh_from_db()
    assert (question.label_de, question.choices.first().label_de, question.label_tr) == (*before, "Başka")


def test_translators_only_read_sentences_with_consequences_by_law(translator: Client, service: Service):
    row = LegalSentence.objects.first()
    before = (row.text_de, row.text_tr)
    html = translator.get(edit_url("law-sentence", row)).content.decode()
    assert "Sätze mit Rechtsfolge ändert nur die Redaktion." in html
    answer = saved(translator, edit_url("law-sentence", row), text_de="Anders", text_tr="Başka")
    assert "Es ist nichts geändert." in translator.get(answer["Location"]).content.decode()
    row.refresh_from_db()
    assert (row.text_de, row.text_tr) == before


def test_translators_neither_add_nor_delete_choices(translator: Client, question: Question):
    before = list(Choice.objects.filter(question=question).values_list("code", flat=True))
    count = len(before)
    new = {"choices-TOTAL_FORMS": count + 1, f"choices-{count}-code": "more", f"choices-{count}-label_de": "Mehr"}
    saved(translator, edit_url("question", question), **new)
    saved(translator, edit_url("question", question), **{"choices-0-DELETE": "on"})
    assert list(Choice.objects.filter(question=question).values_list("code", flat=True)) == before


def test_translators_see_no_buttons_for_choices(editor: Client, translator: Client, question: Question):
    button = 'id="id_choices-ADD"'
    assert button in editor.get(edit_url("question", question)).content.decode()
    html = translator.get(edit_url("question", question)).content.decode()
    assert button not in html
    # The admin's scripts look for the buttons of every list that they are told of.
    assert "wagtail.panels.InlinePanel" in editor.get(edit_url("question", question)).content.decode()
    assert "wagtail.panels.InlinePanel" not in html
    assert "data-inline-panel-child-move-up" not in html
    assert 'name="choices-0-label_uk"' in html


def test_translators_change_names_of_fees_and_no_amounts(translator: Client, service: Service):
    row = Fee.objects.first()
    assert saved(translator, edit_url("law-fee", row), title_uk="Назва", amount="1").status_code == 302
    before = row.amount
    row.refresh_from_db()
    assert (row.title_uk, row.amount) == ("Назва", before)


# -- what cannot be meant --------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"minimum": "5", "maximum": "4"}, "maximum"),
        ({"least": "5", "most": "4"}, "most"),
        ({"max_length": "0"}, "max_length"),
        ({"kind": "choice"}, "kind"),
        ({"kind": "several"}, "kind"),
    ],
)
def test_limits_that_nobody_can_keep_are_refused(editor: Client, service: Service, sent, field):
    step = Step.objects.filter(service=service).first()
    url = f"/cms/services/parts/question/below/{step.pk}/"
    assert field in errors(saved(editor, url, **{"code": "odd", "kind": "text", **sent}))
    assert not Question.objects.filter(code="odd").exists()


def test_a_choice_is_not_there_twice(editor: Client, question: Question):
    codes = list(question.choices.values_list("code", flat=True))
    count = len(codes)
    new = {
        "choices-TOTAL_FORMS": count + 1,
        f"choices-{count}-code": codes[0],
        f"choices-{count}-label_de": "Noch einmal",
        f"choices-{count}-ORDER": count + 1,
    }
    assert "gibt es in dieser Frage schon" in saved(editor, edit_url("question", question), **new).content.decode()
    assert question.choices.count() == count


def test_the_last_choice_stays(editor: Client, question: Question):
    gone = {f"choices-{number}-DELETE": "on" for number in range(question.choices.count())}
    assert "kind" in errors(saved(editor, edit_url("question", question), **gone))
    assert question.choices.exists()
