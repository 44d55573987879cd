"""Offices, package content with files, and deliveries in their states."""

import hashlib
import json
import uuid
from collections.abc import Iterator

from django.test import override_settings

from portal.handoff import actions, tasks
from portal.handoff.models import Delivery
from portal.offices.models import Office
from portal.shared.errors import UnavailableError
from tests.factories.offices import OfficeFactory

PASSPORT = "0e5a1f5e-8c3a-4a8e-9a39-6a6f0a3b1c11"
ORIGINAL = b"%PDF-1.7 a passport " * 5000
PAGE = b"\xff\xd8 a cleaned page \xff\xd9"


def entry(**fields: object) -> dict[str, object]:
    """One clean document of two pages, as the application's content lists it."""
    return {
        "id": PASSPORT,
        "role": "document",
        "docType": "passport",
        "requirement": "passport",
        "original": "Pass ü.pdf",
        "mime": "application/pdf",
        "pages": 2,
        "size": len(ORIGINAL),
        "sha512": hashlib.sha512(ORIGINAL).hexdigest(),
        "sha256": hashlib.sha256(ORIGINAL).hexdigest(),
        "scan": {"engine": "clamav 1.4", "sig": "2026-11-21", "result": "clean"},
        "ocr": {
            "lang": "deu",
            "quality": 0.91,
            "checks": [{"id": "expiry.future", "result": "warn", "value": "2026"}],
        },
        "derivatives": ["page-1.jpg", "page-2.jpg"],
        **fields,
    }


def content(**fields: object) -> dict[str, object]:
    """What an application hands over."""
    answers = [{"code": "family_name", "label": "Familienname", "value": "Şahin"}]
    return {
        "service": {"slug": "study-extension", "title": "Aufenthaltserlaubnis verlängern", "version": "1"},
        "times": {"startedAt": "2026-11-20T09:00:00Z", "submittedAt": "2026-11-22T10:00:00Z"},
        "applicant": {"accountId": "pairwise", "trust": "low", "language": "ar"},
        "urgency": {"titleExpires": "2026-12-03", "filedBeforeExpiry": True, "reason": None},
        "data": {"steps": [{"code": "person", "title": "Angaben zur Person", "answers": answers}]},
        "files": [entry()],
        "payment": {"expected": [], "paid": None},
        **fields,
    }


def post(office: Office | None = None, case_id: uuid.UUID | None = None, **fields: object) -> Delivery:
    """A queued delivery."""
    kind = str(fields.pop("kind", "application"))
    return actions.post(
        case_id=case_id or uuid.uuid4(),
        office=office or OfficeFactory(back_office="memory"),
        reference="MU-2026-7F3K9Q",
        kind=kind,
        content=content(**fields),
        by=None,
    )


def sent(**fields: object) -> Delivery:
    """A delivery that its back-office has stored."""
    return send(post(**fields))


def send(delivery: Delivery) -> Delivery:
    """Run one attempt now."""
    Delivery.objects.filter(pk=delivery.pk, due_at__isnull=False).update(due_at="2020-01-01T00:00Z")
    tasks.send.call(str(delivery.pk))
    delivery.refresh_from_db()
    return delivery


def files_in_order(_case: uuid.UUID, _file: str, part: str) -> Iterator[bytes]:
    """An opener whose files are all checked."""
    found = {"original": ORIGINAL, "page-1.jpg": PAGE, "page-2.jpg": PAGE + b"2"}[part]
    return iter([found[:7], found[7:]])


def files_with_form(case: uuid.UUID, file: str, part: str) -> Iterator[bytes]:
    """An opener that prints the form with other bytes each time."""
    return iter([b"%PDF form " + uuid.uuid4().bytes]) if part == "form.pdf" else files_in_order(case, file, part)


def files_being_checked(_case: uuid.UUID, _file: str, _part: str) -> Iterator[bytes]:
    """An opener whose files are still in quarantine."""
    raise UnavailableError


def files_exchanged(case: uuid.UUID, file: str, part: str) -> Iterator[bytes]:
    """An opener whose original is not the one that was listed."""
    return iter([b"something else"]) if part == "original" else files_in_order(case, file, part)


def files_infected(case: uuid.UUID, file: str, part: str) -> Iterator[bytes]:
    """An opener that knows by now that the file is not clean."""
    if part == "entry.json":
        return iter([json.dumps({"scan": {"result": "infected"}, "derivatives": []}).encode()])
    return files_in_order(case, file, part)


def files_from(name: str) -> override_settings:
    """Use one of the openers above."""
    return override_settings(PACKAGE_FILES=f"tests.factories.handoff.files_{name}")
