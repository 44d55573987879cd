"""Every file of the corpus gets the outcome that its row names, through the real sandbox."""

import csv
import io
import itertools
import json
import unicodedata
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from portal.applications import queries as application_queries
from portal.documents import queries, states
from portal.documents.errors import DocumentRefusedError
from portal.documents.models import Document
from portal.documents.policies import clean_name
from tests.factories import applications
from tests.factories.accounts import sign_in
from tests.factories.documents import JPEG, document, process

pytestmark = pytest.mark.django_db
CORPUS = Path(__file__).resolve().parents[1] / "data" / "uploads"
with (CORPUS / "index.csv").open(newline="") as _index:
    ROWS = list(csv.DictReader(_index))
AT_THE_DOOR = {"type-not-allowed", "type-mismatch", "empty"}
# Rows that allow more than one outcome: the note beside them, or a stricter refusal earlier on.
ALSO = {
    "polyglot/gen__jpg_pdf_tail.jpg": {"accept"},
    "polyglot/gen__pdf_in_jpg_comment.jpg": {"accept"},
    "pdf/gen__poly_html_prefix_900.pdf": {"type-mismatch"},
}


def outcome(row, reader):
    """Upload the file as a person would, let the worker run, and name what came out."""
    path = CORPUS / row["path"]
    name = f"{path.name}.pdf" if path.suffix == ".fuzz" else path.name
    # What is known to draw for ever need not do so for long here.
    reader.limits["render"] = 2 if "too-complex" in row["expected"] else 15
    try:
        made = process(document(path.read_bytes(), name, kind="other"))
    except DocumentRefusedError as error:
        return None, error.code
    return made, made.refusal or "accept"


def expected(row):
    if row["kind"] == "strings":
        return {"type-not-allowed"}
    word = row["expected"].partition(":")
    if word[2] == "corrupt":
        # So broken that not even the header is there: refused at the door already.
        return {"corrupt", "type-mismatch"}
    return ({word[2]} if word[0] == "reject" else {word[0]}) | ALSO.get(row["path"], set())


@pytest.mark.parametrize("row", ROWS, ids=[row["path"] for row in ROWS])
def test_every_file_gets_its_outcome(row, real_reader):
    made, found = outcome(row, real_reader)
    if row["expected"].startswith("reject-or-accept"):
        assert made is None or made.state in {states.CHECKED, states.REFUSED}
    else:
        assert found in expected(row)
    if found == "accept":
        check_pages(made)


def check_pages(made):
    """A29: cleaned pages are JPEG of one picture, upright pixels only: no EXIF, XMP, profile, comment or tail."""
    assert made.page_count >= 1
    for number in range(1, made.page_count + 1):
        page = queries.open_page(made, number)
        assert set(markers(page)) <= {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}
        assert page.endswith(b"\xff\xd9")


def markers(page):
    at = 2
    while page[at] == 0xFF:
        yield page[at + 1]
        if page[at + 1] == 0xDA:
            return
        at += 2 + int.from_bytes(page[at + 2 : at + 4])


@pytest.mark.parametrize(
    ("name", "is_wide"), [("images/orient__Landscape_6.jpg", True), ("images/orient__Portrait_8.jpg", False)]
)
def test_a29_photographs_are_turned_upright(name, is_wide, real_reader):
    made, _ = outcome({"path": name, "expected": "accept"}, real_reader)
    width, height = Image.open(io.BytesIO(queries.open_page(made, 1))).size
    assert (width > height) is is_wide


def test_a29_the_place_of_a_photograph_is_gone(real_reader):
    made, _ = outcome({"path": "images/gen__priv_gps_orient6.jpg", "expected": "accept"}, real_reader)
    assert not Image.open(io.BytesIO(queries.open_page(made, 1))).getexif()


def test_the_original_stays_as_it_came(real_reader):
    made, _ = outcome({"path": "pdf/gen__sig_byterange_dummy.pdf", "expected": "accept"}, real_reader)
    assert b"".join(queries.open_original(made)) == (CORPUS / "pdf/gen__sig_byterange_dummy.pdf").read_bytes()


@pytest.mark.parametrize("entry", json.loads((CORPUS / "strings" / "gen__filenames.json").read_text()))
def test_a25_no_nasty_file_name_does_harm(entry):
    shown = clean_name(entry["name"])
    assert shown
    assert len(shown) <= 120
    assert not set(shown) & set("/\\\r\n\t\x00\u202e\u2066")
    shown.encode()


def entries():
    """All strings of the corpus, in one list; file names stand beside why they are there."""
    lists = [json.loads((CORPUS / row["path"]).read_text()) for row in ROWS if row["kind"] == "strings"]
    found = [each["name"] if isinstance(each, dict) else each for each in itertools.chain(*lists)]
    # A browser has no halves of characters to send.
    return [each.encode(errors="replace").decode() for each in found]


BATCHES = list(itertools.batched(entries(), 200))
# Every third is enough: a file costs ten times what an answer does.
NAMES = entries()[::3]


@pytest.fixture
def draft():
    return applications.complete()


@pytest.fixture
def client(draft):
    return sign_in(Client(), draft.person, verified=True)


def address(draft, name, **fields):
    return reverse(f"applications:{name}", kwargs={"id": draft.pk, **fields})


def letters(text):
    """What can be seen of a text."""
    return [each for each in unicodedata.normalize("NFC", text) if each.isprintable() and not each.isspace()]


@pytest.mark.parametrize("batch", BATCHES, ids=range(len(BATCHES)))
def test_a35_any_string_is_stored_as_it_is_or_refused_at_its_field(batch, draft, client):
    path = address(draft, "step", step="studies")
    for entry in batch:
        response = client.post(path, applications.STUDY["studies"] | {"programme": entry}, follow=True)
        stored = application_queries.answers_of(draft).get("programme")
        assert response.status_code == 200, entry
        # What cannot be taken leads back to the page, with the sentence at its field.
        if response.redirect_chain[-1][0].startswith(path):
            assert stored is None, entry
            assert 'id="id_programme_error"' in response.content.decode(), entry
        else:
            assert letters(stored) == letters(entry), entry


def send_file(client, draft, name, content):
    """Send as browsers do: quotes and line ends of a name are written as numbers."""
    for each in '"\r\n':
        name = name.replace(each, f"%{ord(each):02X}")
    head = f'--b\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode()
    path = address(draft, "document-upload", requirement="passport")
    return client.generic("POST", path, head + content + b"\r\n--b--\r\n", "multipart/form-data; boundary=b")


def test_a25_any_string_as_a_file_name_is_shown_as_it_is_or_refused(draft, client):
    for entry in NAMES:
        response = send_file(client, draft, f"a{entry}.jpg", JPEG)
        assert response.status_code in {302, 400, 422}, entry
        made = Document.objects.first()
        # Slashes are paths and "&" begins what Django reads as a mark-up of a letter.
        if made and len(entry) < 100 and not set(entry) & set('/\\"&\r\n'):
            assert letters(queries.original_name(made)) == letters(f"a{entry}.jpg"), entry
        Document.objects.all().delete()


SAMPLE = [row for row in ROWS if row["kind"] != "strings"][::8]


@pytest.mark.parametrize("row", SAMPLE, ids=[row["path"] for row in SAMPLE])
def test_a_file_of_the_corpus_is_taken_or_refused_at_the_real_door(row, draft, client):
    path = CORPUS / row["path"]
    response = send_file(client, draft, path.name, path.read_bytes())
    assert response.status_code in {302, 422}
    assert Document.objects.count() == (1 if response.status_code == 302 else 0)
