"""The editors' admin: German only, for staff with a second factor, and translations survive it."""

import re

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory

from cms.pages.admin import _let_starters_run, _policy
from cms.pages.models import GuidePage, TopicPage
from tests.factories.accounts import PersonFactory, RoleFactory, sign_in
from tests.factories.cms import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    call_command("load_catalogue", verbosity=0)
    call_command("load_content", verbosity=0)
    return sign_in(client, RoleFactory(kind="editor").person, verified=True)


def test_strangers_are_asked_to_sign_in(client: Client):
    page = client.get("/cms/")
    assert page.status_code == 302
    assert "/account/login/" in page["Location"]


def test_for_applicants_the_admin_does_not_exist(client: Client):
    sign_in(client, PersonFactory(), verified=True)
    assert client.get("/cms/").status_code in {403, 404}
    assert client.get("/cms/pages/").status_code in {403, 404}


def test_staff_show_their_second_factor_first(client: Client):
    sign_in(client, RoleFactory(kind="editor").person)
    page = client.get("/cms/")
    assert page.status_code == 302
    assert "second-factor" in page["Location"]


def test_staff_without_the_editors_role_see_nothing(client: Client):
    sign_in(client, RoleFactory(kind="clerk").person, verified=True)
    assert client.get("/cms/pages/").status_code == 403


def test_wagtails_own_sign_in_leads_to_the_portals(client: Client):
    assert client.get("/cms/login/")["Location"].endswith("/account/login/")


def test_editors_edit_german_only(editor: Client):
    guide = GuidePage.objects.get(slug="lost-card")
    html = editor.get(f"/cms/pages/{guide.pk}/edit/").content.decode()
    assert 'name="heading_de"' in html
    assert 'name="heading_ar"' not in html
    assert 'name="heading"' not in html
    assert "Überschrift" in html
    assert " - Anlaufpunkt</title>" in html


def test_editors_find_pages_and_look_at_drafts(editor: Client):
    guide = GuidePage.objects.get(slug="lost-card")
    for path in ("", "pages/search/?q=Karte", f"pages/{guide.pk}/history/", f"pages/{guide.pk}/view_draft/"):
        assert editor.get(f"/cms/{path}", follow=True).status_code == 200, path


def test_publishing_in_the_admin_keeps_the_translations(editor: Client):
    guide = GuidePage.objects.get(slug="digital-photo")
    arabic = guide.heading_ar
    form = editor.get(f"/cms/pages/{guide.pk}/edit/").context["form"]
    data = {name: form[name].value() or "" for name in ("title", "slug", "summary_de", "keywords_de")}
    stream = {"body_de-count": "0"}
    comments = {f"comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
    editor.post(
        f"/cms/pages/{guide.pk}/edit/",
        {**data, **stream, **comments, "heading_de": "Nur noch digital", "action-publish": "x"},
        headers={"Accept-Language": "en"},
    )
    assert (fresh(guide).heading_de, fresh(guide).heading_ar) == ("Nur noch digital", arabic)
    assert len(fresh(guide).body_ar) == 2


def started(script: str) -> bool:
    """Whether the admin signs this inline script."""
    request, response = RequestFactory().get("/cms/"), HttpResponse(f"<p></p><script>{script}</script>")
    request._csp_nonce = "once"
    _let_starters_run(request, response)
    return '<script nonce="once">' in response.text


LIST = r'(function() { var panel = new InlinePanel(JSON.parse("{\u0022maxForms\u0022: 1}")); })();'


@pytest.mark.parametrize(
    "script",
    [
        'new PageChooser("id_next_page", {"a": null});',
        'initDateTimeChooser("id_go_live_at", {"b": "Y-m-d"});',
        'new PageChooser("id_entries-__prefix__-page", {"a": null});',
        LIST,
    ],
)
def test_the_admins_own_starters_may_run(script):
    assert started(script)


@pytest.mark.parametrize(
    "script",
    [
        "alert(1)",
        'new PageChooser("id", {"a": alert(1)});',
        'new PageChooser("id", {});alert({});',
        'initDateTimeChooser("id", {"a": 1});fetch("/x", {"b": 2});',
        'eval("x", {});',
        LIST.replace("})();", "alert(1); })();"),
        LIST.replace("1}", '1}" + alert("'),
        LIST.replace("InlinePanel", "Function"),
        LIST.replace("1}", r"\"));alert(1);//"),
    ],
)
def test_other_inline_scripts_do_not_run(script):
    assert not started(script)


def test_a_topics_list_of_pages_comes_to_life(editor: Client):
    topic = TopicPage.objects.get(slug="find")
    page = editor.get(f"/cms/pages/{topic.pk}/edit/")
    nonce = re.search(r"'nonce-([^']+)'", page["Content-Security-Policy"])[1]
    html = page.content.decode()
    assert re.search(rf'<script nonce="{re.escape(nonce)}">\s*\(function\(\) \{{\s*var panel = new InlinePanel', html)
    assert "<script>" not in html


def test_the_admin_keeps_no_inline_permission():
    policy = _policy()
    assert all("unsafe" not in str(each) for sources in policy.values() for each in sources)


def test_the_preview_may_stand_in_a_frame_of_the_admin(editor: Client):
    guide = GuidePage.objects.get(slug="lost-card")
    page = editor.get(f"/cms/pages/{guide.pk}/view_draft/")
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]


def menu(client: Client) -> str:
    html = client.get("/en/guides/").content.decode()
    return html[html.index("<header") : html.index("</header>")]


def test_editors_find_the_way_from_a_public_page_to_their_work(editor: Client):
    html = menu(editor)
    assert 'href="/cms/"' in html
    assert "/applications/" not in html


def test_clerks_find_the_way_from_a_public_page_to_the_desk(editor: Client):
    html = menu(sign_in(Client(), RoleFactory(kind="clerk").person, verified=True))
    assert 'href="/en/desk/"' in html
    assert 'href="/cms/"' not in html


def test_applicants_find_their_applications_and_strangers_the_door(editor: Client):
    html = menu(sign_in(Client(), PersonFactory(), verified=True))
    assert 'href="/en/applications/"' in html
    assert 'href="/cms/"' not in html
    assert "<details" not in menu(Client())[menu(Client()).index("/search/") :]


def test_only_fitting_page_types_are_offered_and_each_says_what_it_is_for(editor: Client):
    topic, guide = TopicPage.objects.get(slug="guides"), GuidePage.objects.get(slug="lost-card")
    html = editor.get(f"/cms/pages/{topic.pk}/add_subpage/").content.decode()
    assert "Sammelt Seiten" in html
    assert "Impressum, Datenschutz" not in html
    assert guide.allowed_subpage_models() == []
