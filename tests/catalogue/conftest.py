import shutil
from collections.abc import Iterator
from datetime import date

import pytest
from django.utils.translation import override

from portal.catalogue.definition import Definition
from portal.catalogue.pack import FOLDER
from portal.catalogue.queries import definition_of
from tests.factories.catalogue import packs as shipped
from tests.factories.catalogue import published

TODAY = date(2026, 11, 22)


@pytest.fixture
def study(db) -> Definition:
    return definition_of(published("study-extension"))


@pytest.fixture
def card(db) -> Definition:
    return definition_of(published("card-transfer"))


@pytest.fixture(scope="session")
def packs():
    return shipped()


@pytest.fixture
def folder(tmp_path):
    """A copy of the packs that a test may spoil."""
    return shutil.copytree(FOLDER, tmp_path / "packs")


@pytest.fixture
def english() -> Iterator[None]:
    """For tests of sentences: they stand here as in the source, not as in the site's own language."""
    with override("en"):
        yield
