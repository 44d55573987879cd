"""Addresses of the information site: old ones lead on, those of the portal and those the law asks for are safe."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page

from cms.pages.addresses import FOOTER, words_of_the_portal
from cms.pages.models import GuidePage, LegalPage, ServicePage, TopicPage, TranslatedPage
from tests.factories.accounts import RoleFactory, sign_in
from tests.factories.cms import fresh, make_guide

pytestmark = pytest.mark.django_db
FOOTER_HTML = Path(__file__).resolve().parents[2] / "portal/templates/layout/_footer.html"


@pytest.fixture
def editor(client: Client) -> Client:
    call_command("load_catalogue", verbosity=0)
    call_command("load_content", verbosity=0)
    role = RoleFactory(kind="editor")
    role.person.is_superuser = True
    role.person.save()
    return sign_in(client, role.person, verified=True)


def form_of(page: TranslatedPage, **changes: str) -> dict[str, str]:
    names = ("title", "slug", "heading_de", "summary_de", "keywords_de")
    data = {name: getattr(page, name) or "" for name in names} | {"body_de-count": "0"}
    lists = {f"{name}-{kind}_FORMS": "0" for name in ("comments", "entries") for kind in ("TOTAL", "INITIAL")}
    return data | lists | changes


def save(editor: Client, page: TranslatedPage, **changes: str):
    return editor.post(f"/cms/pages/{page.pk}/edit/", form_of(page, **changes, **{"action-publish": "x"}))


def rename(page: TranslatedPage, slug: str, commit) -> None:
    page = fresh(page)
    page.slug = slug
    with commit(execute=True):
        page.save_revision().publish()


def test_the_old_address_of_a_renamed_page_leads_to_the_new_one(client: Client, django_capture_on_commit_callbacks):
    guide = make_guide()
    client.get("/de/umzug/")
    rename(guide, "wohnung", django_capture_on_commit_callbacks)
    for code in ("de", "ar"):
        answer = client.get(f"/{code}/umzug/")
        assert (answer.status_code, answer["Location"]) == (301, f"/{code}/wohnung/")
    assert client.get("/de/umzug/", follow=True).status_code == 200


def test_a_page_that_got_its_old_address_back_is_simply_shown(client: Client, django_capture_on_commit_callbacks):
    guide = make_guide()
    rename(guide, "wohnung", django_capture_on_commit_callbacks)
    rename(guide, "umzug", django_capture_on_commit_callbacks)
    assert client.get("/de/umzug/").status_code == 200
    assert client.get("/en/wohnung/")["Location"] == "/en/umzug/"
    with django_capture_on_commit_callbacks(execute=True):
        fresh(guide).unpublish()
    assert client.get("/de/umzug/").status_code == 404
    assert client.get("/de/wohnung/").status_code == 404


def test_the_old_address_of_a_moved_page_leads_to_the_new_one(editor: Client):
    guide, topic = GuidePage.objects.get(slug="lost-card"), TopicPage.objects.get(slug="live-here")
    old = guide.url_path.removeprefix("/home/")
    guide.move(topic, pos="last-child")
    assert Client().get(f"/en/{old}")["Location"] == "/en/live-here/lost-card/"


def test_an_address_that_never_was_is_not_found(client: Client):
    make_guide()
    assert client.get("/de/nirgends/").status_code == 404


def test_nobody_has_to_approve_a_page(editor: Client):
    guide = GuidePage.objects.get(slug="lost-card")
    html = editor.get(f"/cms/pages/{guide.pk}/edit/").content.decode()
    assert "action-publish" in html
    assert "action-submit" not in html


def test_the_words_of_the_portal_come_from_its_doors():
    assert {"account", "applications", "status", "notices", "desk", "health", "search"} <= words_of_the_portal()
    assert not words_of_the_portal() & set(FOOTER)


@pytest.mark.parametrize("word", ["desk", "account", "health", "search"])
def test_a_page_cannot_take_an_address_of_the_portal(editor: Client, word):
    topic = TopicPage.objects.get(slug="guides")
    answer = save(editor, topic, slug=word)
    assert f"Die Adresse „{word}“ gehört schon zum Portal." in answer.content.decode()
    assert fresh(topic).slug == "guides"


def test_below_another_page_these_words_are_free(editor: Client):
    guide = GuidePage.objects.get(slug="lost-card")
    assert guide.get_parent().specific.kind != "home"
    save(editor, guide, slug="desk")
    assert fresh(guide).slug == "desk"
    home = Page.objects.get(slug="home")
    answer = editor.post(f"/cms/pages/{guide.pk}/move/{home.pk}/confirm/", follow=True)
    assert "gehört schon zum Portal" in answer.content.decode()
    assert fresh(guide).url_path != "/home/desk/"
    editor.post(f"/cms/pages/{guide.pk}/copy/", {"new_title": "x", "new_slug": "desk", "new_parent_page": home.pk})
    assert not Page.objects.filter(url_path="/home/desk/").exists()


def test_the_pages_that_have_to_stay_are_those_of_the_footer():
    found = re.findall(r'href="/\{\{ page_language \}\}/([\w-]+)/"', FOOTER_HTML.read_text())
    assert set(found) == set(FOOTER)


@pytest.mark.parametrize("slug", ["home", *FOOTER])
def test_pages_that_have_to_stay_keep_their_address(editor: Client, slug):
    page = Page.objects.get(slug=slug).specific
    answer = save(editor, page, slug="woanders")
    assert "muss „" in answer.content.decode()
    assert fresh(page).slug == slug


@pytest.mark.parametrize("slug", ["home", *FOOTER])
def test_pages_that_have_to_stay_cannot_be_taken_away(editor: Client, slug):
    page, topic = Page.objects.get(slug=slug), Page.objects.get(slug="guides")
    moved = f"/cms/pages/{page.pk}/move/{topic.pk}/confirm/"
    ways = [f"/cms/pages/{page.pk}/delete/", f"/cms/pages/{page.pk}/unpublish/"]
    ways += [f"/cms/bulk/wagtailcore/page/{action}/?id={page.pk}" for action in ("delete", "unpublish")]
    for way in ways if slug == "home" else [*ways, moved]:
        answer = editor.post(way, {"wagtail_site_name": "Anlaufpunkt"}, follow=True)
        assert "verweist auf sie" in answer.content.decode(), way
    assert Page.objects.get(pk=page.pk).live
    assert Page.objects.get(pk=page.pk).url_path == page.url_path


def test_pages_that_have_to_stay_do_not_run_out(editor: Client):
    imprint = LegalPage.objects.get(slug="imprint")
    answer = save(editor, imprint, expire_at="2030-01-01 10:00")
    assert "Sie kann nicht ablaufen." in answer.content.decode()


def test_other_pages_can_be_deleted(editor: Client):
    guide = GuidePage.objects.get(slug="lost-card")
    editor.post(f"/cms/pages/{guide.pk}/delete/")
    assert not GuidePage.objects.filter(pk=guide.pk).exists()


def test_a_page_names_a_service_of_the_catalogue(editor: Client):
    page = ServicePage.objects.get(service_slug="study-extension")
    html = editor.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert re.search(r'<option value="study-extension" selected>', html)
    answer = save(editor, page, service_slug="no-such-service")
    assert "bietet das Portal zurzeit nicht an" in answer.content.decode()
    save(editor, page, service_slug="card-transfer")
    assert fresh(page).service_slug == "card-transfer"


def test_addresses_are_plain_letters(editor: Client):
    guide = GuidePage.objects.get(slug="lost-card")
    html = editor.get(f"/cms/pages/{guide.pk}/edit/").content.decode()
    assert "kleine Buchstaben" in html
    assert "domain.com" not in html
    save(editor, guide, slug="Prüfseite-Äpfel-Öl-ß")
    assert fresh(guide).slug == "pruefseite-aepfel-oel-ss"
