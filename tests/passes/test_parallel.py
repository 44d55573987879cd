"""Two phones at the same moment: exactly one gets the pass. PostgreSQL is the hard case."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils.translation import override

from portal.passes import actions, queries
from portal.passes.errors import PassUsedError, TooManyPassesError
from portal.passes.models import Pass
from portal.shared.errors import RefusedError, WrongStateError
from tests.factories import applications as made
from tests.factories import passes

several = pytest.mark.django_db(transaction=True)


def at_once(times, call):
    def run(number):
        try:
            with override("en"):
                return call(number)
        except RefusedError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


@pytest.fixture
def _real_database():
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("the suite's SQLite lives in memory and cannot be opened twice")


@several
@pytest.mark.usefixtures("_real_database")
def test_of_many_openings_at_once_exactly_one_wins():
    _permit, token = passes.waiting(made.complete())
    found = at_once(8, lambda _number: actions.open_with(token))
    keys = [each for each in found if isinstance(each, str)]
    assert len(keys) == 1
    assert queries.may_send(keys[0])
    assert all(isinstance(each, PassUsedError) for each in found if each not in keys)


@several
@pytest.mark.usefixtures("_real_database")
def test_many_codes_at_once_are_never_more_than_three():
    application = made.complete()
    made_now = at_once(
        6, lambda number: actions.make(application.pk, f"r{number}", purpose="applicant", by=application.person)
    )
    assert sum(isinstance(each, TooManyPassesError) for each in made_now) == 3
    assert Pass.objects.count() == 3


@pytest.mark.django_db
def test_an_old_look_at_a_pass_does_not_open_it_again():
    permit, _token = passes.waiting(made.complete())
    first, second = Pass.objects.get(pk=permit.pk), Pass.objects.get(pk=permit.pk)
    first._advance("open", browser_hash="a" * 64)
    with pytest.raises(WrongStateError):
        second._advance("open", browser_hash="b" * 64)
    assert Pass.objects.get().browser_hash == "a" * 64
