"""Pages are kept for anonymous readers, and never anything that belongs to somebody."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from cms.pages import cache
from cms.pages.cache import AnonymousPageCache
from cms.translation.actions import publish_translation
from tests.factories.cms import fresh, make_guide

pytestmark = pytest.mark.django_db


def page(body: str = "page", **headers: str) -> HttpResponse:
    response = HttpResponse(body, headers=headers)
    response.is_public_page = True
    return response


class Counter:
    def __init__(self, make) -> None:
        self.make, self.calls = make, 0

    def __call__(self, request):
        self.calls += 1
        return self.make(request)


def ask(middleware: AnonymousPageCache, path: str = "/de/", **extra: str) -> HttpResponse:
    return middleware(RequestFactory(**extra).get(path))


def test_the_second_reader_is_answered_from_memory():
    view = Counter(lambda _: page())
    middleware = AnonymousPageCache(view)
    assert ask(middleware).content == ask(middleware).content == b"page"
    assert view.calls == 1


def test_another_process_finds_the_page_in_the_shared_cache():
    view = Counter(lambda _: page())
    ask(AnonymousPageCache(view))
    ask(AnonymousPageCache(view))
    assert view.calls == 1


@pytest.mark.parametrize(
    "make",
    [
        lambda _: HttpResponse("not marked"),
        lambda _: page(Vary="Cookie"),
        lambda _: page(**{"Cache-Control": "no-store"}),
        lambda _: page(**{"Content-Security-Policy": "script-src 'nonce-abc'"}),
        lambda _: HttpResponse("gone", status=404),
    ],
)
def test_what_is_not_for_everybody_is_not_kept(make):
    view = Counter(make)
    middleware = AnonymousPageCache(view)
    ask(middleware)
    ask(middleware)
    assert view.calls == 2


def test_an_answer_with_a_cookie_is_not_kept():
    def with_cookie(_):
        response = page()
        response.set_cookie("sessionid", "x")
        return response

    view = Counter(with_cookie)
    middleware = AnonymousPageCache(view)
    ask(middleware)
    ask(middleware)
    assert view.calls == 2


@pytest.mark.parametrize(
    ("path", "extra"),
    [
        ("/de/", {"HTTP_COOKIE": "sessionid=x"}),
        ("/de/?a=b", {}),
        ("/de/", {"HTTP_AUTHORIZATION": "x"}),
        ("/de/", {"HTTP_HX_REQUEST": "true"}),
        ("/de/", {"HTTP_HOST": "127.0.0.1"}),
        ("/en/", {}),
    ],
)
def test_other_questions_do_not_get_the_kept_answer(path, extra):
    view = Counter(lambda _: page())
    middleware = AnonymousPageCache(view)
    ask(middleware)
    ask(middleware, path, **extra)
    assert view.calls == 2


def test_publishing_renews_the_page(client: Client):
    guide = make_guide()
    assert "Umziehen" in client.get("/de/umzug/").content.decode()
    guide = fresh(guide)
    guide.heading_de = "Neue Wohnung"
    guide.save_revision().publish()
    assert "Neue Wohnung" in client.get("/de/umzug/").content.decode()


def test_publishing_a_translation_renews_the_page(client: Client):
    guide = make_guide()
    client.get("/en/umzug/")
    publish_translation(guide, "en", {"heading": "Moving"}, by=None)
    assert "Moving" in client.get("/en/umzug/").content.decode()


def test_a_kept_page_carries_its_security_headers_and_no_nonce(client: Client):
    make_guide()
    first, second = client.get("/de/umzug/"), client.get("/de/umzug/")
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert "nonce" not in second["Content-Security-Policy"]
    assert second["X-Content-Type-Options"] == "nosniff"
    assert second["X-Request-Id"] != first["X-Request-Id"]


def test_a_reader_who_has_the_page_gets_no_second_copy(client: Client):
    make_guide()
    tag = client.get("/de/umzug/")["ETag"]
    again = client.get("/de/umzug/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_pages_travel_compressed(client: Client):
    make_guide()
    plain = client.get("/de/umzug/")
    packed = client.get("/de/umzug/", headers={"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2


@pytest.mark.parametrize(
    "path", ["/de/account/x.css", "/de/account;.js", "/de/account/%2e%2e/umzug/x.css", "/de/umzug/x.css"]
)
def test_a7_deceptive_addresses_are_not_found_and_not_kept(client: Client, path):
    make_guide()
    answer = client.get(path)
    assert answer.status_code == 404
    assert "public" not in answer.get("Cache-Control", "")


def test_a8_a_signed_in_reader_leaves_nothing_behind(client: Client, django_user_model):
    make_guide()
    person = django_user_model.objects.create_user("ada@example.org", "correct horse battery")
    client.force_login(person)
    own = client.get("/de/umzug/")
    assert "no-store" in own["Cache-Control"]
    stranger = Client().get("/de/umzug/")
    assert "ada@example.org" not in stranger.content.decode()
    assert not stranger.cookies


def test_the_version_changes_with_every_publication():
    before = cache.version()
    cache.bump()
    assert cache.version() != before
