"""The pattern page in Chromium: axe finds nothing, nothing sticks out at 320 pixels, targets are large enough."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# WCAG 1.4.12: the distances that readers may set.
SPACING = "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
SMALL = """() => [...document.querySelectorAll("a, button, summary, input, select, textarea")]
  .filter((each) => each.offsetParent && each.getBoundingClientRect().height < 43.5)
  .filter((each) => !each.matches("p a, .upload__control input, label input, dd a, .skip, .card--link a"))
  .map((each) => each.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="session", autouse=True)
def _django_beside_a_browser():
    """Playwright's loop runs in this thread for the whole session; Django would refuse the database beside it."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
    if before is not None:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def look(live_server, browser):
    """Open the pattern page: look(language, scheme=..., width=...)."""
    contexts = []

    def open_page(language, width=390, **options):
        contexts.append(browser.new_context(viewport={"width": width, "height": 844}, bypass_csp=True, **options))
        page = contexts[-1].new_page()
        page.goto(f"{live_server.url}/{language}/patterns/")
        return page

    yield open_page
    for context in contexts:
        context.close()


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
