"""The PDF for staff: only pictures, upright, marked; opened here by two independent readers."""

import io

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from portal.documents import derivative

WORDS = "Kopie für Ausländerbehörde (Köln), 25.11.2026"


def page(size=(400, 300), mode="RGB"):
    made = Image.new(mode, size, "white")
    made.paste("black", (0, 0, size[0], size[1] // 4))
    buffer = io.BytesIO()
    made.save(buffer, "JPEG")
    return buffer.getvalue()


def drawn(data, number=0):
    return pypdfium2.PdfDocument(data)[number].render(scale=0.5).to_pil().convert("L")


@pytest.mark.parametrize(("turn", "dark"), [(0, (210, 20)), (90, (300, 210)), (180, (210, 300)), (270, (20, 210))])
def test_pages_are_upright(turn, dark):
    picture = drawn(derivative.pdf([(page(), turn)], WORDS))
    assert (picture.width > picture.height) is (turn in (0, 180))
    assert picture.getpixel(dark) < 60


def test_the_words_stand_on_every_page_and_the_pixels_are_the_ones_given():
    pages = [(page(), 0), (page((300, 500)), 0), (page(mode="L"), 90)]
    data = derivative.pdf(pages, WORDS)
    for number in range(3):
        assert WORDS in pypdfium2.PdfDocument(data)[number].get_textpage().get_text_bounded()
    with pikepdf.open(io.BytesIO(data)) as made:
        assert made.check_pdf_syntax() == []
        assert [each.Resources.XObject.P.read_raw_bytes() for each in made.pages] == [jpeg for jpeg, _ in pages]


def test_nothing_in_it_can_act():
    data = derivative.pdf([(page(), 0)], "(/JS) \\ /OpenAction")
    with pikepdf.open(io.BytesIO(data)) as made:
        keys = {str(key) for thing in made.objects if isinstance(thing, pikepdf.Dictionary) for key in thing}
    assert not keys & {"/JS", "/OpenAction", "/AA", "/EF", "/AcroForm", "/Annots", "/URI"}


def test_a_page_that_is_no_picture_is_not_put_in():
    with pytest.raises((ValueError, IndexError)):
        derivative.pdf([(b"\xff\xd8\xff\xd9", 0)], WORDS)
