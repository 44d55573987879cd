"""Thirty canaries are planted through the real doors; afterwards none is found in clear anywhere at rest."""

import logging
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from portal.applications import actions, queries, tasks
from portal.applications.models import Application, HeldForm, Receipt
from portal.documents import queries as documents
from portal.documents.models import Document
from portal.handoff import inbound
from portal.handoff import tasks as handoff_tasks
from portal.handoff.models import Delivery, Reply
from portal.shared import clock
from portal.vault import actions as vault
from tests.applications.test_drafts import url
from tests.factories import applications as made
from tests.factories.accounts import sign_in
from tests.factories.documents import JPEG, process

pytestmark = pytest.mark.django_db

WORDS = {
    "person": {
        "family_name": "Kanarifamily",
        "given_names": "Kanarigiven",
        "birth_name": "Kanaribirth",
        "date_of_birth": "17.03.1987",
        "place_of_birth": "Kanariplace",
    },
    "address": {
        "street": "Kanaristreet",
        "house_number": "987k",
        "care_of": "Kanaricare",
        "city": "Kanaricity",
        "email": "kanari@mail.example",
        "phone": "+49 151 98765432",
    },
    "passport": {"passport_number": "KANARI0815", "passport_valid_until": "13.07.2037"},
    "title": {"title_number": "KANARITITLE", "photo_code": "KANARIPHOTO", "title_valid_until": "19.08.2037"},
    "studies": {
        "university": "Kanariuniversity",
        "programme": "Kanariprogramme",
        "expected_end": "23.09.2037",
        "delays": "Kanaridelay because of Kanarireason",
    },
    "livelihood": {"funding_amount": "98765,43", "insurance_company": "Kanariinsurance"},
    "work": {"side_job": "yes", "employer": "Kanariemployer", "hours_per_week": "9"},
}
MORE = {
    *("1987-03-17", "2037-07-13", "2037-08-19", "2037-09-23", "98765.43"),
    *("Kanarifile", "Kanariheld", "Kanaricase", "Kanarinote", "Kanarireason"),
}
# An amount is kept as a number only ("98765.43" above), not as it was typed.
NOT_AS_TYPED = {"98765,43"}
NUMBERS = {"9", "yes", "987k"}


@pytest.fixture(autouse=True)
def _a_temporary_folder_of_its_own(monkeypatch, tmp_path):
    """What is left there is ours, and nothing else is read."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)


def canaries() -> set[str]:
    """Every planted word, as typed and as kept."""
    typed = {value for fields in WORDS.values() for value in fields.values()} - NUMBERS
    return {each.split()[0] if "Kanaridelay" in each else each for each in typed} | MORE


def plant(client: Client, person) -> None:
    """Live one whole life: type, be signed out, upload, send, print, hand over, hear from the office."""
    application = made.draft(person)
    for step, fields in made.STUDY.items():
        client.post(url("step", application, step=step), fields | WORDS.get(step, {}))
    Client().post(url("step", application, step="studies"), {"programme": "Kanariheld"})
    file = SimpleUploadedFile("Kanarifile.jpg", JPEG + b"Kanarifile", "image/jpeg")
    client.post(url("document-upload", application, requirement="passport"), {"files": [file]})
    process(Document.objects.get())
    actions.save_step(application.pk, "person", {"sex": "X"}, by=person)
    client.post(url("submit", application))
    tasks.print_receipt.call(str(Receipt.work.get().pk))
    handoff_tasks.send.call(str(Delivery.objects.get().pk))
    payload = {"officeReference": "33/2-1", "note": "Kanarinote", "caseTitle": "Kanaricase"}
    inbound.receive("event-1", application.pk, "action_required", payload, clock.now())


def rows_in_clear() -> str:
    """Return every cell of every table, binary ones as they lie there."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            for row in cursor.fetchall():
                found += [
                    bytes(cell).decode("latin-1") if isinstance(cell, (bytes, memoryview)) else str(cell)
                    for cell in row
                ]
    return "\n".join(found)


def files_in_clear() -> str:
    """Return every byte under the folders that the portal writes to: sealed, public, working and temporary ones."""
    roots = [
        Path(settings.SEALED_ROOT),
        Path(settings.MEDIA_ROOT),
        Path(settings.VAR_DIR),
        Path(tempfile.gettempdir()),
    ]
    return "\n".join(
        path.read_bytes().decode("latin-1") for root in roots for path in root.rglob("*") if path.is_file()
    )


def test_a37_nothing_personal_lies_open_at_rest(person, caplog, django_capture_on_commit_callbacks):
    caplog.set_level(logging.DEBUG)
    client = sign_in(Client(), person, verified=True)
    with django_capture_on_commit_callbacks(execute=True):
        plant(client, person)
    places = {
        "database": rows_in_clear(),
        "files": files_in_clear(),
        "logs": caplog.text,
        "cache": str(getattr(cache, "_cache", "")),
        "session": str(dict(client.session)),
    }
    assert len(canaries()) >= 30
    found = {(place, word) for place, text in places.items() for word in canaries() if word in text}
    assert not found


def opened_again() -> str:
    """Return what those who may open it find: answers, receipt, file, package, the office's words, the kept form."""
    application = Application.objects.get()
    document = Document.objects.get()
    held = HeldForm.objects.get()
    found = [
        vault.unseal_json(held.pk, held.sealed_fields, queries.HELD),
        queries.contents_of(application),
        queries.receipt_content(Receipt.work.get()),
        documents.original_name(document),
        b"".join(documents.open_original(document)).decode("latin-1"),
        [delivery.content() for delivery in Delivery.objects.all()],
        [reply.payload for reply in Reply.objects.all()],
    ]
    return str(found)


def test_every_canary_is_really_there_when_opened(person):
    client = sign_in(Client(), person, verified=True)
    plant(client, person)
    text = opened_again()
    planted = canaries() - NOT_AS_TYPED
    assert len(planted) >= 30
    assert {word for word in planted if word not in text} == set()
