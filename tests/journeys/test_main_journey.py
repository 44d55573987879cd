"""The whole way: read, apply, be warned, mend it, send, hold a proof; the office decides; the person sees it."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import accessible, newest_code, picture
from tests.journeys.people import (
    DATA,
    IRYNA,
    POSTCODE,
    answer_all_steps,
    one_time_code,
    prove_by_mail,
    sign_up,
    upload,
)

pytestmark = pytest.mark.journey

EXPIRED = {"de": "abgelaufen", "en": "ended", "ar": "انته"}


def login_of(portal, role: str) -> tuple[str, str]:
    for line in (portal.folder / "demo-logins.txt").read_text().splitlines():
        words = line.split()
        if len(words) >= 3 and words[0].startswith(f"{role}@lindenfurt"):
            return words[0], words[-1]
    raise AssertionError(role)


def look(page, name: str) -> None:
    accessible(page)
    picture(page, name)


@pytest.mark.parametrize(("language", "phone"), [("de", False), ("en", True), ("ar", True)])
def test_a_newcomer_applies_and_the_office_decides(portal, open_page, language, phone):
    email = f"iryna-{uuid.uuid4().hex[:6]}@example.org"
    page = open_page(language, phone=phone)
    size = "phone" if phone else "desktop"
    shot = lambda name: look(page, f"{language}-{size}-{name}")  # noqa: E731

    # She finds out what to do.
    page.goto(f"/{language}/")
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    shot("01-home")
    page.locator("main a[href*='study-extension']").first.click()
    shot("02-service")
    page.locator("main a[href*='/applications/start/study-extension/']").first.click()
    page.fill("input[name=postcode]", POSTCODE)
    page.locator("main form button.button").first.click()
    page.locator("main a[href*='/account/signup/']").click()
    shot("03-sign-up")
    sign_up(page, email, newest_code)

    # She is back where she wanted to go, and starts.
    start = page.locator("main form input[name=office] ~ button, main form:has(input[name=office]) button.button")
    if start.count():
        start.first.click()
    page.wait_for_url("**/steps/**")
    shot("04-first-step")
    answer_all_steps(page, IRYNA | {"email": email}, accessible)

    # Documents need a second factor.
    prove_by_mail(page, email, newest_code)
    page.wait_for_url("**/documents/**")
    upload(page, "passport", DATA / "zones" / "000_TD3_easy.jpg")
    passport = page.locator("section#passport")
    expect(passport).to_contain_text(re.compile(EXPIRED[language]))
    shot("05-expired-passport")
    passport.locator("form[action*='/remove/'] button").first.click()
    page.wait_for_load_state("networkidle")
    upload(page, "passport", DATA / "zones" / "002_TD3_medium.jpg")
    expect(page.locator("section#passport article")).not_to_contain_text(re.compile(EXPIRED[language]))
    shot("06-passport")

    # She reads everything once more and sends it.
    page.locator("main a[href$='/check/']").first.click()
    shot("07-check")
    page.locator("form[action$='/submit/'] button.button").click()
    page.wait_for_url("**/receipt/")
    reference = re.search(r"\b[A-Z]{1,4}-2026-[A-Z0-9]{6}\b", page.locator("main").inner_text()).group(0)
    shot("08-receipt")
    pdf = page.locator("a[href$='/receipt.pdf']").first
    pdf.wait_for(timeout=15_000)
    answer = page.request.get(pdf.get_attribute("href"))
    assert answer.body().startswith(b"%PDF")
    application = re.search(r"/applications/([0-9a-f-]{36})/", page.url).group(1)

    # The office takes the case and decides.
    clerk = open_page("de")
    address, secret = login_of(portal, "clerk")
    clerk.goto("/de/account/login/?next=/de/desk/")
    clerk.fill("input[name=login]", address)
    clerk.fill("input[type=password]", "anlaufpunkt-demo")
    clerk.click("main form button.button")
    clerk.wait_for_url("**/second-factor/**")
    clerk.fill("main input[autocomplete=one-time-code]", one_time_code(secret))
    clerk.click("main form:has(input[autocomplete=one-time-code]) button.button")
    clerk.wait_for_url("**/desk/**")
    accessible(clerk)
    picture(clerk, f"desk-list-{language}")
    case = clerk.locator(f"a:has-text('{reference}')").first
    for _ in range(20):
        if case.count():
            break
        clerk.wait_for_timeout(1000)
        clerk.reload()
    case.click()
    clerk.wait_for_url("**/desk/**")
    accessible(clerk)
    picture(clerk, f"desk-case-{language}")
    for move in ("review", "decide"):
        form = clerk.locator(f"form[action$='/{move}/']")
        if not form.locator("button").is_visible():
            clerk.locator(f"details:has(form[action$='/{move}/']) summary").click()
        for choice in form.locator("input[type=radio]").all()[:1]:
            choice.check(force=True)
        form.locator("button").click()
        clerk.wait_for_load_state("networkidle")
    picture(clerk, f"desk-decided-{language}")

    # She sees it at once.
    page.goto(f"/{language}/status/{application}/")
    shot("09-status")
    expect(page.locator("main")).to_contain_text(reference)
