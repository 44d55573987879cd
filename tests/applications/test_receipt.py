"""The receipt on paper: made off the request, sealed, tagged, in two languages, without the net."""

import io

import pikepdf
import pypdfium2
import pytest
from django.db import transaction
from django.test import override_settings

from portal.applications import actions, queries, tasks
from portal.applications.adapters import weasyprint
from portal.applications.errors import PrintingError
from portal.applications.models import Application, Receipt
from portal.handoff import tasks as handoff_tasks
from portal.handoff.models import Delivery
from portal.shared import clock
from portal.vault import files
from portal.vault.errors import ErasedError
from tests.applications.test_drafts import url
from tests.factories import applications as made

pytestmark = pytest.mark.django_db


class Away:
    """A printer that cannot print now."""

    def receipt(self, _content):
        raise PrintingError


def sent_in(language, person) -> Application:
    application = made.submitted(person)
    receipt = Receipt.work.get()
    content = queries.receipt_content(receipt) | {"language": language}
    receipt.sealed_content = actions.submission.vault.seal_json(application.pk, content, queries.RECEIPT)
    receipt.save()
    return application


def printed(person, language="ar") -> bytes:
    application = sent_in(language, person)
    tasks.print_receipt.call(str(Receipt.work.get().pk))
    return b"".join(queries.open_receipt_pdf(Receipt.work.get(application=application)))


def test_the_pdf_is_tagged_and_in_german_first(person):
    pdf = pikepdf.open(io.BytesIO(printed(person)))
    assert pdf.Root.MarkInfo.Marked
    assert "de" in str(pdf.Root.Lang)
    assert "pdfuaid" in pdf.Root.Metadata.read_bytes().decode()


def test_the_pdf_holds_reference_and_answers(person):
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(printed(person)))
    assert Receipt.work.get().application.reference in text
    assert "Özdemir-Łukasik" in text


def test_the_pdf_lies_sealed(person):
    data = printed(person)
    receipt = Receipt.work.get()
    stored = (actions.submission.files._place(receipt.file_name)).read_bytes()
    assert b"%PDF" not in stored
    assert data.startswith(b"%PDF")


def test_printing_fetches_nothing():
    with pytest.raises(ValueError, match="fetches nothing"):
        weasyprint._refuse("https://example.org/logo.svg")


def test_printing_twice_keeps_the_first_print(person):
    made.submitted(person)
    receipt = Receipt.work.get()
    actions.keep_print(receipt, b"%PDF first")
    actions.keep_print(receipt, b"%PDF second")
    assert b"".join(queries.open_receipt_pdf(Receipt.work.get())) == b"%PDF first"


def test_a_printer_that_is_away_is_tried_again(person):
    made.submitted(person)
    with override_settings(PRINTER={"ADAPTER": "tests.applications.test_receipt.Away"}):
        tasks.print_receipt.call(str(Receipt.work.get().pk))
    receipt = Receipt.work.get()
    assert not receipt.is_printed
    assert receipt.due_at > clock.now()
    assert receipt.trouble == "printing"


def test_the_page_says_that_the_pdf_is_being_made_and_then_offers_it(verified, person):
    application = made.submitted(person)
    assert (
        "is being made" in verified.get(url("receipt-download", application).replace("/de/", "/en/")).content.decode()
    )
    assert verified.get(url("receipt-pdf", application)).url == url("receipt", application)
    actions.keep_print(Receipt.work.get(), b"%PDF-1.7")
    answer = verified.get(url("receipt-pdf", application))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "no-store, private"
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"


def test_the_package_waits_for_the_print_and_leaves_right_after_it(person, django_capture_on_commit_callbacks):
    made.submitted(person)
    delivery = Delivery.objects.get()
    handoff_tasks.send.call(str(delivery.pk))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.trouble) == ("queued", "not-yet-checked")
    with django_capture_on_commit_callbacks(execute=True):
        actions.keep_print(Receipt.work.get(), b"%PDF-1.7")
    delivery.refresh_from_db()
    assert delivery.due_at <= clock.now()
    handoff_tasks.send.call(str(delivery.pk))
    delivery.refresh_from_db()
    assert delivery.state == "sent"


def test_erasing_a_sent_application_reaches_answers_receipt_and_package(person):
    application = made.submitted(person)
    with transaction.atomic():
        actions.erase(application)
    assert not application.steps.exists()
    assert Delivery.objects.get(case_id=application.pk).emptied_at
    with pytest.raises(ErasedError):
        queries.receipt_content(Receipt.work.get(application=application))


@pytest.mark.django_db(transaction=True)
def test_erasing_removes_the_printed_receipt(person):
    application = made.submitted(person)
    actions.keep_print(Receipt.work.get(application=application), b"%PDF-1.7")
    receipt = Receipt.work.get(application=application)
    with transaction.atomic():
        actions.erase(application)
    with pytest.raises(ErasedError):
        list(files.read(bytes(32), receipt.file_name))
