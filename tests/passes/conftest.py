"""Fixtures of this room: a draft that asks for a passport."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from portal.applications.models import Application
from tests.factories import applications as made


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Addresses and sentences of these tests are the English ones."""
    with override("en"):
        yield


@pytest.fixture
def application(db) -> Application:
    return made.complete()
