"""One running portal for all stories, Debian's Chromium, and the ways people sign in."""

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.running import Running, running_portal

PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def portal(tmp_path_factory) -> Running:
    if already := os.environ.get("JOURNEY_PORTAL"):  # "http://localhost:8000,var": while writing stories
        url, _, folder = already.partition(",")
        yield Running(url, Path(folder), 0)
        return
    with running_portal(tmp_path_factory.mktemp("portal"), SITE_LIMIT="100000") as running:
        yield running


@pytest.fixture
def open_page(browser, portal):
    """Open a new browser as somebody would: `open_page("ar", phone=True)`; its errors fail the test.

    `state` are the cookies of somebody who has signed in before.
    """
    contexts, troubles = [], []

    def opened(language: str, *, phone: bool = False, state=None) -> Page:
        screen = PHONE if phone else DESKTOP
        context = browser.new_context(base_url=portal.url, locale=language, storage_state=state, **screen)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("response", lambda answer: answer.status >= 500 and troubles.append(f"{answer.status} {answer.url}"))
        page.on("console", lambda line: "Content Security Policy" in line.text and troubles.append(line.text))
        page.set_default_timeout(20_000)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


def accessible(page: Page) -> None:
    """Fail when axe finds anything (WCAG 2.2 A and AA, best practices included)."""
    found = Axe().run(page).response["violations"]
    assert not found, [(each["id"], [node["html"][:160] for node in each["nodes"]][:3]) for each in found]


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page for a human eye."""
    folder = Path("var/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(folder / f"{name}.png"), full_page=True)


_READ: set[str] = set()


def newest_code(page: Page, address: str) -> str:
    """Read the newest code that was mailed to an address and not read before, from the demo's mailbox."""
    other = page.context.new_page()
    for _ in range(60):
        other.goto("/en/notices/mailbox/")
        mails = other.locator("main article, main li, main .card").filter(has_text=address).all_inner_texts()
        fresh = [code for mail in mails for code in re.findall(r"\b[A-Z0-9]{6}\b", mail) if code not in _READ]
        if fresh:
            _READ.update(fresh)
            other.close()
            return fresh[0]
        other.wait_for_timeout(500)
    raise AssertionError(f"No code arrived for {address}.")
