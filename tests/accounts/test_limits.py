"""Limits: counted in the database, in windows, without personal data."""

from datetime import timedelta

import pytest
from django.test import Client

from portal.accounts import actions
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
    assert int(client.get(path)["Retry-After"]) > 0
    assert Client(REMOTE_ADDR="192.0.2.78").get(path).status_code == 200
