"""Every page type in every language; few queries; nothing personal."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission, Page

from cms.pages.models import PAGE_TYPES
from cms.pages.queries import outline
from cms.search.models import SearchDocument
from cms.search.queries import hits_for
from portal.catalogue.models import Fee
from portal.catalogue.queries import checklist_of, current_version, definition_of
from portal.shared.language import CODES, direction
from tests.factories.cms import make_guide


class SeededSite(TestCase):
    """The site as an office gets it."""

    @classmethod
    def setUpTestData(cls) -> None:
        call_command("load_catalogue", verbosity=0)
        call_command("load_content", verbosity=0)

    def test_every_page_answers_in_every_language(self):
        for node in outline("de").nodes:
            for code in CODES:
                page = self.client.get(f"/{code}/{node.path}")
                assert page.status_code == 200, (code, node.path)
                assert f'<html lang="{code}" dir="{direction(code)}">' in page.content.decode()

    def test_every_page_type_is_among_the_seed_pages(self):
        assert {node.kind for node in outline("de").nodes} == {model.kind for model in PAGE_TYPES}

    def test_every_page_is_published_in_every_language(self):
        for node in outline("de").nodes:
            assert set(node.languages) == set(CODES), node.path

    def test_every_visible_page_is_found_by_its_own_heading(self):
        for code in CODES:
            for node in outline(code).nodes:
                if code in node.languages:
                    assert node.path in {hit.path for hit in hits_for(node.heading.value, code)}, node.heading

    def test_loading_twice_gives_the_same_rows(self):
        before = self._counts()
        call_command("load_content", verbosity=0)
        assert self._counts() == before
        call_command("load_content", "--renew", verbosity=0)
        assert self._counts() == before

    def _counts(self):
        return [model.objects.count() for model in (Page, SearchDocument, GroupPagePermission, *PAGE_TYPES)]

    def test_an_uncached_page_takes_few_queries(self):
        for path in ("", "live-here/", "guides/lost-card/", "services/study-extension/", "contact/"):
            self.client.get(f"/ar/{path}?warm")
            with CaptureQueriesContext(connection) as queries:
                self.client.get(f"/ar/{path}?again")
            assert len(queries) <= 8, (path, [each["sql"] for each in queries])

    def test_a_page_loads_only_the_columns_of_its_reader(self):
        self.client.get("/ar/guides/lost-card/?warm")
        with CaptureQueriesContext(connection) as queries:
            self.client.get("/ar/guides/lost-card/?again")
        sql = " ".join(each["sql"] for each in queries)
        assert "body_ar" in sql
        assert "body_ru" not in sql

    def test_public_pages_set_no_cookie_and_ask_no_session(self):
        for node in outline("de").nodes:
            page = self.client.get(f"/de/{node.path}")
            assert not page.cookies
            assert "Cookie" not in page.get("Vary", "")
            assert "csrfmiddlewaretoken" not in page.content.decode()

    def test_pages_load_nothing_from_other_hosts(self):
        sources = re.compile(r'(?:src|srcset|<link rel="(?:stylesheet|icon)"[^>]*href)="(https?:)?//')
        for node in outline("de").nodes:
            assert not sources.search(self.client.get(f"/de/{node.path}").content.decode()), node.path

    def test_the_service_page_draws_on_the_catalogue(self):
        html = self.client.get("/de/services/study-extension/").content.decode()
        for item in checklist_of(definition_of(current_version("study-extension"))):
            assert item.title.value in html
        assert "93" in html

    def test_a_changed_fee_is_seen_at_once(self):
        self.client.get("/de/services/study-extension/")
        for fee in Fee.objects.filter(key__startswith="45-2"):
            fee.amount += 1000
            fee.save()
        html = self.client.get("/de/services/study-extension/").content.decode()
        assert re.search(r"1\.09\d,00\xa0€", html)

    def test_the_home_page_has_three_ways_in_and_the_search(self):
        html = self.client.get("/en/").content.decode()
        for way in ("I live here", "I study or work here", "I am looking for something"):
            assert way in html
        assert 'role="search"' in html

    def test_the_sitemap_lists_published_languages_only(self):
        text = self.client.get("/sitemap.xml").content.decode()
        assert "/en/guides/lost-card/" in text
        assert text.count("<loc>") == sum(len(node.languages) for node in outline("de").nodes)

    def test_robots_are_not_told_where_staff_work(self):
        text = self.client.get("/robots.txt").content.decode()
        assert "cms" not in text
        assert "desk" not in text


@pytest.mark.django_db
def test_the_language_links_change_only_the_prefix(client: Client):
    make_guide()
    html = client.get("/de/umzug/").content.decode()
    for code in CODES:
        assert f'href="/{code}/umzug/"' in html


@pytest.mark.django_db
def test_a_page_that_is_not_live_is_not_found(client: Client):
    guide = make_guide()
    assert client.get("/de/umzug/").status_code == 200
    guide.unpublish()
    assert client.get("/de/umzug/").status_code == 404
    assert not hits_for("Umziehen", "de")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["nope/", "umzug/x/", "_util/login/", "cms/", "%00/", "a" * 3000 + "/"])
def test_unknown_addresses_are_not_found(client: Client, path):
    make_guide()
    assert client.get(f"/de/{path}").status_code == 404


@pytest.mark.django_db
def test_a_page_takes_no_form_posts(client: Client):
    make_guide()
    assert client.post("/de/umzug/", {"a": "b"}).status_code == 405
