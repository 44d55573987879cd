"""The frame of every page: language and direction, the language links, the way in, no cookie for readers."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override

from portal.shared import language
from portal.shared.context import chrome, same_page_in
from portal.shared.views import not_found

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", language.CODES)
def test_every_page_says_its_language_and_direction(client, code):
    html = client.get(f"/{code}/patterns/").content.decode()
    direction = "rtl" if code == "ar" else "ltr"
    assert f'<html lang="{code}" dir="{direction}">' in html


@pytest.mark.parametrize("code", language.CODES)
def test_each_language_is_named_as_its_readers_write_it(client, code):
    html = client.get("/de/patterns/").content.decode()
    assert f'hreflang="{code}" lang="{code}" dir="{language.direction(code)}"' in html
    assert language.native_name(code) in html


def test_a_language_link_keeps_path_and_query():
    with override("de"):
        links = chrome(RequestFactory().get("/de/search/?q=visa&page=2"))["language_links"]
    assert [link.url for link in links if link.code == "ar"] == ["/ar/search/?q=visa&page=2"]


def test_an_address_without_language_leads_to_the_start_page():
    assert same_page_in("/health/live", "uk") == "/uk/"


def test_a_public_page_sets_no_cookie(client):
    assert not client.get("/en/patterns/").cookies


def test_a_page_without_session_links_to_the_applications_only():
    html = render_to_string("layout/_account.html", {"is_cms_page": True, "page_language": "en"})
    assert "<details" not in html
    assert "/applications/" in html


def test_the_demonstration_says_so(client, settings):
    assert 'class="banner"' in client.get("/en/patterns/").content.decode()
    settings.DEMO = False
    assert 'class="banner"' not in client.get("/en/patterns/").content.decode()


def test_a_wrong_address_gets_a_calm_page():
    response = not_found(RequestFactory().get("/en/no-such-page/"))
    assert response.status_code == 404
    assert b"<h1>" in response.content


def test_exchanged_parts_of_a_page_take_over_no_inline_styles():
    """Settling copies the style of a field that somebody has dragged larger, which the policy forbids."""
    assert '"defaultSettleDelay": 0' in render_to_string("layout/base.html")


def test_the_last_resort_page_needs_no_context():
    html = render_to_string("errors/500.html")
    assert all(f'lang="{code}"' in html for code in ("de", "en", "ar"))


def test_the_first_thing_to_reach_by_keyboard_is_the_way_to_the_content(client):
    html = client.get("/en/patterns/").content.decode()
    assert html.index('href="#main"') < html.index("<header")
    assert 'id="main"' in html


def test_a_form_from_an_old_page_is_answered_with_what_to_do():
    response = Client(enforce_csrf_checks=True).post("/en/account/login/", {"login": "a@example.org"})
    assert response.status_code == 403
    assert "send this page again" in response.content.decode()


def test_an_offices_own_theme_comes_after_our_style_sheet(client, settings):
    settings.THEME_FOLDER = "/srv/theme"
    page = client.get("/de/account/login/").content.decode()
    assert page.index("css/site.css") < page.index("/static/theme/theme.css")


def test_without_a_theme_nothing_is_linked(client):
    assert "theme.css" not in client.get("/de/account/login/").content.decode()
