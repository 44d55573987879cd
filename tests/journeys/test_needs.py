"""Somebody who does not know what to apply for: a few questions, a checklist on paper, and on to the application."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import accessible, picture

pytestmark = pytest.mark.journey

ANSWERS = {
    "happened": "family",
    "nationality": "TR",
    "title_kind": "national_visa",
    "title_valid_until": "01.01.2020",
    "relationship": "spouse",
    "sponsor_status": "blue_card",
}


def answer(page: Page, code: str, value: str) -> None:
    field = page.locator(f"[name={code}]").first
    if field.evaluate("each => each.tagName") == "SELECT":
        field.select_option(value)
    elif field.get_attribute("type") == "radio":
        page.locator(f"[name={code}][value={value}]").check()
    else:
        field.fill(value)
    with page.expect_navigation():
        page.locator("main form .button").first.click()


@pytest.mark.parametrize(("code", "phone"), [("de", False), ("ar", True)])
def test_from_the_home_page_to_the_application(open_page, code, phone):
    page = open_page(code, phone=phone)
    page.goto(f"/{code}/")
    page.locator(f"main a[href='/{code}/needs/']").first.click()
    for question, value in ANSWERS.items():
        accessible(page)
        answer(page, question, value)
    page.wait_for_url("**/needs/result/")
    expect(page.locator(".notice--danger")).to_be_visible()
    expect(page.locator("a[href*='/applications/start/family-reunion/']")).to_be_visible()
    accessible(page)
    picture(page, f"needs-{code}-result")
    page.locator("a[href$='/checklist/family-reunion/']").click()
    page.locator("[name=passport][value=have]").check()
    accessible(page)
    page.locator("button[value=print]").click()
    page.wait_for_url("**/checklist/family-reunion/print/")
    accessible(page)
    picture(page, f"needs-{code}-sheet")
    page.goto(f"/{code}/applications/start/family-reunion/")
    expect(page.locator("main form")).to_be_visible()


def test_it_works_without_a_script_and_with_the_back_button(browser, portal):
    context = browser.new_context(base_url=portal.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/needs/")
    answer(page, "happened", "moved")
    answer(page, "nationality", "IN")
    page.go_back()
    assert page.url.endswith("/questions/nationality/")
    page.locator("[name=nationality]").select_option("FR")
    page.locator("main form .button").first.click()
    page.wait_for_url("**/needs/result/")
    expect(page.locator("main")).to_contain_text("You need no permit")
    page.locator("main form button").last.click()
    page.goto("/en/needs/result/")
    assert page.url.endswith("/questions/happened/")
    context.close()


@pytest.mark.parametrize("name", ["points", "settlement", "work-days", "salary"])
def test_the_calculators_are_accessible(open_page, name):
    page = open_page("en", phone=True)
    page.goto(f"/en/needs/{name}/")
    accessible(page)
    page.locator("main form .button").first.click()
    expect(page.locator("main .panel")).to_be_visible()
    accessible(page)
