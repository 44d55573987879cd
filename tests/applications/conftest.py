"""Fixtures of this room: somebody signed in, with the catalogue loaded."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils.translation import override

from portal.accounts.models import Person
from tests.factories.accounts import PersonFactory, sign_in
from tests.factories.catalogue import published


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Addresses and sentences of these tests are the English ones, whatever ran before."""
    with override("en"):
        yield


@pytest.fixture
def person(db) -> Person:
    published()
    return PersonFactory(language="en")


@pytest.fixture
def visitor(person: Person) -> Client:
    """Signed in with the password alone."""
    return sign_in(Client(), person)


@pytest.fixture
def verified(person: Person) -> Client:
    """Signed in with a second factor."""
    return sign_in(Client(), person, verified=True)
