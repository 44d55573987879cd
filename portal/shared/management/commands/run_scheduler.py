"""Run the registered periodic jobs until told to stop."""

import logging
import signal
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from portal.shared import schedule

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Run periodic jobs (sweepers, expiry, reminders). One process is enough."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--once", action="store_true", help="run every job once and end")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["once"]:
            for job in schedule.JOBS.values():
                job.run()
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        _loop(stop)


def _loop(stop: threading.Event) -> None:
    due: dict[str, float] = {}
    while not stop.wait(1):
        for job in schedule.JOBS.values():
            if time.monotonic() >= due.get(job.name, 0):
                due[job.name] = time.monotonic() + job.interval.total_seconds()
                _run(job)


def _run(job: schedule.Job) -> None:
    close_old_connections()
    try:
        job.run()
    except Exception:  # one broken job must not stop the others
        logger.exception("job %s failed", job.name)
