"""Pages read by the real Tesseract: scripts, directions, blank, strange and hopeless pages, and the limit of time."""

import pypdfium2
import pytest
from PIL import Image

from portal.documents.adapters.reading import models, pictures, scripts, sheets, texts
from portal.documents.checks import kinds, words
from tests.factories import papers

PHOTOGRAPHED = ["enrolment-de", "payslip-de", "rental_contract-en", "marriage_certificate-ru"]
SCANNED = ["insurance-en", "registration-de", "birth_certificate-tr", "birth_certificate-uk"]


@pytest.fixture(scope="module", autouse=True)
def _loaded():
    pictures.load()
    models.load()
    texts.load()


@pytest.fixture(autouse=True)
def _no_hurry(monkeypatch):
    """What is found does not hang on a busy machine; the limits of time have tests of their own."""
    monkeypatch.setattr(texts, "PAGE_SECONDS", 120.0)
    monkeypatch.setattr(texts, "ALL_SECONDS", 300.0)
    monkeypatch.setattr(scripts, "OSD_SECONDS", 60)


def recognised(found):
    return kinds.recognise(words.digest(found.text, found.script)).code


@pytest.mark.parametrize(("how", "name"), [*(("scan", n) for n in SCANNED), *(("phone", n) for n in PHOTOGRAPHED)])
def test_papers_are_read_and_recognised(how, name):
    paper = papers.paper(name)
    found = texts.read([getattr(papers, how)(paper)])
    assert recognised(found) == paper.kind
    assert (found.confidence >= texts.GOOD, found.turn, found.is_late) == (True, 0, False)


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("name", ["enrolment-de", "birth_certificate-uk"])
def test_a_page_lying_or_standing_on_its_head_is_turned(name, turn):
    paper = papers.paper(name)
    found = texts.read([papers.drawn(paper).rotate(turn, expand=True).convert("RGB")])
    # Pillow turns against the clock, the answer says how far to turn with it.
    assert (found.turn, recognised(found)) == (turn, paper.kind)


def test_a_sloping_page_is_levelled():
    page = papers.drawn(papers.paper("enrolment-de")).rotate(6, fillcolor=255, resample=Image.Resampling.BICUBIC)
    assert recognised(texts.read([page.convert("RGB")])) == "enrolment"


def test_a_small_picture_is_enlarged():
    page = papers.drawn(papers.paper("enrolment-de")).resize((620, 877), Image.Resampling.LANCZOS)
    assert recognised(texts.read([page.convert("RGB")])) == "enrolment"


@pytest.mark.parametrize("name", ["empty", "white", "photographed"])
def test_an_empty_page_has_no_words(name):
    white = Image.new("RGB", (1654, 2339), "white")
    page = {"empty": papers.empty(), "white": white, "photographed": papers.photographed(white)}[name]
    found = texts.read([page])
    assert (found.text, found.script, found.confidence, found.pages_read) == ("", "", 0, 1)


@pytest.mark.parametrize(("page", "script"), [(papers.tigrinya, "Ethi"), (papers.tibetan, "Tibt")])
def test_a_script_that_we_cannot_read_is_named_not_guessed(page, script):
    found = texts.read([page()])
    assert (found.text, found.script, found.confidence) == ("", script, 0)


def test_a_long_blurred_scan_ends_early():
    document = pypdfium2.PdfDocument(papers.blurred())
    pages = [document[number].render(scale=papers.DPI / 72).to_pil().convert("RGB") for number in range(4)]
    found = texts.read(pages)
    assert len(document) == 48
    assert (found.pages_read, found.confidence < texts.HOPELESS, found.script) == (2, True, "")


def test_no_more_than_three_pages_are_read():
    pages = [papers.drawn(papers.paper(name)) for name in ("payslip-de", "payslip-en", "cv-de", "cv-en")]
    found = texts.read(pages)
    assert (found.pages_read, len(found.per_page), found.text.count("\f")) == (3, 3, 2)


@pytest.mark.parametrize("least", [0.0, 60.0])
def test_when_time_is_up_it_ends_with_what_it_has(monkeypatch, least):
    """Either in the middle of Tesseract's work, or before it begins."""
    monkeypatch.setattr(texts, "PAGE_SECONDS", 0.25)
    monkeypatch.setattr(texts, "LEAST_SECONDS", least)
    found = texts.read([papers.drawn(papers.paper("enrolment-de"))] * 2)
    assert (found.is_late, found.text, found.pages_read) == (True, "", 1)


def test_no_page_is_no_trouble():
    assert texts.read([]) == texts.TextFound()


def test_shadow_is_taken_off():
    flat = sheets.flat(papers.phone(papers.paper("enrolment-de")), texts.LONG_SIDE)
    histogram = flat.histogram()
    assert sum(histogram[200:]) > 0.8 * sum(histogram)
