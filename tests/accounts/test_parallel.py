"""Many at the same moment: limits and codes hold. SQLite has one writer at a time; PostgreSQL is the hard case."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from portal.accounts import actions
from portal.shared.errors import TooManyError
from tests.factories.accounts import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _real_database():
    if connection.vendor == "sqlite":
        pytest.skip("the suite's SQLite lives in memory and cannot be opened twice")


def at_once(times, call):
    def run(_number):
        try:
            return call()
        except TooManyError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return [result for result in pool.map(run, range(times)) if result]


def test_a14_a_limit_is_exact_when_many_come_at_once(settings):
    settings.LIMITS_ON, settings.LIMITS = True, {"test": [(5, 60)]}
    assert len(at_once(12, lambda: actions.spend("test", "one") or True)) == 5


def test_a15_a_code_is_used_once_when_many_bring_it_at_once():
    assert len(at_once(8, lambda: actions.use_once("code", "123456"))) == 1


def test_a15_a_printed_code_opens_once_when_many_bring_it_at_once():
    person = PersonFactory()
    code = actions.make_recovery_codes(person, by=person)[0]
    assert len(at_once(8, lambda: actions.show_factor(person, code))) == 1
