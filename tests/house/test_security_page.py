"""docs/security.md names every abuse case that is tried, and no test that does not exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| A(\d+) \|.*?\| ([^|]*) \|$", re.MULTILINE)
TRIED = re.compile(r"def test_a(\d+)_")


def test_every_abuse_case_stands_on_the_page_with_files_that_try_it():
    page = {int(number): re.findall(r"`(.+?)`", files) for number, files in ROW.findall(_text("docs/security.md"))}
    tried = {path: set(TRIED.findall(path.read_text())) for path in (ROOT / "tests").rglob("test_*.py")}
    assert {int(number) for numbers in tried.values() for number in numbers} == set(page)
    for number, files in page.items():
        assert [name for name in files if str(number) not in tried[ROOT / "tests" / name]] == []


def _text(name):
    return (ROOT / name).read_text()
