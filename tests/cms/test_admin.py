"""The editors' admin: German only, for staff with a second factor, and translations survive it."""

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client

from cms.pages.admin import _policy
from cms.pages.models import GuidePage
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


def page(script: str) -> str:
    policy = _policy(HttpResponse(f"<p></p><script>{script}</script>"))
    return " ".join(map(str, policy["script-src"]))


@pytest.mark.parametrize(
    "script",
    ['new PageChooser("id_next_page", {"a": null});', 'initDateTimeChooser("id_go_live_at", {"b": "Y-m-d"});'],
)
def test_the_admins_own_starters_may_run(script):
    assert "sha256-" in page(script)


@pytest.mark.parametrize(
    "script",
    [
        "alert(1)",
        'new PageChooser("id", {"a": alert(1)});',
        'new PageChooser("id", {});alert({});',
        'initDateTimeChooser("id", {"a": 1});fetch("/x", {"b": 2});',
        'eval("x", {});',
    ],
)
def test_other_inline_scripts_do_not_run(script):
    assert "sha256-" not in page(script)


def test_the_admin_keeps_no_inline_permission():
    policy = _policy(HttpResponse(""))
    assert all("unsafe" not in str(each) for sources in policy.values() for each in sources)


def test_the_preview_may_stand_in_a_frame_of_the_admin(editor: Client):
    guide = GuidePage.objects.get(slug="lost-card")
    page = editor.get(f"/cms/pages/{guide.pk}/view_draft/")
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
