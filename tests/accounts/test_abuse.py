"""Abuse of the front door; the numbers are those of the list of abuse cases in docs/security.md."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client

from portal.accounts.models import Limit, Person
from portal.shared.address import client_address
from tests.factories.accounts import PASSWORD, PersonFactory, sign_in

pytestmark = pytest.mark.django_db
LANGUAGES = ["de", "en", "tr", "ar", "uk", "ru"]
LOGIN, SIGNUP, RESET = "/en/account/login/", "/en/account/signup/", "/en/account/password/reset/"
CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|[\w.]+@example\.org|nonce[-=]"?[\w+/=-]+')


@pytest.fixture(autouse=True)
def _landing(settings):
    """Where people land belongs to another room."""
    settings.LOGIN_REDIRECT_URL = "accounts:profile"


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed: the only slow step, so the only one that a clock could tell."""

    count = 0

    def encode(self, password, salt, iterations=None):
        CountingHasher.count += 1
        return super().encode(password, salt)


class MailServerAway(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError


def ask(path, data):
    """Post as a new visitor; return everything that could tell something, and the work done."""
    client, CountingHasher.count = Client(), 0
    response = client.post(path, data)
    pages = [response]
    if response.status_code == 302:
        pages.append(client.get(response.url))
    headers = [
        {k: CHANGING.sub("", v) for k, v in page.headers.items() if k not in {"X-Request-Id", "Expires"}}
        for page in pages
    ]
    bodies = [CHANGING.sub("", page.content.decode()) for page in pages]
    cookies = {name: cookie["max-age"] for name, cookie in client.cookies.items()}
    return [page.status_code for page in pages], headers, bodies, cookies, CountingHasher.count


def answers(path, field, **data):
    known = PersonFactory(email="known@example.org").email
    return ask(path, {field: known, **data}), ask(path, {field: "other@example.org", **data})


DOORS = {
    "sign-in": (LOGIN, "login", {"password": "not the password"}),
    "sign-up": (SIGNUP, "email", {"password1": PASSWORD}),
    "reset": (RESET, "email", {}),
}


@pytest.mark.parametrize("door", DOORS)
def test_a11_known_and_unknown_addresses_get_the_same_answer(door, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    path, field, data = DOORS[door]
    known, unknown = answers(path, field, **data)
    assert known == unknown


@pytest.mark.parametrize("door", DOORS)
def test_a11_the_limit_comes_at_the_same_time(door, settings):
    settings.LIMITS_ON = True
    path, field, data = DOORS[door]
    PersonFactory(email="known@example.org")
    seen = []
    for email in ("known@example.org", "other@example.org"):
        Limit.objects.all().delete()
        seen.append([Client().post(path, {field: email, **data}).status_code for _ in range(7)])
    assert seen[0] == seen[1]
    assert 429 in seen[0]


def test_a11_another_code_costs_the_same_for_known_and_unknown(settings):
    settings.LIMITS_ON = True
    PersonFactory(email="known@example.org")
    seen = []
    for email in ("known@example.org", "other@example.org"):
        Limit.objects.all().delete()
        client = Client()
        client.post(SIGNUP, {"email": email, "password1": PASSWORD})
        seen.append([client.post("/en/account/confirm-email/", {"action": "resend"}).status_code for _ in range(2)])
        seen[-1].append(Client().post(SIGNUP, {"email": email, "password1": PASSWORD}).status_code)
    assert seen[0] == seen[1] == [302, 302, 429]


@pytest.mark.parametrize("door", ["sign-up", "reset"])
def test_a12_a_mail_server_that_is_away_tells_nothing(door, settings):
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.MailServerAway"}}
    path, field, data = DOORS[door]
    known, unknown = answers(path, field, **data)
    assert known == unknown
    assert known[0] == [302, 200]


@pytest.mark.parametrize(
    "twin", ["mıke@example.org", "miKe@example.org", "mike@ＥＸＡＭＰＬＥ.org", "ｍike@example.org"]
)
def test_a13_look_alike_addresses_lead_nowhere(client, twin):
    PersonFactory(email="mike@example.org")
    client.post(RESET, {"email": twin})
    client.post(SIGNUP, {"email": twin, "password1": PASSWORD})
    assert {recipient for each in mail.outbox for recipient in each.to} <= {"mike@example.org"}
    assert Person.objects.count() == 1


def test_a13_capital_letters_do_not_make_a_second_account(client):
    PersonFactory(email="mike@example.org")
    client.post(SIGNUP, {"email": "MIKE@Example.ORG", "password1": PASSWORD})
    assert Person.objects.count() == EmailAddress.objects.count() == 1


def test_a14_guesses_share_one_counter_over_languages_and_forged_addresses(settings):
    settings.LIMITS_ON = True
    person = PersonFactory()
    seen = []
    for number, language in enumerate(LANGUAGES):
        headers = {"X-Forwarded-For": f"10.0.0.{number}", "Forwarded": f"for=10.0.0.{number}"}
        data = {"login": person.email.upper() if number % 2 else person.email, "password": "wrong"}
        seen.append(Client().post(f"/{language}/account/login/", data, headers=headers))
    assert [each.status_code for each in seen] == [200, 200, 200, 200, 200, 429]
    assert 0 < int(seen[-1]["Retry-After"]) <= 60


def test_a14_strangers_do_not_lock_the_right_person_out(client, settings):
    settings.LIMITS_ON = True
    person = PersonFactory()
    right = {"login": person.email, "password": PASSWORD}
    assert client.post(LOGIN, right).status_code == 302
    client.post("/en/account/logout/")
    for number in range(60):
        Client(REMOTE_ADDR=f"10.1.0.{number}").post(LOGIN, {**right, "password": "wrong"})
    assert Client(REMOTE_ADDR="10.2.0.1").post(LOGIN, right).status_code == 429
    assert client.post(LOGIN, right).status_code == 302


def sign_up_and_read_code(client):
    client.post(SIGNUP, {"email": "new@example.org", "password1": PASSWORD})
    return {"code": re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE).group(), "action": "verify"}


def test_a15_a_code_brought_twice_at_the_same_moment_opens_once(client):
    data = sign_up_and_read_code(client)
    key, stored = client.session.session_key, dict(client.session)
    assert client.post("/en/account/confirm-email/", data).status_code == 302
    SessionStore.get_model_class().objects.filter(pk=key).delete()
    twin, session = Client(), SessionStore()
    session.update(stored)
    session._session_key = key
    session.save(must_create=True)
    twin.cookies["sessionid"] = key
    assert twin.post("/en/account/confirm-email/", data).status_code == 200
    assert "_auth_user_id" not in twin.session


def test_a15_a_reset_code_opens_once_and_guessing_ends(client):
    PersonFactory(email="known@example.org")
    client.post(RESET, {"email": "known@example.org"})
    code = re.search(r"^\d{8}$", mail.outbox[-1].body, re.MULTILINE).group()
    for _ in range(3):
        client.post("/en/account/password/reset/confirm/", {"code": "00000000"})
    response = client.post("/en/account/password/reset/confirm/", {"code": code})
    assert response.url == "/en/account/login/"


def test_a15_a_new_password_by_code_ends_all_sessions(client):
    person, other = PersonFactory(email="known@example.org"), Client()
    sign_in(other, person)
    client.post(RESET, {"email": person.email})
    code = re.search(r"^\d{8}$", mail.outbox[-1].body, re.MULTILINE).group()
    response = client.post("/en/account/password/reset/confirm/", {"code": code})
    response = client.post(response.url, {"password1": "a completely new one"})
    assert response.url == "/en/account/password/reset/done/"
    assert other.get("/en/account/profile/").status_code == 302
    assert client.post(LOGIN, {"login": person.email, "password": "a completely new one"}).status_code == 302


@pytest.mark.parametrize("host", ["evil.example", "localhost:8x", "a@localhost", "localhost/evil", "localhost evil"])
def test_a16_a_forged_host_is_refused(client, host):
    assert client.post(RESET, {"email": "a@example.org"}, headers={"Host": host}).status_code == 400


def test_a16_mails_lead_to_the_configured_host_only(client, settings):
    settings.PORTAL_URL = "https://portal.example"
    headers = {"Host": "127.0.0.1:8888", "X-Forwarded-Host": "evil.example"}
    client.post(RESET, {"email": "nobody@example.org"}, headers=headers)
    PersonFactory(email="known@example.org")
    client.post(SIGNUP, {"email": "known@example.org", "password1": PASSWORD}, headers=headers)
    assert len(mail.outbox) == 2
    for each in mail.outbox:
        links = re.findall(r"https?://[^\s/]+", each.body)
        assert set(links) == {"https://portal.example"}
        assert "127.0.0.1" not in each.subject + each.body


def test_a17_forwarded_headers_from_outside_count_for_nothing(rf, settings):
    from_outside = {"HTTP_X_FORWARDED_FOR": "10.9.9.9", "HTTP_X_REAL_IP": "10.9.9.9", "HTTP_FORWARDED": "for=10.9.9.9"}
    assert client_address(rf.get("/", **from_outside, REMOTE_ADDR="192.0.2.1")) == "192.0.2.1"
    settings.TRUSTED_PROXIES = 1
    seen = {"HTTP_X_FORWARDED_FOR": "10.9.9.9, 192.0.2.7"}
    assert client_address(rf.get("/", **seen, REMOTE_ADDR="127.0.0.1")) == "192.0.2.7"


SPELLINGS = [
    *(
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
    ),
    *(
        "http://evil.example",
        "https:evil.example",
        "HTTPS://evil.example",
        "http:///evil.example",
        "ftp://evil.example",
    ),
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "/\tevil.example", "\t//evil.example"),
    *(
        "//evil.example@testserver",
        "http://testserver@evil.example",
        "/\n/evil.example",
        "evil.example",
        " //evil.example",
    ),
    *("//testserver.evil.example/", "http://[::1", "/\x00/evil.example"),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a18_no_spelling_of_next_leads_away(client, language):
    person = PersonFactory()
    for spelling in SPELLINGS:
        data = {"login": person.email, "password": PASSWORD, "next": spelling}
        led = Client().post(f"/{language}/account/login/", data).url
        assert led == Client().post(f"/{language}/account/login/", {**data, "next": ""}).url, spelling
        sign_in(client, person)
        led = client.post(f"/{language}/account/extend/", {"next": spelling}, headers={"Accept": "text/html"}).url
        assert led == "/", spelling


@pytest.mark.parametrize("path", ["/" + "a" * 5_000 + "/", "/" + "-".join(["de"] * 500) + "/", "/de-" + "x" * 5_000])
def test_a19_long_language_codes_in_the_address_are_just_not_found(client, path):
    assert client.get(path).status_code in {302, 404}


def test_a19_a_long_accept_language_header_gets_the_default(client):
    response = client.get("/en/account/login/", headers={"Accept-Language": ",".join(["de-x" * 50] * 100)})
    assert response.status_code == 200


def test_a9_signing_in_changes_the_session_id_and_kills_the_old_one(client):
    person = PersonFactory()
    client.get(LOGIN)
    session = client.session
    session["planted"] = 1
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    client.post(LOGIN, {"login": person.email, "password": PASSWORD})
    assert client.session.session_key != before
    assert not SessionStore().exists(before)


def test_a10_signing_out_needs_a_post_with_a_token(client):
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, PersonFactory())
    assert strict.get("/en/account/logout/").status_code == 200
    assert strict.post("/en/account/logout/").status_code == 403
    assert strict.get("/en/account/profile/").status_code == 200
    sign_in(client, PersonFactory())
    response = client.post("/en/account/logout/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/en/account/profile/").status_code == 302


@pytest.mark.parametrize("path", ["/en/account/x.css", "/en/account/profile/x.css", "/en/account/profile;.js"])
def test_a7_pages_of_an_account_have_no_cacheable_twin(client, path):
    sign_in(client, PersonFactory())
    assert client.get(path).status_code == 404
    assert "no-store" in client.get("/en/account/profile/")["Cache-Control"]
