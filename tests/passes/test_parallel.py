"""Two phones at the same moment: exactly one gets the pass. PostgreSQL is the hard case."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.utils.translation import override

from portal.documents.models import Document
from portal.passes import actions, queries
from portal.passes.errors import PassUsedError, TooManyPassesError
from portal.passes.models import Pass
from portal.shared.errors import RefusedError, WrongStateError
from portal.uploads.models import Upload
from tests.factories import applications as made
from tests.factories import passes
from tests.passes.test_resumable import Phone
from tests.uploads.conftest import photograph

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


def same_phone(phone):
    client = Client()
    client.cookies = phone.cookies
    return Phone(client)


@several
@pytest.mark.usefixtures("_real_database")
def test_of_many_uploads_that_begin_at_once_no_more_than_fit_do():
    _permit, phone = passes.opened(made.complete(), "enrolment")
    found = at_once(12, lambda _number: same_phone(phone).begin(1000).status_code)
    assert found.count(201) == Upload.objects.count() == 2
    assert set(found) == {201, 422}


@several
@pytest.mark.usefixtures("_real_database")
def test_files_that_end_while_others_begin_do_not_wait_for_each_other_for_ever():
    _permit, phone = passes.opened(made.complete())
    places = [same_phone(phone).begun(1000) for _ in range(2)]
    ends = [lambda where=where: same_phone(phone).patch(where, photograph(1000), 0) for where in places]
    calls = [*ends, *[lambda: same_phone(phone).begin(1000)] * 6]
    found = at_once(8, lambda number: calls[number]().status_code)
    assert found[:2] == [204, 204]
    assert set(found[2:]) <= {201, 422}
    assert Document.objects.count() == 2


@several
@pytest.mark.usefixtures("_real_database")
def test_a_pass_that_ends_while_pieces_arrive_leaves_no_upload_that_goes_on():
    permit, phone = passes.opened(made.complete())
    where = same_phone(phone).begun(100_000)
    calls = [lambda: same_phone(phone).patch(where, photograph(50_000), 0).status_code, lambda: actions.finish(permit)]
    at_once(2, lambda number: calls[number]())
    assert same_phone(phone).patch(where, photograph(50_000), 50_000).status_code == 410
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_an_old_look_at_a_pass_does_not_open_it_again():
    permit, _token = passes.waiting(made.complete())
    first, second = Pass.objects.get(pk=permit.pk), Pass.objects.get(pk=permit.pk)
    first._advance("open", browser_hash="a" * 64)
    with pytest.raises(WrongStateError):
        second._advance("open", browser_hash="b" * 64)
    assert Pass.objects.get().browser_hash == "a" * 64
