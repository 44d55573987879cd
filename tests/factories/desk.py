"""Cases as they come: through the outbox, from an office whose back-office is the desk."""

import hashlib
import io
import uuid
from collections.abc import Iterator

from django.test import override_settings
from PIL import Image

from portal.desk import actions, states
from portal.desk.models import Case
from portal.offices.models import Office
from tests.factories import handoff
from tests.factories.accounts import RoleFactory
from tests.factories.offices import OfficeFactory

ORIGINAL = b"%PDF-1.7 the original, never shown"
WAYS = {
    "new": [],
    "in_review": ["review"],
    "needs_more": ["ask"],
    "decided": ["decide"],
    "ready_to_collect": ["decide", "announce"],
    "closed": ["decide", "close"],
}
# What the moves above need to know.
WORDS = {"decide": {"outcome": "granted"}}


def picture() -> bytes:
    """A white page."""
    out = io.BytesIO()
    Image.new("RGB", (800, 1100), "white").save(out, "JPEG")
    return out.getvalue()


def files(_case: uuid.UUID, _file: str, part: str) -> Iterator[bytes]:
    """An opener with a real picture."""
    return iter([{"original": ORIGINAL, "page-1.jpg": picture()}[part]])


def with_files() -> override_settings:
    return override_settings(PACKAGE_FILES="tests.factories.desk.files")


def entry(**fields: object) -> dict[str, object]:
    """A passport of one page."""
    return handoff.entry(
        pages=1,
        size=len(ORIGINAL),
        sha512=hashlib.sha512(ORIGINAL).hexdigest(),
        derivatives=["page-1.jpg"],
        ocr={"checks": [{"id": "expiry", "result": "warn"}]},
        **fields,
    )


def case(office: Office | None = None, state: str = states.NEW, **fields: object) -> Case:
    """A case in a state, with one document."""
    fields.setdefault("files", [entry()])
    with with_files():
        delivery = handoff.sent(office=office or OfficeFactory(back_office="desk"), **fields)
    found = Case.objects.get(case_id=delivery.case_id)
    for name in WAYS[state]:
        actions.move(found, name, by=None, **WORDS.get(name, {}))
    return found


def clerk_of(office: Office, kind: str = "clerk"):
    """Somebody who works there."""
    return RoleFactory(office=office, kind=kind).person
