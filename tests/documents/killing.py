"""Drill D2 for a process of its own: workers that are killed at any statement they send to the database.

A worker is a fork of this process; time passes by moving the leases back. Prints what is left as JSON, one object per
kind of file.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from portal.documents import queries, states, tasks
from portal.documents.adapters.memory import MemoryReader, MemoryScanner
from portal.documents.models import Document, Finding, Page, Tally
from portal.documents.ports import Verdict
from portal.notices.models import Notice, OutgoingMail
from portal.shared import clock
from tests.factories import applications
from tests.factories.documents import JPEG, document

# More statements than any way through the pipeline has; every third one is killed (1: every one).
MOST, STEP = 140, 3


class NoMigrations(dict):
    """Tables straight from the models."""

    def __contains__(self, name: object) -> bool:
        return True

    def __getitem__(self, name: str) -> None:
        return None


class DrillScanner(MemoryScanner):
    """Finds a word anywhere."""

    def scan(self, portions: Any) -> Verdict:
        kind = "infected" if b"malware" in b"".join(portions) else "clean"
        return Verdict(kind, engine=self.engine())


class DeadlyReader(MemoryReader):
    """Reads passports; takes its whole worker with it when a file says so."""

    def normalise(self, portions: Any, *, mime: str) -> Any:
        data = b"".join(portions)
        if b"poison" in data:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().normalise([data], mime=mime)


def worker(work: Callable[[], None], dies_at: int = 0) -> bool:
    """Run the work in a process of its own, killed before its n-th statement; say whether it lived to the end."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        count = 0

        def count_down(execute: Any, *words: Any) -> Any:
            nonlocal count
            count += 1
            if count == dies_at:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*words)

        with connection.execute_wrapper(count_down):
            work()
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status) == 0


def late_document(data: bytes) -> Document:
    """A file that waits since long, of an application of its own."""
    application = applications.draft()
    made = document(data, subject=application.pk, by=application.person)
    Document.objects.filter(pk=made.pk).update(created=clock.now() - timedelta(hours=1))
    return made


def time_passes() -> None:
    """All leases run out."""
    Document.objects.exclude(due_at=None).update(due_at=clock.now())


def killed_everywhere(make: Callable[[int], bytes]) -> dict[str, Any]:
    """For each statement of the way: a file, a worker that dies there, and one that takes over."""
    Document.objects.all().update(due_at=None)
    rows = []
    for number in range(1, MOST, STEP):
        made = late_document(make(number))
        survived = worker(lambda made=made: tasks.process.call(str(made.pk)), dies_at=number)
        time_passes()
        worker(tasks.work_off.call)
        rows.append(what_is_left(made))
        if survived:
            break
    kinds = [json.loads(each) for each in sorted({json.dumps(row, sort_keys=True) for row in rows})]
    return {"deaths": len(rows) - 1, "ended": survived, "outcomes": kinds, "orphans": orphans()}


def what_is_left(made: Document) -> dict[str, Any]:
    made.refresh_from_db()
    return {
        "state": made.state,
        "due": made.due_at is not None,
        "was_scanned": bool(made.scanned_with),
        "pages": Page.objects.filter(document=made).count(),
        "files": len(queries.file_names(made)),
        "findings": sorted(Finding.objects.filter(document=made).values_list("check_id", flat=True)),
        "notices": Notice.objects.filter(subject=made.subject).count(),
    }


def orphans() -> int:
    """Sealed files that no row knows, after the sweep."""
    tasks.ORPHAN_AGE = timedelta(seconds=-1)
    tasks.sweep_orphans()
    kept = {path.name for path in Path(settings.SEALED_ROOT).rglob("*") if path.is_file()}
    return len([name for name in kept if not queries.is_known(name)])


def poisoned() -> dict[str, Any]:
    """One file that kills its worker each time, in front of others."""
    bad = late_document(JPEG[:-2] + b"poison" + JPEG[-2:])
    others = [late_document(JPEG[:-2] + bytes([number]) + JPEG[-2:]) for number in range(5)]
    deaths, first = 0, None
    while Document.objects.filter(state__in=states.OPEN).exists() and deaths < 20:
        deaths += not worker(tasks.work_off.call)
        # The dead worker's row keeps its lease while the next worker takes the others.
        worker(tasks.work_off.call)
        first = first or Document.objects.filter(pk__in=[each.pk for each in others], state=states.CHECKED).count()
        time_passes()
    bad.refresh_from_db()
    return {"deaths": deaths, "others_after_first_death": first, "state": bad.state, "refusal": bad.refusal}


def main() -> None:
    settings.MIGRATION_MODULES = NoMigrations()
    settings.SCANNER = {"ADAPTER": "tests.documents.killing.DrillScanner"}
    settings.READER = {"ADAPTER": "tests.documents.killing.DeadlyReader"}
    call_command("migrate", run_syncdb=True, verbosity=0)
    # Once in this process: what is loaded now, no worker has to load.
    undisturbed = late_document(JPEG)
    tasks.process.call(str(undisturbed.pk))
    clean = killed_everywhere(lambda number: JPEG[:-2] + number.to_bytes(4) + JPEG[-2:])
    told = sum(Tally.objects.filter(check_id="zone").values_list("ran", flat=True))
    infected = killed_everywhere(lambda number: JPEG[:-2] + b"malware" + number.to_bytes(4) + JPEG[-2:])
    mails = OutgoingMail.work.count()
    found = {"clean": clean, "infected": infected, "mails": mails, "told": told, "poison": poisoned()}
    sys.stdout.write(json.dumps({"undisturbed": what_is_left(undisturbed), **found}))
