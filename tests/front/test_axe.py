"""The pattern page in Chromium: axe finds nothing, nothing sticks out at 320 pixels, targets are large enough."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# WCAG 1.4.12: the distances that readers may set.
SPACING = "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
SMALL = """() => [...document.querySelectorAll("a, button, summary, input, select, textarea")]
  .filter((each) => each.offsetParent && each.getBoundingClientRect().height < 43.5)
  .filter((each) => !each.matches("p a, .upload__control input, label input, dd a, .skip, .card--link a"))
  .map((each) => each.outerHTML.slice(0, 90))"""


@pytest.fixture
def look(live_server, monkeypatch):
    """Open the pattern page: look(language, scheme=..., width=...)."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")

        def open_page(language, width=390, **context):
            page = browser.new_context(viewport={"width": width, "height": 844}, bypass_csp=True, **context).new_page()
            page.goto(f"{live_server.url}/{language}/patterns/")
            return page

        yield open_page
        browser.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_axe_finds_nothing(look, language, scheme):
    found = Axe().run(look(language, color_scheme=scheme), options=RULES).response["violations"]
    assert [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found] == []


@pytest.mark.parametrize("language", ["de", "ar"])
def test_nothing_sticks_out_on_the_narrowest_screen(look, language):
    page = look(language, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_wide_text_spacing_breaks_nothing(look):
    page = look("de", width=320)
    page.add_style_tag(content=SPACING)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_targets_are_large(look):
    assert look("de").evaluate(SMALL) == []


def test_escape_closes_the_language_menu_and_gives_the_focus_back(look):
    page = look("en")
    page.click("details[data-controller=language-picker] > summary")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert not page.is_visible(".menu__panel a")


def test_the_focus_goes_to_the_summary_of_errors(look):
    page = look("en")
    page.wait_for_function("document.activeElement.classList.contains('error-summary')")
