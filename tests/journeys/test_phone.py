"""Photos from the phone: a code on the computer, a camera beside it, and nobody else gets in."""

import os

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import accessible, picture
from tests.journeys.people import DATA
from tests.journeys.test_supplement import show_mailed_code, sign_in
from tests.journeys.test_uploading import break_line, noise

pytestmark = pytest.mark.journey

OLEKSANDR = "oleksandr@example.org"
PASSPORT = DATA / "zones" / "002_TD3_medium.jpg"


def look(page: Page, name: str) -> None:
    accessible(page)
    picture(page, f"phone-uk-{name}")


def his_documents(page: Page) -> None:
    sign_in(page, OLEKSANDR, "uk")
    draft = page.locator("main a[href*='/delete/']").first.get_attribute("href")
    page.goto(draft.replace("/delete/", "/documents/"))
    show_mailed_code(page, OLEKSANDR)
    page.wait_for_url("**/documents/")


def scanned(page: Page) -> str:
    """Read the code from the screen as a camera would."""
    png = np.frombuffer(page.locator(".qr-frame").screenshot(), np.uint8)
    found, _corners, _straight = cv2.QRCodeDetector().detectAndDecode(cv2.imdecode(png, cv2.IMREAD_COLOR))
    return found


def pair(open_page) -> tuple[Page, Page]:
    """Return a computer that shows a code for another paper, and the phone that has opened it."""
    computer = open_page("uk")
    his_documents(computer)
    computer.locator("section#enrolment form[action$='/phone/'] button").click()
    phone = open_page("uk", phone=True)
    phone.goto(scanned(computer))
    phone.locator("main form button").click()
    phone.wait_for_url("**/uk/p/")
    phone.wait_for_load_state("networkidle")
    return computer, phone


def test_a_line_that_breaks_in_the_middle_goes_on_where_it_was(open_page, tmp_path):
    computer, phone = pair(open_page)
    file, offsets = noise(tmp_path, f"{os.urandom(4).hex()}.png"), break_line(phone, after=2)
    phone.locator("#files").set_input_files(str(file))
    row = phone.locator("section#paper .uploads__row")
    expect(row).to_have_attribute("data-state", "offline")
    expect(row.locator("p[data-say=offline]")).to_be_visible()
    look(phone, "09-offline")
    phone.context.set_offline(False)
    expect(phone.locator("#pass-files .document", has_text=file.name)).to_have_count(1, timeout=60_000)
    expect(row).to_have_count(0)
    assert [int(each) // 2**20 for each in offsets] == [0, 1, 2, 2, 3, 4]
    expect(computer.locator("#pass .document", has_text=file.name)).to_have_count(1)


def test_what_is_on_its_way_ends_when_the_computer_disconnects_the_phone(open_page, tmp_path):
    computer, phone = pair(open_page)
    break_line(phone, after=1)
    phone.locator("#files").set_input_files(str(noise(tmp_path, f"{os.urandom(4).hex()}.png")))
    expect(phone.locator("section#paper .uploads__row")).to_have_attribute("data-state", "offline")
    computer.locator("form[action$='/cancel/'] button").click()
    computer.wait_for_url("**/documents/#enrolment")
    phone.context.set_offline(False)
    expect(phone.locator("section#paper")).to_have_count(0, timeout=60_000)
    expect(phone.locator("#pass-files")).to_have_count(0)


def test_a_photo_comes_from_the_phone_and_the_code_works_once(open_page):
    computer = open_page("uk")
    his_documents(computer)
    computer.locator("section#passport form[action$='/phone/'] button").click()
    computer.evaluate("window.stayed = true")
    look(computer, "01-code")
    address = scanned(computer)
    assert address == computer.locator("#pass code").inner_text()
    assert "/uk/p/" in address

    phone = open_page("uk", phone=True)
    phone.goto(address)
    look(phone, "02-start")
    phone.locator("main form button").click()
    phone.wait_for_url("**/uk/p/")
    expect(computer.locator("#pass .notice--success")).to_be_visible()
    look(computer, "03-connected")
    look(phone, "04-camera")
    phone.locator("#files_camera").set_input_files(str(PASSPORT))
    expect(phone.locator("#pass-files .document")).to_have_count(1)
    expect(computer.locator("#pass .document")).to_have_count(1)
    assert computer.evaluate("window.stayed")
    expect(phone.locator("#pass-files .document--info")).to_have_count(0, timeout=60_000)
    look(phone, "05-sent")

    other = open_page("uk", phone=True)
    assert other.goto(address).status == 410
    look(other, "06-used")

    phone.locator("form[action$='/finished/'] button").click()
    look(phone, "07-finished")
    computer.wait_for_url("**/documents/#passport")
    expect(computer.locator("section#passport article.document").filter(has_text=PASSPORT.name)).to_have_count(1)
    look(computer, "08-back")
