"""The office asks for something; the person sends it from a phone, and a clerk finds it in the case."""

import re
import shutil
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import accessible, newest_code, picture
from tests.journeys.people import DATA, upload

pytestmark = pytest.mark.journey

PASSWORD = "anlaufpunkt-demo"
ROHAN = "rohan@example.org"


def sign_in(page: Page, address: str, language: str) -> None:
    page.goto(f"/{language}/account/login/?next=/{language}/applications/")
    page.fill("input[name=login]", address)
    page.fill("input[type=password]", PASSWORD)
    page.click("main form button.button")
    page.wait_for_url("**/applications/")


def show_mailed_code(page: Page, address: str) -> None:
    page.wait_for_url("**/challenge/**")
    page.locator("form[action*='/send-code/'] button, form[action*='send'] button").first.click()
    page.wait_for_load_state("networkidle")
    page.fill("main input[autocomplete=one-time-code]", newest_code(page, address))
    page.click("main form:has(input[autocomplete=one-time-code]) button.button")


def look(page: Page, name: str) -> None:
    accessible(page)
    picture(page, f"supplement-ar-{name}")


def test_what_is_missing_is_sent_from_the_status_page(open_page, tmp_path):
    # A name of its own: other stories send papers in the same case, before or after this one.
    letter = Path(shutil.copy(DATA / "letters" / "deu_0_phone.jpg", tmp_path / f"letter-{uuid.uuid4().hex[:8]}.jpg"))
    page = open_page("ar", phone=True)
    sign_in(page, ROHAN, "ar")
    page.locator("main a[href*='/status/']").first.click()
    show_mailed_code(page, ROHAN)
    page.wait_for_url("**/status/**")
    look(page, "01-asked")
    page.locator("main a.button[href$='/documents/']").click()
    upload(page, "other", letter)
    look(page, "02-uploaded")
    page.locator("form[action$='/documents/send/'] button").click()
    page.wait_for_url(re.compile(r"/status/[0-9a-f-]{36}/$"))
    look(page, "03-sent")
    page.locator("main a[href$='/receipt/']").first.click()
    sent = page.locator("section[aria-labelledby=later] li", has_text=letter.name)
    expect(sent.locator(".hash")).to_have_count(1)
    look(page, "04-receipt")
