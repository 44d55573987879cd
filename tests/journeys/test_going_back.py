"""Somebody makes a mistake, mends it and goes back: the browser shows the page again and asks for nothing."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import accessible
from tests.journeys.test_supplement import sign_in

pytestmark = pytest.mark.journey
NEXT = "main button[name=go][value=next]:not(.visually-hidden)"
ADDRESS = {"street": "Lindenweg", "house_number": "3", "postcode": "99801", "city": "Lindenfurt"}


def typed(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        page.fill(f"main input[name={name}]", text)
    page.locator(NEXT).click()
    page.wait_for_load_state("networkidle")


def test_back_after_a_mistake_never_asks_to_send_the_form_again(open_page):
    page = open_page("uk", phone=True)
    sign_in(page, "oleksandr@example.org", "uk")
    draft = page.locator("main a[href$='/delete/']").first.get_attribute("href")
    page.goto(draft.replace("/delete/", "/steps/address/"))
    address = page.url
    for choice in page.locator("main input[name=interpreter_needed][value=no]").all():
        choice.check(force=True)
    typed(page, **ADDRESS | {"postcode": "12"}, email="oleksandr@example.org")
    expect(page.locator(".error-summary")).to_be_focused()
    accessible(page)
    typed(page, postcode="1")
    expect(page.locator(".error-summary a[href='#id_postcode']")).to_be_visible()
    typed(page, postcode=ADDRESS["postcode"])
    assert page.url != address
    answer = page.go_back()
    assert (page.url, answer.status) == (address, 200)
    expect(page.locator("main input[name=postcode]")).to_have_value(ADDRESS["postcode"])
    expect(page.locator(".error-summary")).to_have_count(0)
