"""Rows that a worker has to deal with: claim, look, call, record. Queues may lose a wake-up; rows do not.

A row with `due_at` in the past is work. Claiming moves `due_at` ahead by the lease, so a crashed worker's
row comes back by itself and running twice is harmless. `due_at` empty means: nothing (more) to do.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Self, TypeVar

from django.db import connection, models, transaction

from portal.shared import clock

M = TypeVar("M", bound="Work")

# 1, 5, 15 minutes, then hourly up to 48 hours.
PATIENT: Sequence[timedelta] = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    *(timedelta(hours=1),) * 48,
)


class WorkQuerySet(models.QuerySet[Any]):
    """Set facts about work."""

    def due(self) -> Self:
        """Return rows that somebody should take now, oldest first."""
        return self.filter(due_at__lte=clock.now()).order_by("due_at", "pk")

    def waiting_longer_than(self, span: timedelta) -> Self:
        """Return rows whose turn came more than `span` ago (for alarms)."""
        return self.filter(due_at__lte=clock.now() - span).order_by("due_at", "pk")


class Work(models.Model):
    """Abstract: attempts made, when due, and the code of the last trouble (never personal data)."""

    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    trouble = models.CharField(max_length=80, blank=True)

    work = WorkQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def claim(cls, pk: Any, *, lease: timedelta = timedelta(minutes=3)) -> Self | None:
        """Take the row for `lease` and commit; None when somebody else has it or it is done."""
        with transaction.atomic():
            rows = cls.work.due().filter(pk=pk)
            if connection.features.has_select_for_update_skip_locked:
                rows = rows.select_for_update(skip_locked=True, of=("self",))
            row = rows.first()
            if row is None:
                return None
            row.attempts += 1
            row.due_at = clock.now() + lease
            row.save(update_fields=["attempts", "due_at"])
            return row

    def postpone(self, trouble: str, schedule: Sequence[timedelta] = PATIENT) -> bool:
        """Try again later, with growing delay and jitter; False when the schedule is exhausted (not due any more)."""
        self.trouble = trouble[:80]
        if self.attempts > len(schedule):
            self.due_at = None
            return False
        delay = schedule[self.attempts - 1]
        self.due_at = clock.now() + delay * random.uniform(0.9, 1.2)  # noqa: S311 - jitter, not a secret
        return True

    def make_due(self, at: datetime | None = None) -> None:
        """Say that there is work to do, now or at the given moment, with fresh attempts."""
        self.attempts, self.trouble, self.due_at = 0, "", at or clock.now()

    def settle(self) -> None:
        """Say that nothing is left to do."""
        self.due_at, self.trouble = None, ""
