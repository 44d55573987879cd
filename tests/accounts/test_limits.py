"""Limits: counted in the database, in windows, without personal data."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from portal.accounts import actions
from portal.accounts.middleware import SiteLimit
from portal.accounts.models import Limit
from portal.shared import clock
from portal.shared.errors import TooManyError

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _limits(settings):
    settings.LIMITS_ON = True
    settings.LIMITS = {**settings.LIMITS, "test": [(2, 60), (3, 3_600)], "site": [(40, 300)]}


def test_a_limit_refuses_and_tells_how_long_to_wait():
    for _ in range(2):
        actions.spend("test", "somebody")
    with pytest.raises(TooManyError) as refused:
        actions.spend("test", "somebody")
    assert 0 < refused.value.retry_after <= 60


def test_the_longer_window_goes_on_when_the_shorter_is_over(time_machine):
    for _ in range(2):
        actions.spend("test", "somebody")
    time_machine.move_to(clock.now() + timedelta(seconds=61), tick=False)
    actions.spend("test", "somebody")
    with pytest.raises(TooManyError) as refused:
        actions.spend("test", "somebody")
    assert refused.value.retry_after > 3_000


def test_a_refusal_does_not_use_up_turns():
    for _ in range(2):
        actions.spend("test", "somebody")
    before = sorted(Limit.objects.values_list("spent", flat=True))
    with pytest.raises(TooManyError):
        actions.spend("test", "somebody")
    assert sorted(Limit.objects.values_list("spent", flat=True)) == before


def test_keys_have_counters_of_their_own_and_are_not_readable():
    actions.spend("test", "name@example.org")
    actions.spend("test", "other@example.org")
    assert Limit.objects.count() == 4
    assert not Limit.objects.filter(key__contains="example").exists()


def wait_after(times, name="somebody"):
    for _ in range(times):
        actions.spend("test", name)
    with pytest.raises(TooManyError) as refused:
        actions.spend("test", name)
    return refused.value.retry_after


def test_a_growing_window_is_a_tenth_longer_after_each_lock_out(settings, time_machine):
    settings.LIMITS, settings.LIMITS_GROWING = {**settings.LIMITS, "test": [(2, 1_000)]}, {"test"}
    time_machine.move_to(clock.now(), tick=False)
    waits = []
    for _ in range(3):
        waits.append(wait_after(2))
        time_machine.move_to(clock.now() + timedelta(seconds=waits[-1]), tick=False)
    assert waits == pytest.approx([1_000, 1_100, 1_210], abs=1)
    assert wait_after(2, "somebody else") == 1_000


def test_a_growing_window_never_exceeds_thirty_days_and_forgives_after_sixty(settings, time_machine):
    settings.LIMITS, settings.LIMITS_GROWING = {**settings.LIMITS, "test": [(1, 1_000)]}, {"test"}
    time_machine.move_to(clock.now(), tick=False)
    wait_after(1)
    Limit.objects.filter(until__gt=clock.now() + timedelta(days=1)).update(spent=500)
    time_machine.move_to(clock.now() + timedelta(seconds=1_000), tick=False)
    assert wait_after(1) == 30 * 86_400
    time_machine.move_to(clock.now() + timedelta(days=61), tick=False)
    assert wait_after(1) == 1_000


def test_old_counters_are_forgotten(time_machine):
    actions.spend("test", "somebody")
    time_machine.move_to(clock.now() + timedelta(seconds=61), tick=False)
    assert actions.forget_old_limits() == 1


def test_switched_off_limits_count_nothing(settings):
    settings.LIMITS_ON = False
    for _ in range(9):
        actions.spend("test", "somebody")
    assert not Limit.objects.exists()


def test_the_whole_site_slows_an_address_down_but_not_its_neighbour():
    client, path = Client(REMOTE_ADDR="192.0.2.77"), "/en/account/login/"
    seen = [client.get(path).status_code for _ in range(62)]
    assert seen[:59] == [200] * 59
    assert seen[-1] == 429
    refused = client.get("/ar/account/login/")
    assert int(refused["Retry-After"]) > 0
    assert 'lang="ar" dir="rtl"' in refused.content.decode()
    assert Client(REMOTE_ADDR="192.0.2.78").get(path).status_code == 200


@pytest.fixture
def _no_database(monkeypatch):
    def away(*_args, **_options):
        raise DatabaseError

    monkeypatch.setattr("portal.accounts.middleware.actions.spend", away)


def hits_until_refused(brake, address, most=200):
    """Return how many pages an address gets, and what it is told then."""
    for number in range(most):
        answer = brake(RequestFactory().get("/en/", REMOTE_ADDR=address))
        if answer.status_code == 429:
            return number, int(answer["Retry-After"])
    return most, 0


@pytest.mark.usefixtures("_no_database")
def test_without_the_database_the_same_numbers_count_in_this_process():
    brake = SiteLimit(lambda _request: HttpResponse())
    served, wait = hits_until_refused(brake, "192.0.2.79")
    assert 40 <= served < 40 + SiteLimit.PORTION
    assert 0 < wait <= 301
    assert brake(RequestFactory().get("/en/", REMOTE_ADDR="192.0.2.80")).status_code == 200


@pytest.mark.usefixtures("_no_database")
def test_the_count_of_this_process_begins_anew_when_its_window_is_over(monkeypatch):
    brake, moment = SiteLimit(lambda _request: HttpResponse()), 1_000.0
    monkeypatch.setattr("portal.accounts.middleware.time.monotonic", lambda: moment)
    assert hits_until_refused(brake, "192.0.2.81")[1] > 0
    moment = 1_302.0
    assert hits_until_refused(brake, "192.0.2.81")[0] >= 40


@pytest.mark.usefixtures("_no_database")
def test_strangers_do_not_fill_the_memory_of_this_process(monkeypatch):
    monkeypatch.setattr("portal.accounts.middleware.MOST_ADDRESSES", 3)
    brake = SiteLimit(lambda _request: HttpResponse())
    for number in range(20):
        hits_until_refused(brake, f"192.0.2.{number}", most=SiteLimit.PORTION)
    assert len(brake.own.windows) <= 4
