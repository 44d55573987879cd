"""Now and today, in one place, so that tests can hold the clock."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Return the moment, aware, UTC."""
    return timezone.now()


def today() -> date:
    """Return the calendar day in the office's time zone (deadlines are local days)."""
    return timezone.localdate()
