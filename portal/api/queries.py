"""How each part of the house is. Nothing here changes anything; every question is short and never raises."""

import logging
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.api.models import Heartbeat
from portal.documents import queries as documents
from portal.handoff import queries as handoff
from portal.notices import queries as notices
from portal.shared import clock
from portal.shared.work import Work

logger = logging.getLogger(__name__)

OK, WARNING, FAILING = "ok", "warning", "failing"
# Checks start processes; a curious crowd must not start many.
KEEP_SECONDS = 3
# A worker busy with one slow document is not dead.
SILENT_AFTER = timedelta(minutes=3)
WORK_WAITS = timedelta(minutes=10)
MAIL_WAITS = timedelta(minutes=30)
MEGABYTE = 1024 * 1024
DISK_WARNING, DISK_FAILING = 2048, 256


@dataclass(frozen=True)
class Part:
    """One part of the house: its name, how it is, and for operators what to know."""

    name: str
    status: str
    detail: str = ""


def is_healthy(parts: Iterable[Part]) -> bool:
    """Say whether nothing fails; warnings are for people, not for load balancers."""
    return all(part.status != FAILING for part in parts)


def all_parts() -> list[Part]:
    """Ask every part; the answers are kept for a few seconds."""
    found: list[Part] | None = cache.get("api.health")
    if found is None:
        found = [_asked(name, question) for name, question in QUESTIONS.items()]
        found += [_asked(name, partial(_heartbeat, name)) for name in processes()]
        cache.set("api.health", found, KEEP_SECONDS)
    return found


def queues() -> list[str]:
    """Return the names of the task queues."""
    return list(settings.TASKS["default"].get("QUEUES", ["default"]))


def processes() -> list[str]:
    """Return the names of the processes that must show signs of life."""
    return ["scheduler", *(f"worker:{queue}" for queue in queues())]


def database() -> Part:
    """Ask the database something."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Part("database", OK, connection.vendor)


def migrations() -> Part:
    """See whether the tables fit the code."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return Part("migrations", FAILING, f"{len(missing)} migrations are missing. Run: manage.py migrate")
    return Part("migrations", OK)


def readiness() -> list[Part]:
    """Return what a web process needs before it may get visitors."""
    return [_asked("database", database), _asked("migrations", migrations)]


def _work() -> Part:
    """Look for rows of any pipeline whose turn came long ago."""
    late = []
    for model in apps.get_models():
        if issubclass(model, Work):
            count = model.work.waiting_longer_than(WORK_WAITS).count()
            late += [f"{model._meta.label}: {count}"] if count else []  # noqa: SLF001 - Django's public name
    return Part("work", WARNING if late else OK, ", ".join(late))


def _scanner() -> Part:
    health = documents.scanner_health()
    status = WARNING if health.is_limited else OK
    return Part("scanner", status if health.is_up else FAILING, str(health.detail))


def _reader() -> Part:
    health = documents.reader_health()
    return Part("reader", OK if health.is_up else FAILING, str(health.detail))


def _disk() -> Part:
    free = min(_free_megabytes(Path(place)) for place in (settings.SEALED_ROOT, settings.VAR_DIR))
    status = FAILING if free < DISK_FAILING else WARNING if free < DISK_WARNING else OK
    return Part("disk", status, f"{free} MB free")


def _free_megabytes(place: Path) -> int:
    existing = next(each for each in (place, *place.parents) if each.exists())
    return shutil.disk_usage(existing).free // MEGABYTE


def _mail() -> Part:
    age, stuck = notices.mail_queue_age(), notices.stuck_mails().count()
    detail = f"oldest waits {int(age.total_seconds() // 60)} min, {stuck} stuck"
    return Part("mail", WARNING if stuck or age > MAIL_WAITS else OK, detail)


def _handoff() -> Part:
    stuck, late = handoff.stuck().count(), handoff.late().count()
    detail = f"oldest waits {int(handoff.queue_age().total_seconds() // 60)} min, {late} late, {stuck} stuck"
    return Part("handoff", WARNING if stuck or late else OK, detail)


def _signing() -> Part:
    return Part("signing", OK if handoff.signing_health() else FAILING)


def _heartbeat(name: str) -> Part:
    row = Heartbeat.objects.filter(pk=name).first()
    if row is None:
        return Part(name, FAILING, "never seen")
    silent = clock.now() - row.at
    return Part(name, FAILING if silent > SILENT_AFTER else OK, f"seen {int(silent.total_seconds())} s ago")


def _asked(name: str, question: Callable[[], Part]) -> Part:
    """Ask one part; whatever goes wrong there is an answer too, and the log has the rest."""
    try:
        return question()
    except Exception:
        logger.exception("health of %s", name)
        return Part(name, FAILING, "The check itself failed; see the log.")


QUESTIONS: dict[str, Callable[[], Part]] = {
    "database": database,
    "migrations": migrations,
    "scanner": _scanner,
    "reader": _reader,
    "disk": _disk,
    "work": _work,
    "mail": _mail,
    "handoff": _handoff,
    "signing": _signing,
}
