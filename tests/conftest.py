"""Guards for the whole suite: what no test may do. Fixtures of one room live in that room's folder."""

import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from hypothesis import settings as hypothesis

from portal.catalogue.queries import law

# Slow cores are no fault of the code.
hypothesis.register_profile("here", deadline=None)
hypothesis.load_profile("here")

LOOPBACK = ("127.", "::1", "localhost")
INLINE = re.compile(
    rb"<script(?![^>]*\bsrc=)(?![^>]*type=.application/json)[^>]*>|<[a-z][^>]*\sstyle=|<[a-z][^>]*\son[a-z]+="
)
BRACES = re.compile(rb"\{\{|\{%|%\(\w+\)s")


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test talks to another machine."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            pytest.fail(f"A test tried to reach {address[0]}.")
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True)
def _clean_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page that a test asks for is free of inline script and style, and of unrendered template code."""
    real = Client.request

    def request(self: Client, **environ: Any) -> Any:
        response = real(self, **environ)
        path = environ.get("PATH_INFO", "")
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page and not path.startswith("/cms/"):
            found = INLINE.search(response.content) or BRACES.search(response.content)
            if found:
                pytest.fail(f"{path} contains {found.group(0)[:80]!r}")
        return response

    monkeypatch.setattr(Client, "request", request)


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    cache.clear()
    law.forget()
    yield
    cache.clear()
    law.forget()


@pytest.fixture(autouse=True)
def _language_of_the_settings() -> Iterator[None]:
    """Every test starts in the site's own language, whatever ran before it."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """All stories and looks share one browser: Debian's Chromium, which asks nobody for anything."""
    return browser_type_launch_args | {
        "executable_path": "/usr/bin/chromium",
        "args": ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
    }
