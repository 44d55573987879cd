"""The whole way: read, apply, be warned, mend it, send, hold a proof; the office decides; the person sees it."""

import re
import uuid

import pytest
from django.utils.translation import override
from playwright.sync_api import Page, expect

from portal.applications.states import DECIDED
from portal.status.states import PLAIN
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
from tests.running import Running

pytestmark = pytest.mark.journey

REFERENCE = re.compile(r"\b[A-Z]{1,4}-20\d\d-[A-Z0-9]{6}\b")


class Story:
    """One person's way through the portal, in one language, on one kind of screen."""

    def __init__(self, portal: Running, page: Page, language: str, name: str) -> None:
        self.portal, self.page, self.language, self.name = portal, page, language, name
        self.email = f"iryna-{uuid.uuid4().hex[:8]}@example.org"

    def look(self, name: str, page: Page | None = None) -> None:
        accessible(page or self.page)
        picture(page or self.page, f"{self.name}-{name}")

    def reads_what_to_do(self) -> None:
        self.page.goto(f"/{self.language}/")
        direction = self.page.locator("html").get_attribute("dir")
        assert direction == ("rtl" if self.language == "ar" else "ltr")
        self.look("01-home")
        self.page.locator("main a[href*='study-extension']").first.click()
        self.look("02-service")

    def makes_an_account(self) -> None:
        self.page.locator("main a[href*='/applications/start/study-extension/']").first.click()
        self.page.fill("input[name=postcode]", POSTCODE)
        self.page.locator("main form button.button").first.click()
        self.look("03-office")
        self.page.locator("main a[href*='/account/signup/']").click()
        self.look("04-sign-up")
        sign_up(self.page, self.email, newest_code, accessible)

    def answers(self) -> None:
        start = self.page.locator("main form:has(input[name=office]) button.button")
        if start.count():
            start.first.click()
        self.page.wait_for_url("**/steps/**")
        self.look("05-first-step")
        answer_all_steps(self.page, IRYNA | {"email": self.email}, accessible)
        prove_by_mail(self.page, self.email, newest_code, accessible)
        self.page.wait_for_url("**/documents/**")

    def is_warned_and_replaces_the_passport(self) -> None:
        upload(self.page, "passport", DATA / "zones" / "000_TD3_easy.jpg")
        passport = self.page.locator("section#passport")
        expect(passport.locator(".document--warning [role=status]")).to_contain_text("2024")
        self.look("06-expired-passport")
        passport.locator("form[action*='/remove/'] button").first.click()
        self.page.wait_for_load_state("networkidle")
        upload(self.page, "passport", DATA / "zones" / "002_TD3_medium.jpg")
        expect(self.page.locator("section#passport .document--success")).to_have_count(1)
        self.look("07-passport")

    def sends_it(self) -> str:
        self.page.locator("main a[href$='/check/']").first.click()
        self.look("08-check")
        self.page.locator("form[action$='/submit/'] button.button").click()
        self.page.wait_for_url("**/receipt/")
        self.look("09-receipt")
        pdf = self.page.locator("a[href$='/receipt.pdf']").first
        pdf.wait_for(timeout=20_000)
        assert self.page.request.get(pdf.get_attribute("href")).body().startswith(b"%PDF")
        return REFERENCE.search(self.page.locator("main").inner_text()).group(0)

    def sees_how_it_stands(self, reference: str) -> None:
        application = re.search(r"/applications/([0-9a-f-]{36})/", self.page.url).group(1)
        self.page.goto(f"/{self.language}/status/{application}/")
        expect(self.page.locator("main")).to_contain_text(reference)
        with override(self.language):
            decided = str(PLAIN[DECIDED].title)
        expect(self.page.locator("main .badge").first).to_have_text(decided)
        expect(self.page.locator(".timeline [aria-current]")).to_contain_text(decided)
        self.look("10-status")

    def clerk_decides(self, clerk: Page, reference: str) -> None:
        # Two colleagues take turns: nobody may show more than five codes in five minutes.
        address, secret = self._login_of("lead" if self.name.endswith("phone") else "clerk")
        clerk.goto("/de/account/login/?next=/de/desk/")
        self.look("desk-sign-in", clerk)
        clerk.fill("input[name=login]", address)
        clerk.fill("input[type=password]", "anlaufpunkt-demo")
        clerk.click("main form button.button")
        clerk.wait_for_url("**/second-factor/**")
        self.look("desk-second-factor", clerk)
        clerk.fill("main input[autocomplete=one-time-code]", one_time_code(secret))
        clerk.click("main form:has(input[autocomplete=one-time-code]) button.button")
        clerk.wait_for_url("**/desk/**")
        self._find(clerk, reference).click()
        clerk.wait_for_url(re.compile(r"/desk/[0-9a-f-]{36}/"))
        self.look("desk-case", clerk)
        for move in ("review", "decide"):
            self._move(clerk, move)
        self.look("desk-decided", clerk)

    def _login_of(self, role: str) -> tuple[str, str]:
        for line in (self.portal.folder / "demo-logins.txt").read_text().splitlines():
            words = line.split()
            if words and words[0].startswith(f"{role}@lindenfurt"):
                return words[0], words[-1]
        raise AssertionError(role)

    def _find(self, clerk: Page, reference: str):
        case = clerk.locator(f"main tr:has-text('{reference}') a").first
        for _ in range(30):
            if case.count():
                break
            clerk.wait_for_timeout(1000)
            clerk.reload()
        self.look("desk-list", clerk)
        return case

    def _move(self, clerk: Page, move: str) -> None:
        form = clerk.locator(f"form[action$='/{move}/']")
        if not form.locator("button").is_visible():
            clerk.locator(f"details:has(form[action$='/{move}/']) summary").click()
        for choice in form.locator("input[type=radio]").all()[:1]:
            choice.check(force=True)
        form.locator("button").click()
        clerk.wait_for_load_state("networkidle")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_a_newcomer_applies_and_the_office_decides(portal, open_page, language, phone):
    name = f"{language}-{'phone' if phone else 'desktop'}"
    story = Story(portal, open_page(language, phone=phone), language, name)
    story.reads_what_to_do()
    story.makes_an_account()
    story.answers()
    story.is_warned_and_replaces_the_passport()
    reference = story.sends_it()
    story.clerk_decides(open_page("de", phone=phone), reference)
    story.sees_how_it_stands(reference)
