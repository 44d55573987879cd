"""A person with an application that asks for a passport, and the doors of the protocol."""

import base64
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from tests.factories import applications as made
from tests.factories.accounts import PersonFactory, sign_in
from tests.factories.catalogue import published

BYTES = "application/offset+octet-stream"
MIB = 1024 * 1024


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def person(db):
    published()
    return PersonFactory(language="en")


@pytest.fixture
def draft(person):
    return made.complete(person)


@pytest.fixture
def tus(person, draft):
    return Tus(sign_in(Client(raise_request_exception=False), person, verified=True), draft)


@pytest.fixture
def staged():
    """Names of the staged and sealed files that a test made and left."""
    before = sealed_names()
    return lambda: sorted(sealed_names() - before)


def sealed_names() -> set[str]:
    return {path.name for path in Path(settings.SEALED_ROOT).rglob("*") if path.is_file()}


def photograph(size: int) -> bytes:
    """A JPEG by its first bytes, as long as wanted, that nobody has uploaded before."""
    head = b"\xff\xd8\xff\xe0 Passport C01X00T47 "
    return head + os.urandom(size - len(head))


def metadata(**fields: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in fields.items())


def checksum(data: bytes, algorithm: str = "sha256") -> str:
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"


class Tus:
    """A small client that says what it is told, also what is wrong."""

    def __init__(self, client: Client, application, requirement: str = "passport", language: str = "en") -> None:
        self.client = client
        self.door = f"/{language}/applications/{application.pk}/documents/for/{requirement}/uploads/"

    def ask(self, method: str, path: str = "", data: bytes = b"", **headers: str):
        headers = {"Tus-Resumable": "1.0.0"} | {name.replace("_", "-"): value for name, value in headers.items()}
        headers = {name: value for name, value in headers.items() if value}
        kind = headers.pop("Content-Type", BYTES if data else "")
        return self.client.generic(method, path or self.door, data, content_type=kind, headers=headers)

    def begin(self, length: int, name: str = "pass.jpg", kind: str = "image/jpeg", data: bytes = b"", **headers: str):
        headers = {"Upload-Length": str(length), "Upload-Metadata": metadata(filename=name, filetype=kind), **headers}
        return self.ask("POST", data=data, **headers)

    def begun(self, length: int, **fields) -> str:
        answer = self.begin(length, **fields)
        assert answer.status_code == 201, answer.content
        return answer["Location"]

    def patch(self, where: str, data: bytes, at: int, **headers: str):
        return self.ask("PATCH", where, data, **{"Upload-Offset": str(at), **headers})

    def offset(self, where: str) -> int:
        answer = self.ask("HEAD", where)
        assert answer.status_code == 200
        return int(answer["Upload-Offset"])

    def send(self, data: bytes, **fields):
        """Upload a whole file in pieces of 1 MiB, each with its checksum; returns the last answer."""
        where, answer = self.begun(len(data), **fields), None
        for at in range(0, len(data), MIB):
            piece = data[at : at + MIB]
            answer = self.patch(where, piece, at, **{"Upload-Checksum": checksum(piece)})
        return answer
