"""What our stylesheets, scripts and templates may not hold; what is vendored is what it says it is."""

import hashlib
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings

from portal.shared.management.commands.build_css import CSS, site_css

ROOT = Path(settings.BASE_DIR)
STATIC = ROOT / "portal" / "static"
# Papers are set by the PDF printer, never by a browser.
TEMPLATES = sorted(
    path
    for path in [*ROOT.glob("portal/**/templates/**/*.html"), *ROOT.glob("cms/**/templates/**/*.html")]
    if path.parent.name != "print"
)
SOURCES = sorted(path for path in CSS.rglob("*.css") if path.name != "site.css")
SCRIPTS = sorted((STATIC / "js").rglob("*.js"))
PHYSICAL = re.compile(
    r"(?<![\w-])((margin|padding|border|scroll-margin|scroll-padding)-(left|right|top|bottom)\b"
    r"|(left|right|top|bottom|width|height|(min|max)-(width|height)|float: (left|right)|text-align: (left|right))\s*:)"
)
KINDS = {"tokens", "base", "layout", "components", "utilities"}


def short(path):
    return str(path.relative_to(ROOT))


def test_the_joined_stylesheet_is_current():
    assert (CSS / "site.css").read_text() == site_css(), "Run: python manage.py build_css"


def test_the_joined_stylesheet_is_small_on_the_wire():
    assert len(brotli.compress(site_css().encode())) <= 10_000


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_stylesheets_know_no_left_and_right(path):
    assert not [line for line in path.read_text().splitlines() if PHYSICAL.search(line)]


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_every_rule_stands_in_a_cascade_layer(path):
    layers = set(re.findall(r"@layer (\w+)", path.read_text()))
    assert layers <= KINDS
    assert layers or "@font-face" in path.read_text()


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_templates_hold_no_inline_script_and_style(path):
    html = re.sub(r"{%.*?%}", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", html)


@pytest.mark.parametrize("path", sorted((ROOT / "portal/templates/components").glob("*.html")), ids=short)
def test_every_component_opens_with_its_usage(path):
    head = path.read_text().split("{% endcomment %}")[0]
    assert head.startswith("{% comment %}")
    assert f'{{% include "components/{path.name}"' in head


@pytest.mark.parametrize("path", SCRIPTS, ids=short)
def test_scripts_speak_no_human_language(path):
    code = re.sub(r"//.*", "", path.read_text())
    strings = re.findall(r'"([^"\n]*)"|\'([^\'\n]*)\'|`([^`]*)`', code)
    words = [text for found in strings for text in found if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}", text)]
    assert not words


@pytest.mark.parametrize("path", SCRIPTS, ids=short)
def test_every_bracket_of_a_script_is_closed(path):
    code = re.sub(r"//.*|/(?![*/ ])(\\.|[^/\n])+/[gimsu]*", "", path.read_text())
    assert all(code.count(opened) == code.count(closed) for opened, closed in ["{}", "()", "[]"])
    assert "<<<<<<<" not in code


@pytest.mark.parametrize("path", sorted((STATIC / "js/controllers").glob("*.js")), ids=short)
def test_every_controller_is_known_to_the_entry_point(path):
    assert f"./controllers/{path.name}" in (STATIC / "js/main.js").read_text()


def test_every_vendored_file_has_its_recorded_hash():
    listed = dict(re.findall(r"^(\S+).*\b([0-9a-f]{64})$", (STATIC / "vendor/VENDORED.txt").read_text(), re.MULTILINE))
    there = {path.name for path in (STATIC / "vendor").iterdir() if path.suffix in {".js", ".css"}}
    assert there == set(listed)
    assert all(hashlib.sha256((STATIC / "vendor" / name).read_bytes()).hexdigest() == listed[name] for name in listed)


@pytest.mark.parametrize("script", ["latin", "cyrillic", "arabic"])
def test_a_script_in_both_weights_costs_little(script):
    assert sum(path.stat().st_size for path in (STATIC / "fonts").glob(f"noto-sans-{script}-*.woff2")) <= 22_000
