"""Uploads as the door delivers them, and documents in their states."""

import hashlib
import uuid
from typing import Any

import factory
from factory.django import DjangoModelFactory

from portal.accounts.models import Person
from portal.documents import actions, tasks
from portal.documents.models import Document
from portal.documents.ports import Facts
from portal.vault import crypto, files
from portal.vault.uploads import HEAD, MARK, MOST, SealedUpload

JPEG = b"\xff\xd8\xff\xe0 a photograph \xff\xd9"


def photograph() -> bytes:
    """A JPEG that nobody has uploaded before."""
    return JPEG[:-2] + uuid.uuid4().bytes + JPEG[-2:]


class UploaderFactory(DjangoModelFactory):
    """Somebody who uploads."""

    class Meta:
        model = Person

    email = factory.Sequence(lambda n: f"uploader-{n}@example.org")


def upload(data: bytes | None = None, name: str = "pass.jpg", declared: str = "") -> SealedUpload:
    """What arrives in request.FILES."""
    data = data if data is not None else photograph()
    made = SealedUpload(None, name, declared, len(data), None)
    made.key, made.head, made.too_large = crypto.new_key(), data[:HEAD], len(data) > MOST
    made.sealed_name = files.write(made.key, [data[:MOST]], MARK)
    made.sha256, made.sha512 = hashlib.sha256(data).hexdigest(), hashlib.sha512(data).hexdigest()
    return made


def document(data: bytes | None = None, name: str = "pass.jpg", kind: str = "passport", **fields: Any) -> Document:
    """Receive a document; `subject` and `by` may be given."""
    fields = {"subject": uuid.uuid4(), "by": None, **fields}
    by = fields.pop("by") or UploaderFactory()
    slot = actions.Slot(requirement=kind, document_type=kind, **fields)
    return actions.receive(upload(data, name), slot, by=by)


def processed(*args: Any, **fields: Any) -> Document:
    """Receive a document and let the worker run once."""
    made = document(*args, **fields)
    return process(made)


def process(made: Document) -> Document:
    """Let the worker run once for it."""
    tasks.process.call(str(made.pk))
    made.refresh_from_db()
    return made


FACTS: dict[str, Facts] = {}


def facts_for(subject: uuid.UUID) -> Facts:
    """Stands for the applications room: what the form says (settings.DOCUMENT_FACTS in tests)."""
    del subject
    return FACTS["now"]
