"""Templates: used, without inline code, without physical directions, without words in scripts."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = [
    path for top in ("portal", "cms") for path in sorted((ROOT / top).rglob("templates/**/*")) if path.is_file()
]
SOURCES = [
    path
    for top in ("portal", "cms")
    for path in (ROOT / top).rglob("*")
    if path.suffix in {".py", ".html", ".txt", ".xml"}
]
# Found by name by Django, allauth, Wagtail and the mail templates.
BY_CONVENTION = re.compile(
    r"^(\d{3}\w*\.html|account/|allauth/|django/|wagtail|notices/(mail|texts)/|robots|cms_pages/\w+_page\.html)"
)


def name_of(path: Path) -> str:
    return str(path).split("/templates/", 1)[1]


@pytest.fixture(scope="module")
def everything() -> str:
    return "\n".join(path.read_text() for path in SOURCES)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_template_is_used(path, everything):
    name = name_of(path)
    assert BY_CONVENTION.match(name) or name in everything or f"/{path.name}" in everything


@pytest.mark.parametrize("path", [each for each in TEMPLATES if each.suffix == ".html"], ids=name_of)
def test_no_template_holds_inline_style_or_script(path):
    text = path.read_text()
    is_printed = name_of(path).startswith("applications/pdf")
    assert is_printed or not re.search(r"\sstyle=|<style|\son(click|change|submit|load)=|javascript:", text)


# For developers' eyes only, and the page that must work when nothing else does (trilingual by hand).
UNTRANSLATED = {"patterns.html", "errors/500.html", "500.html"}
# Editors work in German.
GERMAN_ONLY = "cms_services/"


@pytest.mark.parametrize(
    "path",
    [
        each
        for each in TEMPLATES
        if each.suffix == ".html" and name_of(each) not in UNTRANSLATED and not name_of(each).startswith(GERMAN_ONLY)
    ],
    ids=name_of,
)
def test_every_word_is_marked_for_translation(path):
    text = re.sub(r"\{% comment.*?endcomment %\}|\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    text = re.sub(r"\{% blocktrans.*?endblocktrans(late)? %\}", "", text, flags=re.DOTALL)
    text = re.sub(r"<(script|style|svg).*?</\1>", "", text, flags=re.DOTALL)
    bare = re.sub(r"\{[{%].*?[}%]\}|<[^>]*>|&\w+;", " ", text, flags=re.DOTALL)
    words = [word for word in re.findall(r"[A-Za-zÄÖÜäöüß]{3,}", bare) if word not in ALLOWED]
    assert not words, words[:8]


# The product's own name and words that are the same everywhere.
ALLOWED = {"Anlaufpunkt", "URL", "SHA", "PDF"}
