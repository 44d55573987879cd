"""The form's facts, as tests of this room set them."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from portal.documents.adapters.sandbox import SandboxReader
from portal.documents.ports import Facts, Reading, Wanted
from tests.factories import documents as factory

ERIKSSON = {
    "family_name": "Eriksson",
    "given_names": "Anna Maria",
    "date_of_birth": date(1974, 8, 12),
    "passport_number": "L898902C3",
    "passport_expiry": date(2032, 4, 15),
    "nationality": "UTO",
}
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Sentences of these tests are the English ones."""
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def form(settings: Any) -> Iterator[Any]:
    """Call with fields to change what the form says; by default it fits the specimen passport."""
    settings.DOCUMENT_FACTS = "tests.factories.documents.facts_for"

    def fill(**fields: Any) -> None:
        factory.FACTS["now"] = Facts(**{**ERIKSSON, "today": TODAY, **fields})

    fill()
    yield fill
    factory.FACTS.clear()


@lru_cache
def sandbox() -> SandboxReader:
    """The real reader, one for the whole run: its warm parent starts once."""
    return SandboxReader(wall=90, render=15)


def read_file(path: Path, wanted: Wanted) -> Reading:
    """Clean a file and read it, both in the real sandbox."""
    mime = "image/png" if path.suffix == ".png" else "image/jpeg"
    cleaned = sandbox().normalise([path.read_bytes()], mime=mime)
    return sandbox().read(cleaned.pages, wanted=wanted, layer=cleaned.layer)


@pytest.fixture
def real_reader(settings: Any) -> SandboxReader:
    """Let the pipeline open files in the real sandbox."""
    settings.READER = {"ADAPTER": "tests.documents.conftest.sandbox"}
    return sandbox()
