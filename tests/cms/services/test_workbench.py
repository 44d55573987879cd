"""The editors' room for services: who may come in, what stands there, and the order of things."""

from datetime import date

import pytest
from django.test import Client

from cms.services.parts import PARTS
from cms.services.queries import spoken
from portal.catalogue.models import DocumentRequirement, DocumentType, Fee, FeeRule, Question, Service, Step, Threshold
from tests.cms.services.conftest import SLUG
from tests.factories.accounts import PersonFactory, RoleFactory, sign_in

pytestmark = pytest.mark.django_db
WORKBENCH = f"/cms/services/of/{SLUG}/"


def test_strangers_and_applicants_do_not_come_in(client: Client):
    assert "/account/login/" in client.get("/cms/services/")["Location"]
    assert sign_in(client, PersonFactory(), verified=True).get("/cms/services/").status_code in {403, 404}


def test_clerks_do_not_come_in_either(client: Client):
    clerk = sign_in(client, RoleFactory(kind="clerk").person, verified=True)
    assert clerk.get("/cms/services/").status_code == 403


def test_the_list_says_how_every_service_stands(editor: Client, service: Service):
    Step.objects.filter(service=service).update(title_de="Neu")
    html = editor.get("/cms/services/").content.decode()
    assert html.count("/cms/services/of/") >= Service.objects.count()
    assert html.count("Entwurf geändert") == 1
    assert "Leistungen" in html


def test_the_menu_leads_here(editor: Client, service: Service):
    html = editor.get("/cms/").content.decode()
    assert "/cms/services/" in html
    assert "Alle Leistungen" in html


def test_the_workbench_shows_everything_with_the_way_to_its_form(editor: Client, service: Service):
    html = editor.get(WORKBENCH).content.decode()
    for question in Question.objects.filter(step__service=service):
        sort = "member" if question.group_id else "question"
        assert f"/cms/services/parts/{sort}/{question.pk}/" in html
        assert (
            question.when.replace("&", "&amp;").replace('"', "&quot;").replace(">", "&gt;").replace("<", "&lt;")
            in html
        )
    for row in DocumentRequirement.objects.filter(service=service):
        assert f'id="document-{row.pk}"' in html
    assert "Der Entwurf kann veröffentlicht werden" in html
    assert "Ukrainisch" in html


def test_the_workbench_asks_the_database_as_often_for_many_questions_as_for_few(
    editor: Client, service: Service, django_assert_max_num_queries
):
    step = Step.objects.filter(service=service).first()
    Question.objects.bulk_create(
        Question(step=step, code=f"more_{number}", kind="text", position=50 + number) for number in range(40)
    )
    with django_assert_max_num_queries(60):
        editor.get(WORKBENCH)


def test_problems_lead_to_their_row(editor: Client, service: Service):
    row = DocumentRequirement.objects.filter(service=service).first()
    DocumentRequirement.objects.filter(pk=row.pk).update(document_type="NONE")
    assert f'href="#document-{row.pk}"' in editor.get(WORKBENCH).content.decode()


# -- order -----------------------------------------------------------------------


def order(step: Step) -> list[str]:
    return list(step.questions.filter(group=None).values_list("code", flat=True))


def test_a_question_moves_up_and_down_and_stays_within_its_page(editor: Client, service: Service):
    step = Step.objects.filter(service=service).first()
    first, second, *rest = order(step)
    row = step.questions.get(code=second)
    answer = editor.post(f"/cms/services/parts/question/{row.pk}/move/up/")
    assert answer["Location"] == f"{WORKBENCH}#question-{row.pk}-down"
    assert order(step) == [second, first, *rest]
    editor.post(f"/cms/services/parts/question/{row.pk}/move/up/")
    assert order(step) == [second, first, *rest]
    editor.post(f"/cms/services/parts/question/{row.pk}/move/down/")
    assert order(step) == [first, second, *rest]


def test_moving_a_question_before_what_its_condition_asks_for_says_so(editor: Client, service: Service):
    step = Step.objects.filter(service=service).first()
    Question.objects.create(step=step, code="even", kind="yes_no", label_de="?", position=90)
    row = Question.objects.create(step=step, code="odd", kind="yes_no", when="even", label_de="?", position=91)
    url = f"/cms/services/parts/question/{row.pk}/move"
    html = editor.post(f"{url}/up/", follow=True).content.decode()
    assert "„odd“ steht jetzt an anderer Stelle. Damit stimmt etwas nicht mehr: odd:" in html
    html = editor.post(f"{url}/down/", follow=True).content.decode()
    assert "„odd“ steht jetzt an anderer Stelle." in html
    assert "stimmt etwas nicht mehr" not in html


def test_looking_at_an_address_moves_nothing(editor: Client, service: Service):
    step = Step.objects.filter(service=service).first()
    assert editor.get(f"/cms/services/parts/page/{step.pk}/move/down/").status_code == 405


@pytest.mark.parametrize(
    "path", ["service/1/move/up/", "nothing/1/move/up/", "page/1/move/sideways/", "law-fee/1/move/up/"]
)
def test_other_things_do_not_move(editor: Client, service: Service, path):
    # What is not found is looked for below the public site's language once more, and not found there.
    assert editor.post(f"/cms/services/parts/{path}", follow=True).status_code == 410


def test_the_first_does_not_go_up_and_the_last_not_down(editor: Client, service: Service):
    step = Step.objects.filter(service=service).first()
    rows = {each.code: each for each in step.questions.filter(group=None)}
    first, second, *_rest = order(step)
    html = editor.get(WORKBENCH).content.decode()
    assert f'id="question-{rows[first].pk}-up" disabled' in html
    assert f'id="question-{rows[second].pk}-up">' in html
    last = order(step)[-1]
    assert f'id="question-{rows[last].pk}-down" disabled' in html
    answer = editor.post(f"/cms/services/parts/question/{rows[first].pk}/move/down/")
    assert answer["Location"].endswith(f"#question-{rows[first].pk}-down")


# -- deleting ----------------------------------------------------------------------


def delete_page(editor: Client, name: str, row) -> str:
    return editor.get(f"/cms/services/parts/{name}/{row.pk}/delete/").content.decode()


def test_what_needs_a_question_is_named_before_it_goes(editor: Client, service: Service):
    step = Step.objects.filter(service=service).first()
    row = Question.objects.create(step=step, code="odd", kind="yes_no", position=90)
    url = f"/cms/services/parts/question/{row.pk}/delete/"
    assert "Ja, löschen" in delete_page(editor, "question", row)
    group = Question.objects.create(step=step, code="trips", kind="group", position=91)
    Question.objects.create(step=step, group=group, code="trip_why", kind="text", when="odd && !(true")
    DocumentRequirement.objects.filter(service=service, code="passport").update(when="odd")
    FeeRule.objects.filter(service=service).update(per="trips")
    html = delete_page(editor, "question", row)
    assert "Wird benutzt in der Bedingung von Dokument „passport“." in html
    assert "Wird benutzt in der Bedingung von Eintragsfrage „trip_why“." in html
    assert "Trotzdem löschen" in html
    assert "wird für jeden Eintrag davon berechnet" in delete_page(editor, "question", group)
    assert "passport" in delete_page(editor, "page", step)
    assert "trip_why" not in delete_page(editor, "page", step)
    editor.post(url)
    assert not Question.objects.filter(pk=row.pk).exists()


def test_what_needs_a_row_of_the_law_is_named(editor: Client, service: Service):
    rule = FeeRule.objects.filter(service=service).exclude(fee_key="").first()
    # What has begun is not deleted; what is the only row of its name is missed.
    Fee.objects.update(valid_from=date(2100, 1, 1))
    fee = Fee.objects.filter(key=rule.fee_key).first()
    html = delete_page(editor, "law-fee", fee)
    assert f"{rule.fee_key}“ in „" in html
    assert "Das Löschen gilt sofort" in html
    paper = DocumentType.objects.get(code=DocumentRequirement.objects.filter(service=service).first().document_type)
    assert "nennt diese Dokumentart" in delete_page(editor, "law-paper", paper)
    row = Threshold.objects.first()
    Threshold.objects.filter(key=row.key).exclude(pk=row.pk).delete()
    Threshold.objects.filter(pk=row.pk).update(valid_from=date(2100, 1, 1), valid_until=None)
    Question.objects.filter(step__service=service, code="family_name").update(when=f'threshold("{row.key}", 2100) > 1')
    assert "„family_name“ in „" in delete_page(editor, "law-threshold", row)
    Threshold.objects.create(key=row.key, amount=1, law="x", title_de="x", valid_from=date(2025, 1, 1))
    assert "„family_name“" not in delete_page(editor, "law-threshold", row)


def test_only_a_service_that_was_never_published_is_deleted(editor: Client, service: Service):
    assert editor.get(f"/cms/services/parts/service/{service.pk}/delete/", follow=True).status_code == 410
    new = Service.objects.create(slug="mistake", code="N", title_de="Neu", legal_basis="§ 1")
    Step.objects.create(service=new, code="one", title_de="x")
    url = f"/cms/services/parts/service/{new.pk}/delete/"
    assert url in editor.get("/cms/services/of/mistake/").content.decode()
    assert editor.get(url).status_code == 200
    assert editor.post(url)["Location"] == "/cms/services/"
    assert not Service.objects.filter(slug="mistake").exists()


# -- translators -----------------------------------------------------------------


def test_translators_see_the_workbench_without_its_tools(translator: Client, service: Service):
    html = translator.get(WORKBENCH).content.decode()
    assert "Bearbeiten" in html
    assert "Löschen" not in html
    assert ">Veröffentlichen<" not in html


def test_translators_neither_publish_nor_move_nor_add_nor_delete(translator: Client, service: Service):
    step = Step.objects.filter(service=service).first()
    assert translator.post(f"{WORKBENCH}publish/").status_code == 403
    assert translator.post(f"/cms/services/parts/page/{step.pk}/move/up/").status_code == 403
    assert translator.get("/cms/services/import/").status_code == 403
    for name, part in PARTS.items():
        if part.parent == "service" and name != "guide":
            assert translator.get(f"/cms/services/parts/{name}/below/{service.pk}/").status_code in {302, 403}, name
    assert translator.get(f"/cms/services/parts/page/{step.pk}/delete/").status_code in {302, 403}
    translator.post(f"/cms/services/parts/page/{step.pk}/delete/")
    assert Step.objects.filter(pk=step.pk).exists()


def test_the_place_of_a_problem_reads_as_words():
    told = spoken("steps.studies.questions.extra.choices.a.label: Es fehlt der Text auf: Ukrainisch")
    assert told == "Seite „studies“ › Frage „extra“ › Auswahl „a“ › Text: Es fehlt der Text auf: Ukrainisch"
    assert spoken("extra: wird zweimal gefragt") == "extra: wird zweimal gefragt"
