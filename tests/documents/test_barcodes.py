"""Bar codes: written by the same library, drawn on paper, photographed, and read again."""

from datetime import date

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from portal.documents.adapters.reading import barcodes as reader
from portal.documents.checks import barcodes
from tests.factories import papers

HEADER = "DC04FR0000011F1B1F1B0801FR"
TEXTS = {
    "QRCode": "https://verify.example.org/certificates/7384512",
    "Aztec": "Kovalenko Olena 14.03.1999",
    "PDF417": "BEGIN:VCARD\nN:Kovalenko;Olena\nEND:VCARD",
    "DataMatrix": HEADER,
}


def sheet(form, text, *, scale=6):
    code = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, form)).to_image(scale=scale)
    page = Image.new("L", (1654, 2339), 255)
    page.paste(Image.fromarray(np.array(code)), (200, 300))
    return page


@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("turn", [0, 90, 180])
def test_a_code_is_read_from_a_scan(form, turn):
    page = sheet(form, TEXTS[form]).rotate(turn, expand=True)
    assert reader.read([page.convert("RGB")]) == [(form, TEXTS[form])]


@pytest.mark.parametrize("form", TEXTS)
def test_a_code_is_read_from_a_photograph(form):
    assert reader.read([papers.photographed(sheet(form, TEXTS[form], scale=8))]) == [(form, TEXTS[form])]


def test_a_page_without_a_code_has_none():
    assert reader.read([papers.drawn(papers.paper("payslip-de")), papers.empty()]) == []


def test_only_the_first_pages_are_looked_at():
    blank = papers.empty()
    assert reader.read([blank, blank, blank, sheet("QRCode", "late")]) == []


def test_a_long_code_is_cut():
    ((_, text),) = reader.read([sheet("QRCode", "x" * 2300, scale=4)])
    assert len(text) == 2000


def test_bytes_that_are_no_text_come_letter_for_letter():
    ((_, text),) = reader.read([sheet("DataMatrix", b"\xdc\x03\xff\xfe\x00seal")])
    assert text == "\xdc\x03\xff\xfe\x00seal"


def test_what_a_french_seal_says():
    found = barcodes.meaning("DataMatrix", HEADER)
    assert (found.kind, found.issuer, found.document_type, found.country) == ("2d-doc", "FR00", "08", "FRA")
    assert found.issued == date(2000, 1, 1).fromordinal(date(2000, 1, 1).toordinal() + 0x1F1B)


def test_a_seal_without_a_day_has_none():
    assert barcodes.meaning("DataMatrix", "DC02FR000001FFFF1F1B00").issued is None


@pytest.mark.parametrize(
    ("form", "text", "kind"),
    [
        ("QRCode", "https://verify.example.org/x", "url"),
        ("QRCode", "HTTP://EXAMPLE.ORG", "url"),
        ("QRCode", "BCD\n002\n1\nSCT\n\nVermieter", "payment"),
        ("QRCode", "MECARD:N:Kovalenko;;", "contact"),
        ("DataMatrix", "7f3a9c", "photo-code"),
        ("Aztec", "anything", "text"),
        ("QRCode", "https://[broken", "url"),
    ],
)
def test_what_a_code_is(form, text, kind):
    assert barcodes.meaning(form, text).kind == kind


def test_the_host_of_an_address_is_told():
    assert barcodes.meaning("QRCode", "https://Verify.Example.org:8443/x?y").host == "verify.example.org"


def test_the_country_of_a_states_seal_is_told():
    """UTO in C40 (ISO/IEC 16022): U=34, T=33, O=28."""
    value = 34 * 1600 + 33 * 40 + 28 + 1
    assert barcodes.meaning("DataMatrix", "\xdc\x03" + chr(value >> 8) + chr(value & 255)).country == "UTO"


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("N:Kovalenko;Olena", True),
        ("KOVALENKO<OLENA VIKTORIVNA", True),
        ("Olena Petrenko", False),
        ("https://example.org/kovalenko", False),
        ("", False),
    ],
)
def test_a_name_in_a_code(text, is_named):
    assert barcodes.names_in(text, "Kovalenko", "Olena Viktorivna") is is_named


def test_a_german_name_is_found_in_its_other_spelling():
    assert barcodes.names_in("MUELLER JOERG", "Müller", "Jörg")


@given(st.sampled_from(sorted(TEXTS)), st.text(max_size=80))
def test_any_text_is_survived(form, text):
    assert barcodes.meaning(form, text).kind
    assert not barcodes.names_in(text, "", "")
