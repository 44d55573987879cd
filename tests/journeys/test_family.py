"""Two people of one family report their move: what is the same for both is answered and photographed once."""

import re
import uuid

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from tests.journeys.conftest import accessible, newest_code, picture
from tests.journeys.forms import FORM, answer_all, answer_in, names_in
from tests.journeys.people import DATA, POSTCODE, prove_by_mail, sign_up, upload

pytestmark = pytest.mark.journey

SERVICE = "address-change"
REFERENCE = re.compile(r"\b[A-Z]{1,4}-20\d\d-[A-Z0-9]{6}\b")
BOTH = {
    "move_date": "01.11.2026",
    "street": "Am Anger",
    "house_number": "7",
    "postcode": POSTCODE,
    "city": "Lindenfurt",
    "landlord": "Wohnbau Lindenfurt GmbH",
    "email": "melnyk@example.org",
    "interpreter_needed": "no",
    "old_street": "Lindenweg 12a",
    "old_postcode": POSTCODE,
    "old_city": "Lindenfurt",
}
OLENA = {
    "moved": "yes",
    "registered": "yes",
    "residence_rule": "no",
    "open_application": "no",
    "family_name": "Melnyk",
    "given_names": "Olena",
    "date_of_birth": "14.02.1991",
    "place_of_birth": "Charkiw",
    "country_of_birth": "UA",
    "nationality": "UA",
    "sex": "F",
    "title_kind": "residence_permit",
    "title_number": "YX98W76V5",
    "title_valid_until": "04.03.2030",
    "truth": "yes",
    "data_notice": "yes",
}
TARAS = {**OLENA, "date_of_birth": "03.08.1989", "sex": "M", "title_number": "YX98W76V6"}
del TARAS["given_names"]


def look(page: Page, name: str) -> None:
    accessible(page)
    picture(page, f"family-uk-{name}")


def begun(page: Page) -> None:
    """Answer everything for Olena, and hand in the landlord's paper."""
    email = f"family-{uuid.uuid4().hex[:8]}@example.org"
    page.goto(f"/uk/applications/start/{SERVICE}/")
    page.fill("input[name=postcode]", POSTCODE)
    page.locator("main form button.button").first.click()
    page.locator("main a[href*='/account/signup/']").click()
    sign_up(page, email, newest_code)
    page.locator("main form:has(input[name=office]) button.button").click()
    page.wait_for_url("**/steps/**")
    answer_all(page, OLENA | BOTH)
    prove_by_mail(page, email, newest_code)
    page.wait_for_url("**/documents/**")
    page.locator("section#confirmation form.is-live").wait_for()
    upload(page, "confirmation", DATA / "letters" / "deu_0_200.png")


def test_what_is_the_same_for_both_is_asked_once_and_one_button_sends_both(open_page):
    page = open_page("uk", phone=True)
    begun(page)
    page.goto("/uk/applications/")
    page.locator("main a[href$='/family/']").click()
    page.locator("input[name=relation][value=spouse]").check()
    page.fill("input[name=name]", "Taras")
    page.locator(f"input[name=service][value={SERVICE}]").check()
    look(page, "01-add")
    page.locator("main form:has(input[name=name]) button.button").click()
    page.wait_for_url("**/steps/**")

    there: dict[str, str] = {}

    def arrived(page: Page) -> None:
        form = page.locator(FORM)
        there.update({code: answer_in(form, code) for code in BOTH.keys() & set(names_in(form))})
        if "/steps/address/" in page.url:
            look(page, "02-address")

    answer_all(page, TARAS, arrived)
    assert there == BOTH
    page.wait_for_url("**/documents/**")
    paper = page.locator("section#confirmation")
    expect(paper.locator(".elsewhere")).to_contain_text("Olena")
    expect(paper.locator("article")).to_have_count(0)
    look(page, "03-documents")

    page.goto("/uk/applications/")
    page.locator("main a[href$='/family/']").click()
    look(page, "04-family")
    page.locator("main a[href$='/family/send/']").click()
    expect(page.locator("main article")).to_have_count(2)
    look(page, "05-send")
    page.locator("main form[data-controller=submit] button").click()
    page.wait_for_url("**/family/")
    with override("uk"):
        told = gettext("Sent: %(numbers)s. You find each receipt below.").partition("%")[0]
    expect(page.get_by_text(told)).to_be_visible()
    sent = page.locator("main article", has=page.locator("a[href$='/receipt/']"))
    assert [len(REFERENCE.findall(each)) for each in sent.all_inner_texts()] == [1, 1]
    assert [each.split(":")[0] for each in sent.locator("h3").all_inner_texts()] == ["Olena", "Taras"]
    look(page, "06-sent")
