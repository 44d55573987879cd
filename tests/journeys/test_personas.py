"""Three of the golden personas: from "what do I need?" to the receipt, each in another language, on a phone."""

import re
import uuid
from dataclasses import dataclass

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from portal.catalogue import personas as golden
from portal.shared import dates
from tests.journeys.conftest import accessible, newest_code, picture
from tests.journeys.forms import (
    DAY,
    FORM,
    STEP,
    answer_all,
    answer_in,
    as_of_today,
    in_one_language,
    names_in,
    put,
)
from tests.journeys.people import POSTCODE, prove_by_mail, sign_up

pytestmark = pytest.mark.journey

REFERENCE = re.compile(r"\b[A-Z]{1,4}-20\d\d-[A-Z0-9]{6}\b")
# What is worked out beside a page: which answer it hangs on, one that is not enough, and a part of the good result.
LIVE = {
    "study-extension": ("days_worked_this_year", "140", "77.5"),
    "blue-card": ("gross_year", "30000", "48.500"),
}
PANEL = "[data-autosave-part=beside] .panel"


@dataclass
class Story:
    """A persona's way through the portal."""

    page: Page
    language: str
    persona: golden.Persona
    carried: dict[str, str]

    def __post_init__(self) -> None:
        self.form = self.persona.forms[0]
        self.needs = as_of_today(self.persona.needs.answers, self.persona.today)
        self.answers = as_of_today(self.form.answers, self.persona.today)
        self.papers = [each.split()[0] for each in self.form.expected.documents]
        self.brought: dict[str, str] = {}
        self.groups: set[str] = set()

    def look(self, name: str) -> None:
        in_one_language(self.page, self.language)
        accessible(self.page)
        picture(self.page, f"persona-{self.persona.number}-{self.language}-{name}")

    def asks_what_to_do(self) -> None:
        self.page.goto(f"/{self.language}/needs/")
        self.look("01-needs")
        for code, value in self.needs.items():
            in_one_language(self.page, self.language)
            put(self.page.locator("main form").first, code, value)
            with self.page.expect_navigation():
                self.page.locator("main form .button").first.click()
        self.page.wait_for_url("**/needs/result/")
        offered = self.page.locator("main article").evaluate_all(
            "all => all.map(e => e.getAttribute('aria-labelledby'))"
        )
        assert tuple(offered) == self.persona.needs.expected.services
        self.look("02-result")

    def marks_the_papers(self) -> None:
        self.page.locator(f"main a[href$='/needs/checklist/{self.form.service}/']").click()
        for code, mark in zip(self.papers, ("have", "need"), strict=False):
            self.page.locator(f"[name={code}][value={mark}]").check()
        self.look("03-checklist")
        self.page.locator("button[name=go][value=start]").click()
        self.page.wait_for_url(f"**/applications/start/{self.form.service}/")

    def makes_an_account(self) -> str:
        email = f"persona-{uuid.uuid4().hex[:8]}@example.org"
        self.page.fill("input[name=postcode]", POSTCODE)
        self.page.locator("main form button.button").first.click()
        self.page.locator("main a[href*='/account/signup/']").click()
        sign_up(self.page, email, newest_code)
        self.page.locator("main form:has(input[name=office]) button.button").click()
        self.page.wait_for_url("**/steps/**")
        return email

    def answers_everything(self, email: str) -> None:
        answer_all(self.page, self.answers, self.arrives, self.has_filled)
        assert self.brought == self.carried
        assert bool(self.groups) == any(
            isinstance(each, list) and isinstance(each[0], dict) for each in self.answers.values()
        )
        prove_by_mail(self.page, email, newest_code)
        self.page.wait_for_url("**/documents/**")

    def arrives(self, page: Page) -> None:
        """Look at a page before anything is typed: what does it bring from before?"""
        in_one_language(page, self.language)
        form = page.locator(FORM)
        self.brought |= {code: answer_in(form, code) for code in self.carried.keys() & set(names_in(form))}

    def has_filled(self, page: Page) -> None:
        """Look at the first page with entries when everything stands in it, and at what is worked out live."""
        if page.locator(".group__entry").count() and not self.groups:
            self.groups.add(STEP.search(page.url).group(1))
            self.look("04-entries")
        if page.locator(PANEL).count():
            self.sees_the_result_change()

    def sees_the_result_change(self) -> None:
        """Type another salary, or more days of work, and see at once what it means."""
        panel, form = self.page.locator(PANEL), self.page.locator(FORM)
        code, other, good = LIVE[self.form.service]
        expect(panel).to_contain_text(good)
        put(form, code, other)
        expect(panel).to_have_class(re.compile("notice--warning"))
        expect(panel).not_to_contain_text(good)
        self.look("05-panel")
        put(form, code, self.answers[code])
        expect(panel).to_contain_text(good)

    def finds_the_marks_at_the_documents(self) -> None:
        cards = self.page.locator("main section.card[id]")
        assert cards.evaluate_all("all => all.map(each => each.id)") == self.papers
        with override(self.language):
            marks = gettext("You have marked: I have it."), gettext("You have marked: I still need it.")
        for code, mark in zip(self.papers, marks, strict=False):
            expect(self.page.locator(f"section#{code}")).to_contain_text(mark)
        in_one_language(self.page, self.language)

    def sends_it(self) -> None:
        self.page.locator("main a[href$='/check/']").first.click()
        total = self.form.expected.total.replace(".", "[.,٫]")
        expect(self.page.locator("section[aria-labelledby=fees]")).to_contain_text(re.compile(total))
        self.look("06-check")
        self.page.locator("form[action$='/submit/'] button.button").click()
        self.page.wait_for_url("**/receipt/")
        assert REFERENCE.search(self.page.locator("main").inner_text())
        in_one_language(self.page, self.language)


# By their number: the student from India, the refugee from Syria with a child, the engineer who wants the Blue Card.
@pytest.mark.parametrize(("number", "language"), [(1, "en"), (3, "ar"), (5, "de")])
def test_a_persona_finds_out_what_to_do_and_does_it(open_page, number, language):
    persona = golden.personas()[number - 1]
    codes = {"nationality": "nationality", "title_kind": "title_kind", "title_valid_until": "title_valid_until"}
    codes |= {"status": "travel_status"} if number == 3 else {}
    given = as_of_today(persona.needs.answers, persona.today)
    carried = {code: given[asked] for code, asked in codes.items() if asked in given}
    carried = {code: dates.write(value) if DAY.fullmatch(value) else value for code, value in carried.items()}
    story = Story(open_page(language, phone=True), language, persona, carried)
    story.asks_what_to_do()
    story.marks_the_papers()
    email = story.makes_an_account()
    story.answers_everything(email)
    story.finds_the_marks_at_the_documents()
    story.sends_it()
