"""An editor adds a question to a form that people are filling in; their drafts see it, and lose nothing."""

import re
import secrets
import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from portal.catalogue import personas as golden
from tests.journeys.conftest import accessible, newest_code, picture
from tests.journeys.forms import FORM, answer_in, answer_page, as_of_today, go_on
from tests.journeys.people import POSTCODE, sign_up
from tests.journeys.test_editing import sign_in

pytestmark = pytest.mark.journey

SERVICE = "study-extension"
LABELS = {
    "de": "Wie heißt die Hochschule, an der Sie vorher waren?",
    "en": "What is the name of the university where you were before?",
    "tr": "Daha önce okuduğunuz üniversitenin adı nedir?",
    "ar": "ما اسم الجامعة التي كنت فيها من قبل؟",
    "uk": "Як називається університет, де ви навчалися раніше?",
    "ru": "Как называется университет, где вы учились раньше?",
}
REASONS = {
    "de": "Sie haben gewechselt.",
    "en": "You have changed.",
    "tr": "Değişiklik yaptınız.",
    "ar": "لقد غيّرت.",
    "uk": "Ви змінили навчання.",
    "ru": "Вы сменили учёбу.",
}
WHY_NOW = {
    "de": "Wir fragen jetzt auch nach der alten Hochschule.",
    "en": "We now ask about your old university, too.",
}


class Editor:
    """The editor's way, in the admin."""

    def __init__(self, page: Page, logins: str, code: str, semester: str) -> None:
        self.page, self.code, self.semester = page, code, semester
        sign_in(page, logins)

    def opens_the_form(self) -> None:
        self.page.get_by_role("button", name="Leistungen").click()
        self.page.get_by_role("link", name="Alle Leistungen").click()
        self.page.locator(f"main a[href$='/of/{SERVICE}/']").first.click()
        self.page.wait_for_url(f"**/of/{SERVICE}/")

    def adds_a_question(self) -> None:
        pages = self.page.locator("ol.services-rows--pages > li")
        studies = pages.filter(has=self.page.locator("code", has_text=re.compile("^studies$")))
        with self.page.expect_navigation():
            studies.locator("a[href*='/parts/question/below/']").click()
        self.page.fill("#id_code", self.code)
        self.page.select_option("#id_kind", "text")
        self.page.fill("#id_when", f"subject_changed && semester_no == {self.semester}")
        self.writes("label", {code: LABELS[code] for code in ("de", "en")})
        self.saves("Hinzugefügt.")

    def is_refused(self) -> None:
        """Nobody can read the question yet, and nobody is told why it is asked."""
        self.page.get_by_role("link", name="Veröffentlichen", exact=True).click()
        expect(self.page.locator(".messages")).to_contain_text("Noch nicht veröffentlicht")
        problems = self.page.locator(".services-problems")
        expect(problems).to_contain_text(f"{self.code}: Sagen Sie, warum danach gefragt wird")
        languages = "Türkisch, Arabisch, Ukrainisch, Russisch"
        expect(problems).to_contain_text(f"({self.code}) › Text: Es fehlt der Text auf: {languages}")

    def translates_it(self) -> None:
        self.edits(self.code)
        self.writes("label", LABELS)
        self.writes("because", REASONS)
        self.saves("Gespeichert.")

    def mends_another(self, code: str, hint: str) -> None:
        self.edits(code)
        self.writes("hint", {"de": f"Zum Beispiel: {hint}", "en": f"For example: {hint}"})
        self.saves("Gespeichert.")

    def looks_at_it_in_arabic(self) -> None:
        self.page.get_by_role("link", name="Vorschau").click()
        for name, value in (("step", "studies"), ("language", "ar"), ("width", "phone")):
            self.page.select_option(f"main select[name={name}]", value)
        self.page.check("main input[name=all]")
        self.page.locator("main .services-choose button").click()
        frame = self.page.frame_locator("iframe.services-preview")
        expect(frame.locator("html")).to_have_attribute("dir", "rtl")
        expect(frame.locator("main")).to_contain_text(LABELS["ar"])
        expect(frame.locator("main")).to_contain_text(REASONS["ar"])
        assert self.page.locator("iframe.services-preview").bounding_box()["width"] < 400
        picture(self.page, "form-preview-ar")
        self.page.go_back()
        self.page.go_back()

    def cuts_off_the_old_version(self, number: int) -> None:
        with self.page.expect_navigation():
            self.page.locator(f"a[href$='/cut-off/{number}/']").click()
        self.page.fill("#id_at", f"{datetime.now(ZoneInfo('Europe/Berlin')):%Y-%m-%d %H:%M}")
        self.writes("reason", WHY_NOW)
        self.page.get_by_role("button", name="Stichtag setzen").click()
        # This minute has begun: it must be wanted that drafts move at once.
        self.page.check("#id_confirmed")
        self.page.get_by_role("button", name="Stichtag setzen").click()
        expect(self.page.locator(".messages")).to_contain_text(f"Entwürfe der Fassung {number} wechseln")

    def publishes(self) -> str:
        self.page.get_by_role("link", name="Veröffentlichen", exact=True).click()
        # The hint that was mended is not translated yet.
        expect(self.page.locator("main details.services-late summary").first).to_contain_text("Türkisch")
        self.page.get_by_label("Trotzdem veröffentlichen").check()
        self.page.get_by_role("button", name="Jetzt veröffentlichen").click()
        expect(self.page.locator(".messages")).to_contain_text("ist veröffentlicht")
        return self.page.locator(".messages").inner_text()

    def edits(self, code: str) -> None:
        rows = self.page.locator("li.services-row").filter(
            has=self.page.locator("code", has_text=re.compile(f"^{code}$"))
        )
        with self.page.expect_navigation():
            rows.last.get_by_role("link", name="Bearbeiten").click()

    def writes(self, field: str, texts: dict[str, str]) -> None:
        for code, text in texts.items():
            box = self.page.locator(f"#id_{field}_{code}")
            if not box.is_visible():
                self.page.locator("section.w-panel").filter(has=box).locator("[data-panel-toggle]").click()
            box.fill(text)

    def saves(self, answer: str) -> None:
        self.page.locator("form:has(#id_label_de) button[type=submit]").click()
        expect(self.page.locator(".messages")).to_contain_text(answer)


def begun(page: Page, answers: dict) -> None:
    """Begin an application and answer up to the studies, on a phone."""
    page.goto(f"/en/applications/start/{SERVICE}/")
    page.fill("input[name=postcode]", POSTCODE)
    page.locator("main form button.button").first.click()
    page.locator("main a[href*='/account/signup/']").click()
    sign_up(page, f"changed-{uuid.uuid4().hex[:8]}@example.org", newest_code)
    page.locator("main form:has(input[name=office]) button.button").click()
    page.wait_for_url("**/steps/**")
    while "/steps/livelihood/" not in page.url:
        answer_page(page, answers)


def test_a_running_draft_sees_the_new_question_and_loses_nothing(open_page, portal):
    persona = golden.personas()[0]
    # A semester of its own for each run: what earlier runs have published in the same portal asks other people.
    semester, code = str(5 + secrets.randbelow(36)), f"old_university_{uuid.uuid4().hex[:6]}"
    changed = {
        "subject_changed": "yes",
        "subject_changed_on": "01.10.2025",
        "subject_changed_why": "It suits me more.",
    }
    answers = as_of_today(persona.forms[0].answers, persona.today) | changed | {"semester_no": semester}
    page = open_page("en", phone=True)
    begun(page, answers)

    editor = Editor(open_page("de"), (portal.folder / "demo-logins.txt").read_text(), code, semester)
    editor.opens_the_form()
    editor.adds_a_question()
    editor.is_refused()
    editor.translates_it()
    editor.mends_another("university", f"Universität Lindenfurt ({code[-6:]})")
    editor.looks_at_it_in_arabic()
    number = int(re.search(r"Fassung (\d+) ist veröffentlicht", editor.publishes())[1])
    editor.cuts_off_the_old_version(number - 1)

    page.goto("/en/applications/")
    page.get_by_role("link", name="Continue your draft").click()
    page.wait_for_url("**/steps/studies/")
    notice = page.locator("main .notice", has_text="This form has changed")
    expect(notice).to_contain_text(WHY_NOW["en"])
    expect(field(page, code)).to_contain_text("This question is new.")
    expect(field(page, code)).to_contain_text(REASONS["en"])
    expect(field(page, "university")).to_contain_text("This question has changed since you answered it.")
    expect(page.locator(".field__changed")).to_have_count(2)
    kept = ("university", "programme", "semester_no", "ects", "delays", "subject_changed", "subject_changed_why")
    assert [answer_in(page.locator(FORM), each) for each in kept] == [str(answers[each]) for each in kept]
    accessible(page)
    picture(page, "form-changed-en")

    go_on(page)
    expect(page.locator(".error-summary")).to_contain_text(LABELS["en"])
    answer_page(page, answers | {code: "Universität Auental"})
    page.wait_for_url("**/steps/livelihood/")
    page.locator("main button[name=go][value=back]").click()
    page.wait_for_url("**/steps/studies/")
    expect(page.locator(".field__changed")).to_have_count(0)


def field(page: Page, code: str):
    return page.locator(f"[data-autosave-part='{code}']")
