"""An editor puts a page on a topic, in a real browser under the site's own policy."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import one_time_code

pytestmark = pytest.mark.journey
PASSWORD = "anlaufpunkt-demo"


def sign_in(page: Page, logins: str) -> None:
    """Sign in as the demonstration's editor, with the authenticator app."""
    email, *_role, secret = next(line.split() for line in logins.splitlines() if " editor " in line)
    page.goto("/de/account/login/?next=/cms/")
    page.fill("input[name=login]", email)
    page.fill("input[type=password]", PASSWORD)
    page.click("main form button.button")
    page.locator("main input[autocomplete=one-time-code]").fill(one_time_code(secret))
    page.click("main form:has(input[autocomplete=one-time-code]) button.button")
    page.wait_for_url("**/cms/")


def open_topic(page: Page, title: str) -> None:
    page.goto(f"/cms/pages/search/?q={title}")
    page.locator("main a[href$='/edit/']").filter(has_text=title).first.click()


def add_page(page: Page, title: str) -> None:
    """Add a row to the list of pages and choose a page for it."""
    page.locator("#id_entries-ADD").wait_for()
    rows = page.locator("#id_entries-FORMS > *")
    before = rows.count()
    page.click("#id_entries-ADD")
    expect(rows).to_have_count(before + 1)
    rows.last.locator("[data-chooser-action-choose]").first.click()
    page.fill(".modal-content input[name=q]", title)
    page.locator(".modal-content").get_by_role("link", name=title, exact=True).first.click()
    expect(rows.last).to_contain_text(title)


def publish(page: Page) -> None:
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    page.locator("button[name=action-publish]").first.click()
    expect(page.locator(".messages")).to_contain_text("veröffentlicht")


def test_an_editor_adds_a_page_to_a_topic(open_page, portal):
    page = open_page("de")
    sign_in(page, (portal.folder / "demo-logins.txt").read_text())
    open_topic(page, "Ratgeber")
    add_page(page, "Datenschutz")
    publish(page)
    page.goto("/de/guides/")
    expect(page.locator("main")).to_contain_text("Datenschutz")
