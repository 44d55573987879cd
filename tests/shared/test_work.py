from datetime import timedelta

import pytest

from portal.notices.models import OutgoingMail
from portal.shared import clock
from portal.shared.work import PATIENT

pytestmark = pytest.mark.django_db


def a_row():
    row = OutgoingMail()
    row.make_due()
    row.save()
    return row


def test_a_due_row_is_claimed_once():
    row = a_row()
    assert OutgoingMail.claim(row.pk).attempts == 1
    assert OutgoingMail.claim(row.pk) is None


def test_a_crashed_workers_row_comes_back_after_the_lease():
    row = a_row()
    OutgoingMail.claim(row.pk, lease=timedelta(seconds=-1))
    assert OutgoingMail.claim(row.pk).attempts == 2


def test_delays_grow_and_end():
    row = a_row()
    row.attempts = 1
    assert row.postpone("mail:away")
    assert row.due_at > clock.now() + timedelta(seconds=50)
    row.attempts = len(PATIENT) + 1
    assert not row.postpone("mail:away")
    assert row.due_at is None


def test_a_settled_row_is_no_work():
    row = a_row()
    row.settle()
    row.save()
    assert OutgoingMail.claim(row.pk) is None
    assert not OutgoingMail.work.due().filter(pk=row.pk).exists()
