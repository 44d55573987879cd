"""Forms of the catalogue in a browser: filled in by the names of their questions, looked at in one language."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect

from portal.shared import clock
from tests.journeys.people import pass_by

FORM = "form[data-controller=autosave]"
STEP = re.compile(r"/steps/([a-z0-9_-]+)/")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
# More rounds than any page has questions behind questions.
ROUNDS = 5
# Words that only another language has; and in Arabic every text that has no Arabic letter but a Latin word.
STRANGERS = {
    "ar": re.compile(r"(?!.*[\u0600-\u06ff]).*[a-z]{4}"),
    "de": re.compile(r"(?i).*\b(the|you|your|and|with|please)\b"),
    "en": re.compile(r".*\b(und|Sie|Ihre?|nicht|oder|bitte)\b"),
}
# What the portal itself says: without what says its own language, answers, addresses and law.
OWN_WORDS = """main => {
  const other = `[lang]:not([lang="${document.documentElement.lang}"]), bdi, code, option, textarea, noscript`;
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode())
    if (!walker.currentNode.parentElement.closest(other)) found.push(walker.currentNode.data.trim());
  return found.filter(Boolean);
}"""


def as_of_today(answers: Mapping[str, Any], day: date) -> dict[str, Any]:
    """Return answers that were given on `day` with what lies ahead of it as far ahead of today."""
    later = clock.today() - day

    def moved(value: Any) -> Any:
        if isinstance(value, list):
            return [as_of_today(each, day) if isinstance(each, Mapping) else each for each in value]
        is_ahead = DAY.fullmatch(str(value)) and date.fromisoformat(value) > day
        return (date.fromisoformat(value) + timedelta(days=later.days)).isoformat() if is_ahead else value

    return {code: moved(value) for code, value in answers.items()}


def in_one_language(page: Page, language: str) -> None:
    """Fail when a page is not in its language and direction, or is wider than the screen."""
    html = page.locator("html")
    expect(html).to_have_attribute("lang", language)
    expect(html).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    words = page.locator("main").evaluate(OWN_WORDS)
    assert not (found := [each for each in words if STRANGERS[language].match(each)]), (page.url, found)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


def answer_all(
    page: Page,
    answers: Mapping[str, Any],
    arrived: Callable[[Page], None] = pass_by,
    filled: Callable[[Page], None] = pass_by,
) -> None:
    """Answer page after page until the documents are asked for; `arrived` and `filled` look before and after."""
    seen = set()
    while (here := STEP.search(page.url)) and here.group() not in seen:
        seen.add(here.group())
        arrived(page)
        answer_page(page, answers, filled)
    assert not here, f"{here.group()} comes twice."


def answer_page(page: Page, answers: Mapping[str, Any], filled: Callable[[Page], None] = pass_by) -> None:
    """Answer one page, with the questions that follow from the answers, and go on."""
    before = page.url
    for _round in range(ROUNDS):
        fill(page, answers)
        filled(page)
        go_on(page)
        if page.url != before:
            return
    raise AssertionError(page.locator("main").inner_text()[:1500])


def go_on(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main button[name=go][value=next]:not(.visually-hidden)").click()


def fill(page: Page, answers: Mapping[str, Any]) -> None:
    """Put answers into the fields of the page that are there; what has no answer is left as it is."""
    form = page.locator(FORM)
    for code in names_in(form):
        if isinstance(entries := answers.get(code), list) and isinstance(entries[0], Mapping):
            _make_room(form, code, len(entries))
    fields = dict(_flat(answers))
    for name in names_in(form):
        if name in fields:
            put(form, name, fields[name])


def names_in(form: Locator) -> list[str]:
    return form.evaluate("form => [...new Set([...form.elements].map(each => each.name))]")


def put(form: Locator, name: str, value: Any) -> None:
    """Answer one question."""
    field = form.locator(f"[name='{name}']")
    match field.last.evaluate("each => each.type"):
        case "radio":
            form.locator(f"[name='{name}'][value='{value}']").check()
        case "checkbox":
            for each in value:
                form.locator(f"[name='{name}'][value='{each}']").check()
        case "select-one":
            field.select_option(str(value))
        case _:
            field.fill(str(value))


def answer_in(form: Locator, name: str) -> str:
    """Return what stands in a field."""
    field = form.locator(f"[name='{name}']")
    if field.last.get_attribute("type") == "radio":
        field = form.locator(f"[name='{name}']:checked")
        return field.get_attribute("value") if field.count() else ""
    return field.input_value()


def _make_room(form: Locator, group: str, wanted: int) -> None:
    entries = form.locator(f"#group-{group} .group__entry")
    for count in range(entries.count(), wanted):
        form.locator(f"button[name=add][value={group}]").click()
        expect(entries).to_have_count(count + 1)


def _flat(answers: Mapping[str, Any]):
    for code, value in answers.items():
        if isinstance(value, list) and isinstance(value[0], Mapping):
            for number, entry in enumerate(value):
                yield from ((f"{code}-{number}-{member}", each) for member, each in entry.items())
        else:
            yield code, value
