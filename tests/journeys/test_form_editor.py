"""An editor gives a form a new question with choices and a condition, looks at it as an applicant, and publishes."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import accessible
from tests.journeys.test_editing import sign_in

pytestmark = pytest.mark.journey
WORKBENCH = "/cms/services/of/travel-document/"


def add_choice(page: Page, code: str, **texts: str) -> None:
    rows = page.locator("#id_choices-FORMS > *")
    before = rows.count()
    page.click("#id_choices-ADD")
    expect(rows).to_have_count(before + 1)
    page.fill(f"#id_choices-{before}-code", code)
    for language, text in texts.items():
        page.fill(f"#id_choices-{before}-label_{language}", text)


def in_all_languages(page: Page, field: str, text: str) -> None:
    folded = page.locator("[aria-expanded=false][data-panel-toggle]")
    while folded.count():
        folded.first.click()
    for language in ("de", "en", "tr", "ar", "uk", "ru"):
        page.fill(f"#id_{field}_{language}", f"{text} ({language})")


def save(page: Page) -> None:
    page.locator("footer button[type=submit]").first.click()


def tries_it_in_arabic(page: Page) -> None:
    """The new question is asked of those who want the provisional document, and of nobody else."""
    last = page.locator("select[name=step] option:not([value='/'])").last.get_attribute("value")
    wanted = page.frame_locator("iframe").locator("input[name=document_wanted][value=provisional]")
    shows(page, last)
    frame = page.frame_locator("iframe")
    expect(frame.locator("html")).to_have_attribute("dir", "rtl")
    expect(frame.locator("h1")).to_be_visible()
    expect(frame.locator("main")).not_to_contain_text("Internet (ar)")
    accessible(page)
    shows(page, "document")
    with page.expect_response("**/saved/"):
        wanted.check()
    # The page that stands in the frame is the one that is chosen above it.
    frame.locator("button[value=skip]").click()
    expect(page.locator("select[name=step]")).not_to_have_value("document")
    shows(page, last)
    expect(frame.locator("main")).to_contain_text("Internet (ar)")
    shows(page, "/")
    expect(frame.locator("ul.fees")).to_be_visible()


def shows(page: Page, step: str) -> None:
    page.select_option("select[name=step]", step)
    page.select_option("select[name=language]", "ar")
    page.get_by_role("button", name="Zeigen").click()


def test_an_editor_adds_a_question_looks_at_it_and_publishes(open_page, portal):
    page = open_page("de")
    sign_in(page, (portal.folder / "demo-logins.txt").read_text())
    page.goto(WORKBENCH)
    accessible(page)
    page.locator("#pages + ol > li").last.get_by_role("link", name="Frage hinzufügen").click()
    page.fill("#id_code", "how_heard")
    page.select_option("#id_kind", "choice")
    in_all_languages(page, "label", "Woher kennen Sie uns?")
    in_all_languages(page, "because", "Sie möchten einen vorläufigen Reiseausweis.")
    same = ("de", "en", "tr", "ar", "uk", "ru")
    add_choice(page, "friends", **{code: f"Freunde ({code})" for code in same})
    add_choice(page, "internet", **{code: f"Internet ({code})" for code in same})
    # A condition that cannot be read is named at its field, and what was typed stays.
    page.fill("#id_when", "nothing_asked")
    save(page)
    expect(page.locator("main")).to_contain_text("Bedingung: ")
    expect(page.locator("#id_when")).to_have_value("nothing_asked")
    expect(page.locator("#id_choices-1-label_ar")).to_have_value("Internet (ar)")
    page.fill("#id_when", 'document_wanted == "provisional"')
    save(page)
    expect(page.locator(".messages")).to_contain_text("Hinzugefügt")
    expect(page.locator("main")).to_contain_text("Der Entwurf ist geändert")

    row = page.locator("li", has=page.locator("code", has_text="how_heard")).last
    row.get_by_role("button", name="how_heard nach oben").press("Enter")
    expect(page.locator(".messages")).to_contain_text("an anderer Stelle")
    # The arrow keeps the focus, so that one goes on moving with the same key.
    expect(page.locator("button:focus")).to_have_text("↑how_heard nach oben")

    page.get_by_role("link", name="Vorschau").click()
    tries_it_in_arabic(page)

    page.goto(WORKBENCH)
    page.get_by_role("link", name="Veröffentlichen", exact=True).click()
    page.get_by_role("button", name="Jetzt veröffentlichen").click()
    expect(page.locator(".messages")).to_contain_text("ist veröffentlicht")
