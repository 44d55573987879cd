"""Abuse case A5: two people at the same moment, thousands of pages over kept connections: each sees only their own."""

import re
import urllib.parse
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from http.cookiejar import CookieJar
from itertools import cycle, islice
from threading import local
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.journey

PASSWORD = "anlaufpunkt-demo"
NAMES = {"amina@example.org": "Haddad", "oleksandr@example.org": "Bondarenko"}
REQUESTS, THREADS = 2_000, 8


class Person:
    """Somebody signed in: the cookies to send, the id of the draft, the own name and that of the other."""

    def __init__(self, url: str, email: str) -> None:
        self.jar = CookieJar()
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar)).open
        self._sign_in(f"{url}/en/account/login/", email)
        page = self.open(f"{url}/en/applications/").read().decode()
        self.draft = re.search(r"/applications/([0-9a-f-]{36})/", page)[1]
        self.name, (self.other,) = NAMES[email], [name for each, name in NAMES.items() if each != email]

    def _sign_in(self, address: str, email: str) -> None:
        page = self.open(address).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        fields = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token}
        self.open(urllib.request.Request(address, urllib.parse.urlencode(fields).encode(), {"Referer": address}))

    @property
    def cookies(self) -> str:
        return "; ".join(f"{each.name}={each.value}" for each in self.jar)

    @property
    def addresses(self) -> list[str]:
        return ["/en/applications/", f"/en/applications/{self.draft}/steps/person/"]


@pytest.fixture(scope="module")
def people(portal) -> list[Person]:
    return [Person(portal.url, email) for email in NAMES]


def read(kept: local, netloc: str, person: Person, path: str) -> tuple[int, str]:
    """Ask over this thread's own connection, which both people share."""
    if not hasattr(kept, "connection"):
        kept.connection = HTTPConnection(netloc, timeout=60)
    kept.connection.request("GET", path, headers={"Cookie": person.cookies})
    answer = kept.connection.getresponse()
    return answer.status, answer.read().decode()


def judge(person: Person, stranger: Person, path: str, page: str) -> str:
    own = person.name if "/steps/" in path else person.draft
    if person.other in page or stranger.draft in page:
        return "mixed"
    return "own" if own in page else "missing"


def test_a5_two_thousand_interleaved_pages_are_never_mixed_up(portal, people):
    kept, netloc = local(), urlsplit(portal.url).netloc
    turns = cycle([(each, other, path) for each, other in (people, people[::-1]) for path in each.addresses])

    def ask(turn: tuple[Person, Person, str]) -> tuple[int, str]:
        person, stranger, path = turn
        status, page = read(kept, netloc, person, path)
        return status, judge(person, stranger, path, page)

    with ThreadPoolExecutor(THREADS) as pool:
        found = Counter(pool.map(ask, islice(turns, REQUESTS)))
    assert found == {(200, "own"): REQUESTS}
