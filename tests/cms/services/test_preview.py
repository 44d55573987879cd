"""Editors try a draft out: it answers as it would answer applicants, and nothing comes of it."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from portal.applications.models import Application, StepAnswers
from portal.catalogue.actions import write_draft
from portal.catalogue.actions.loading import load_rows
from portal.catalogue.models import DocumentRequirement, Question, Service, ServiceVersion, Step
from tests.cms.services.conftest import SLUG as REAL
from tests.factories import services as small
from tests.factories.accounts import PersonFactory, RoleFactory, sign_in
from tests.factories.catalogue import packs, published
from tests.factories.services import SLUG, group, question, texts

pytestmark = pytest.mark.django_db
AT = f"/en/applications/preview/{SLUG}"
FRAME = f"/cms/services/of/{SLUG}/preview/"
PAY = question("pay", "money", when="works", because=texts("You work."), required=False)
CHILD = group("children", question("name"), question("school", when="name != 'Baby'"), required=False)


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def asked(html: str) -> set[str]:
    return set(re.findall(r'<(?:input type="(?:text|radio|checkbox)"|select|textarea)[^>]* name="([\w-]+)"', html))


@pytest.fixture
def draft(editor: Client) -> Service:
    """A draft of three pages: what one answers on the first decides about everything else."""
    load_rows(packs())
    data = small.service(
        ("job", [question("works", "yes_no"), PAY]),
        ("boss", [question("boss", when="works", because=texts("You work."))]),
        ("home", [question("city", required=False), CHILD]),
        hints=[{"code": "low", "step": "job", "when": "pay < 1000", "text": texts("That is little."), "law": "§ 2"}],
        notes=[{"code": "move", "text": texts("Tell us when you move.")}],
        requirements=[
            {"code": "slip", "document_type": "LOHN3", "when": "works", "why": texts("You work.")},
            {"code": "photo", "document_type": "PASS", "why": texts("Everybody needs it.")},
        ],
        fees=[
            {"fee_key": "45-3", "when": "works", "reason": texts("Workers pay.")},
            {"fee_key": None, "reason": texts("Nothing to pay.")},
        ],
    )
    service = Service(slug=SLUG, code="S99")
    write_draft(service, data)
    return service


# -- it answers --------------------------------------------------------------------


def test_only_what_is_asked_is_shown(editor: Client, draft: Service):
    html = text(editor.get(f"{AT}/job/"))
    assert asked(html) == {"works"}
    assert "Step 1 of 2" in html


def test_typing_brings_questions_with_their_reason_and_hints(editor: Client, draft: Service):
    html = text(editor.post(f"{AT}/job/saved/", {"works": "yes", "shown": "works,pay"}))
    assert 'data-autosave-part="pay"' not in html
    html = text(editor.post(f"{AT}/job/saved/", {"works": "yes", "shown": "works"}))
    assert asked(html) == {"pay"}
    assert "Why we ask: You work." in html
    assert "That is little." not in html
    html = text(editor.post(f"{AT}/job/saved/", {"works": "yes", "pay": "900", "shown": "works,pay"}))
    assert "That is little." in html
    assert asked(text(editor.post(f"{AT}/job/saved/", {"works": "no", "shown": "works,pay"}))) == set()


def test_live_results_are_worked_out(editor: Client):
    published("blue-card")
    service = Service.objects.get(slug="blue-card")
    write_draft(service, packs().services["blue-card"])
    step = next(each for each in Step.objects.filter(service=service) if each.panel == "bluecard_salary")
    address = f"/en/applications/preview/blue-card/{step.code}"
    answers = {"blue_card_route": "standard", "gross_year": "12000"}
    assert "Still missing" in text(editor.post(f"{address}/saved/", {**answers, "shown": ",".join(answers)}))
    assert "Still missing" in text(editor.get(f"{address}/"))


def test_going_on_is_as_for_applicants_and_answers_stay(editor: Client, draft: Service):
    html = text(editor.post(f"{AT}/job/", {"go": "next", "shown": "works"}))
    assert "Choose yes or no." in html
    # A question that nobody has seen comes up first.
    html = text(editor.post(f"{AT}/job/", {"works": "yes", "go": "next", "shown": "works"}))
    assert "There are new questions" in html
    sent = {"works": "yes", "pay": "", "go": "next", "shown": "works,pay"}
    assert editor.post(f"{AT}/job/", sent)["Location"] == f"{AT}/boss/"
    assert editor.post(f"{AT}/boss/", {"boss": "Ada", "go": "back"})["Location"] == f"{AT}/job/"
    assert 'value="Ada"' in text(editor.get(f"{AT}/boss/"))
    assert 'value="Ada"' in text(editor.get(f"/ar/applications/preview/{SLUG}/boss/"))
    # Where the answers no longer lead to it, the page is skipped both ways.
    assert editor.post(f"{AT}/job/", {"works": "no", "go": "next", "shown": "works"})["Location"] == f"{AT}/home/"
    assert "This page is skipped" in text(editor.get(f"{AT}/boss/"))
    assert editor.post(f"{AT}/boss/", {"go": "next"})["Location"] == f"{AT}/home/"
    assert editor.post(f"{AT}/home/", {"go": "back"})["Location"] == f"{AT}/job/"


def test_a_page_can_be_left_without_answers(editor: Client, draft: Service):
    assert editor.post(f"{AT}/job/", {"go": "skip", "shown": "works"})["Location"] == f"{AT}/home/"
    assert editor.post(f"{AT}/home/", {"go": "skip"})["Location"] == f"{AT}/"
    # Back from the first page there is nothing.
    assert editor.post(f"{AT}/job/", {"go": "back"})["Location"] == f"{AT}/job/"


def test_entries_are_added_and_removed(editor: Client, draft: Service):
    names = {"children": "", "children-0-name": "Baby", "children-1-name": "Ada", "children-1-school": "1"}
    html = text(editor.post(f"{AT}/home/", {**names, "add": "children"}))
    assert {"children-0-name", "children-1-school", "children-2-name"} <= asked(html)
    assert "children-0-school" not in asked(html)
    html = text(editor.post(f"{AT}/home/", {**names, "remove": "children-0"}))
    assert 'value="Ada"' in html
    assert "Baby" not in html


def test_all_questions_are_shown_when_wanted(editor: Client, draft: Service):
    html = text(editor.get(f"{AT}/job/?all=1"))
    assert asked(html) == {"works", "pay"}
    assert "Why we ask: You work." in html
    assert "That is little." in html
    assert f'href="{AT}/boss/?all=1"' in html
    assert f'href="{AT}/"' in text(editor.get(f"{AT}/home/?all=1"))


@pytest.mark.parametrize("page", ["job/", "job/?all=1", ""])
def test_no_link_around_the_page_leads_out(editor: Client, draft: Service, page):
    html = text(editor.get(f"{AT}/{page}"))
    around = re.findall(r'<(?:header class="header"|footer class="footer")([^>]*)>', html)
    assert around == [" inert", " inert"]
    assert "work in the real form only" in html
    assert "inert" not in text(editor.get("/en/accounts/sign-in/"))


def test_the_passport_cannot_be_photographed(editor: Client, draft: Service):
    person = ("person", [question("passport_number", x_map={"mrz": "document_number"})])
    paper = {"code": "passport", "document_type": "PASS", "why": texts("Everybody."), "checks": ["passport_zone"]}
    write_draft(draft, small.service(person, requirements=[paper]))
    html = text(editor.get(f"{AT}/person/"))
    assert "take a photo of your passport" in html
    assert "In the real form only, not in this preview." in html
    assert "#passport" not in html


# -- what comes of it -----------------------------------------------------------------


def test_the_end_names_documents_and_fees_with_their_reasons(editor: Client, draft: Service):
    html = text(editor.get(f"{AT}/"))
    assert re.findall(r'<section class="card" id="(\w+)"', html) == ["photo"]
    assert "is not asked for" not in html
    assert "1 document hangs on open answers" in html
    assert re.search(r"Hangs on your answer to:\s*Works", html)
    assert "not known yet" in html
    assert "There is nothing to pay." not in html
    assert "Tell us when you move." in html
    assert f'<a href="{AT}/job/">Job</a>' in html
    editor.post(f"{AT}/job/saved/", {"works": "yes", "pay": "900"})
    html = text(editor.get(f"{AT}/"))
    assert re.findall(r'<section class="card" id="(\w+)"', html) == ["slip", "photo"]
    assert "Workers pay." in html
    assert "That is little." in html
    assert f'<a href="{AT}/job/">' not in html
    editor.post(f"{AT}/job/saved/", {"works": "no"})
    html = text(editor.get(f"{AT}/"))
    assert "1 document is not asked for" in html
    assert "hangs on open answers" not in html
    assert "There is nothing to pay." in html


def test_nothing_is_saved_but_in_the_session_until_it_is_emptied(editor: Client, draft: Service):
    editor.post(f"{AT}/job/", {"works": "yes", "go": "skip"})
    assert not Application.objects.exists()
    assert not StepAnswers.objects.exists()
    assert asked(text(editor.get(f"{AT}/job/"))) == {"works", "pay"}
    assert editor.post(f"{AT}/job/", {"go": "forget"})["Location"] == f"{AT}/job/"
    assert asked(text(editor.get(f"{AT}/job/"))) == {"works"}


def test_another_service_begins_without_answers(editor: Client, draft: Service, service: Service):
    editor.post(f"{AT}/job/saved/", {"works": "yes"})
    editor.post(f"/en/applications/preview/{REAL}/person/saved/", {"family_name": "Ada"})
    assert asked(text(editor.get(f"{AT}/job/"))) == {"works"}


# -- drafts that are not in order, and input that no page sends -----------------------------


@pytest.mark.parametrize("broken", ["works &&", "nobody", "pay > 'x'", "(" * 700, "works == 1"])
def test_a_draft_with_a_broken_condition_is_shown_and_says_so(editor: Client, draft: Service, broken):
    Question.objects.filter(code="pay").update(when=broken)
    html = text(editor.get(FRAME))
    assert "Etwas in diesem Entwurf kann nie erscheinen: pay:" in html
    editor.post(f"{AT}/job/saved/", {"works": "yes"})
    assert asked(text(editor.get(f"{AT}/job/"))) == {"works"}
    assert editor.get(f"{AT}/").status_code == 200


def test_a_document_of_no_kind_is_named_and_left_out(editor: Client, draft: Service):
    DocumentRequirement.objects.filter(code="photo").update(document_type="NONE")
    assert re.search(r"kann nie erscheinen: photo: [^<]*NONE", text(editor.get(FRAME)))
    assert "Until now, no documents are asked for." in text(editor.get(f"{AT}/"))
    editor.post(f"{AT}/job/saved/", {"works": "no"})
    assert "No documents are asked for." in text(editor.get(f"{AT}/"))


def test_a_draft_in_order_has_no_complaint(editor: Client, draft: Service):
    assert "kann nie erscheinen" not in text(editor.get(FRAME))


ODD = [
    group("outer", group("inner", question("deep")), question("flat")),
    group("empty"),
    group("narrow", question("flat"), least=5, most=2),
    question("nothing_to_choose", "choice"),
    question("nothing_to_tick", "several"),
    question("today"),
    question("works", "number", minimum=9, maximum=1),
    {**question("wordless"), "label": {}},
]


@pytest.mark.parametrize("odd", ODD, ids=lambda each: each["code"])
def test_a_draft_that_could_not_be_published_is_shown_all_the_same(editor: Client, draft: Service, odd):
    write_draft(draft, small.service(("job", [question("works", "yes_no"), odd]), ("job", [odd])))
    sent = dict.fromkeys(asked(text(editor.get(f"{AT}/job/?all=1"))), "x")
    sent |= {"outer-0-inner": "x", "outer-0-inner-0-deep": "x", "empty": "", "narrow-0-flat": "x"}
    for go in ("next", "skip", "back"):
        assert editor.post(f"{AT}/job/", {**sent, "go": go}).status_code in {200, 302}
    assert editor.post(f"{AT}/job/saved/", sent).status_code == 200
    for address in (f"{AT}/job/", f"{AT}/", FRAME):
        assert editor.get(address).status_code == 200


def test_answers_outlive_a_change_of_the_draft(editor: Client, draft: Service):
    editor.post(f"{AT}/home/saved/", {"city": "Lindenfurt", "children": "", "children-0-name": "Ada"})
    Question.objects.filter(code="city").update(kind="number")
    Question.objects.filter(code="children").update(kind="text")
    html = text(editor.get(f"{AT}/home/"))
    assert 'value="Lindenfurt"' in html
    assert editor.get(f"{AT}/").status_code == 200


CRAFTED = [
    {"works": ["yes", "no"], "pay": ["1", "2"], "children": ["x", "y"]},
    {"works": "\x00", "pay": "9" * 20_000, "shown": "x," * 9_000},
    {"works": "maybe", "nobody": "x", "children-0-nobody": "x", "children-99999-name": "x"},
    {"add": "nobody", "remove": "nobody-1"},
    {"remove": "x" * 5_000, "add": ["children", "works"]},
    {"go": ["next", "x"], "switch_language": "xx"},
    {"children[0]": "x", "children-0": "x", "children--name": "x", "-": "x", "": "x"},
]


@pytest.mark.parametrize("fields", CRAFTED)
@pytest.mark.parametrize("step", ["job", "home"])
def test_crafted_answers_never_break_a_page(editor: Client, draft: Service, step, fields):
    for address in (f"{AT}/{step}/", f"{AT}/{step}/saved/"):
        assert editor.post(address, fields).status_code in {200, 302}
    for address in (f"{AT}/{step}/", f"{AT}/"):
        assert editor.get(address).status_code == 200


def test_ten_thousand_entries_are_refused_and_many_are_not_kept(editor: Client, draft: Service):
    many = {f"children-{number}-name": "x" for number in range(10_000)}
    assert editor.post(f"{AT}/home/", many).status_code == 400
    assert editor.post(f"{AT}/home/", dict(list(many.items())[:400])).status_code == 200
    assert len(asked(text(editor.get(f"{AT}/home/")))) <= 101


def test_more_than_a_session_should_hold_is_not_kept(editor: Client, draft: Service):
    editor.post(f"{AT}/home/saved/", {"city": "Lindenfurt"})
    giant = {"city": "x" * 19_000, **{f"children-{number}-name": "y" * 19_000 for number in range(6)}}
    assert "more than the preview can keep" in text(editor.post(f"{AT}/home/saved/", giant))
    assert "Shorten your answers." in text(editor.post(f"{AT}/home/", {**giant, "go": "next"}))
    assert 'value="Lindenfurt"' in text(editor.get(f"{AT}/home/"))


# -- the frame, and who may look -------------------------------------------------------------


def test_the_preview_frames_a_page_in_any_language(editor: Client, service: Service):
    at = f"/cms/services/of/{REAL}/preview/"
    step = Step.objects.filter(service=service).last()
    html = text(editor.get(f"{at}?step={step.code}&language=ar&width=phone"))
    assert f'src="/ar/applications/preview/{REAL}/{step.code}/"' in html
    assert "services-preview--phone" in html
    assert 'src="/de/applications/preview/' in text(editor.get(f"{at}?language=xx&step=nowhere"))
    assert f'src="/de/applications/preview/{REAL}/{step.code}/?all=1"' in text(
        editor.get(f"{at}?step={step.code}&all=1")
    )
    assert f'src="/de/applications/preview/{REAL}/"' in text(editor.get(f"{at}?step=/&all=1"))


def test_a_service_without_pages_has_no_preview(editor: Client, service: Service):
    Service.objects.create(slug="new", code="N", title_de="Neu", legal_basis="§ 1")
    assert "noch keine Seite" in text(editor.get("/cms/services/of/new/preview/"))
    assert editor.get("/de/applications/preview/new/").status_code == 200


def test_every_page_may_stand_in_a_frame_of_the_admin_only(editor: Client, draft: Service):
    answers = [editor.get(f"{AT}/job/"), editor.get(f"{AT}/job/?all=1"), editor.get(f"{AT}/")]
    answers += [editor.post(f"{AT}/job/", {"go": "next"}), editor.post(f"{AT}/job/", {"go": "skip"})]
    for answer in answers:
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert 'dir="rtl"' in text(editor.get(f"/ar/applications/preview/{SLUG}/job/"))


@pytest.mark.parametrize("slug", ["blue-card", "family-reunion"])
def test_every_page_can_be_previewed_with_its_groups_and_hints(editor: Client, slug):
    published(slug)
    service = Service.objects.get(slug=slug)
    write_draft(service, packs().services[slug])
    for step in Step.objects.filter(service=service):
        for more in ("", "?all=1"):
            assert editor.get(f"/en/applications/preview/{slug}/{step.code}/{more}").status_code == 200, step.code
    assert editor.get(f"/en/applications/preview/{slug}/").status_code == 200


@pytest.mark.parametrize("kind", ["clerk", "lead", "auditor"])
def test_other_staff_do_not_see_drafts(draft: Service, kind):
    client = sign_in(Client(), RoleFactory(kind=kind).person, verified=True)
    for answer in (client.get(f"{AT}/job/"), client.get(f"{AT}/"), client.post(f"{AT}/job/saved/", {})):
        assert answer.status_code == 403


def test_applicants_do_not_see_drafts(service: Service):
    client = sign_in(Client(), PersonFactory(), verified=True)
    assert client.get(f"/de/applications/preview/{REAL}/x/").status_code == 403
    assert ServiceVersion.objects.exists()


def test_pages_that_do_not_exist_are_not_found(editor: Client, service: Service):
    assert editor.get(f"/de/applications/preview/{REAL}/nowhere/").status_code == 404
    assert editor.get("/de/applications/preview/nothing/x/").status_code == 404
    assert editor.post(f"/de/applications/preview/{REAL}/nowhere/saved/", {}).status_code == 404
