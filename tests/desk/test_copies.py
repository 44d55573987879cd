"""What clerks look at and take with them: upright pages, marked with who took them."""

import io

import pypdfium2
import pytest
from PIL import Image

from portal.desk.adapters.watermark import stamp
from portal.documents import upright
from portal.journal.models import Entry
from tests.desk.test_views import at
from tests.factories import desk
from tests.factories.accounts import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return desk.case()


@pytest.fixture
def clerk(client, case):
    person = desk.clerk_of(case.office)
    sign_in(client, person, verified=True)
    return person


def page(size=(400, 300)):
    buffer = io.BytesIO()
    Image.new("RGB", size, "white").save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.mark.parametrize(("turn", "size"), [(0, (400, 300)), (90, (300, 400)), (180, (400, 300)), (270, (300, 400))])
def test_a_turned_page_is_upright_on_the_clerks_screen(turn, size):
    shown = Image.open(io.BytesIO(stamp(upright.turned(page(), turn), "Musterstadt")))
    assert shown.size == size
    assert not shown.getexif()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turn_is_read_back(turn):
    assert upright.turn_of(upright.turned(page(), turn)) == turn


def test_the_copy_is_a_pdf_that_tells_whose_it_is(client, case, clerk):
    file_id = case.files.get().file_id
    assert at("copy", case, file_id) in client.get(at("case", case)).content.decode()
    answer = client.get(at("copy", case, file_id))
    assert answer["Content-Disposition"].startswith("attachment")
    opened = pypdfium2.PdfDocument(answer.content)
    assert len(opened) == case.files.get().pages
    words = opened[0].get_textpage().get_text_bounded()
    assert case.office.name in words
    assert str(clerk.pk)[:8] in words
    assert Entry.objects.filter(kind="desk.copied", subject=str(case.pk)).exists()


def test_there_is_no_copy_of_what_was_withheld(client, case, clerk):
    case.files.update(withheld=True)
    assert client.get(at("copy", case, case.files.get().file_id)).status_code == 404
