"""Things that must happen again and again: apps register them when they are ready, one command runs them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Job:
    """A plain function, idempotent, called about every `interval`."""

    name: str
    interval: timedelta
    run: Callable[[], object]


JOBS: dict[str, Job] = {}


def every(interval: timedelta, name: str, run: Callable[[], object]) -> None:
    """Register a job; the same name twice is the same job."""
    JOBS[name] = Job(name, interval, run)
