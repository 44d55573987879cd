"""Fixtures of this room: somebody signed in, with the catalogue loaded."""

import pytest
from django.test import Client

from portal.accounts.models import Person
from tests.factories.accounts import PersonFactory, sign_in
from tests.factories.catalogue import published


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
