"""Fresh back-offices and clean files for every test here."""

from collections.abc import Iterator

import pytest

from portal.handoff.adapters.memory import MemoryBackOffice
from portal.shared import registry
from tests.factories import handoff


@pytest.fixture(autouse=True)
def _clean_files() -> Iterator[None]:
    with handoff.files_from("in_order"):
        yield


@pytest.fixture
def memory() -> MemoryBackOffice:
    found = registry.adapter("BACK_OFFICES", "memory")
    found.received.clear()
    found.answers.clear()
    return found
