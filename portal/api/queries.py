"""How each part of the house is. Nothing here changes anything; every question is short and never raises."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

logger = logging.getLogger(__name__)

OK, WARNING, FAILING = "ok", "warning", "failing"


@dataclass(frozen=True)
class Part:
    """One part of the house: its name, how it is, and for operators what to know."""

    name: str
    status: str
    detail: str = ""


def is_healthy(parts: Iterable[Part]) -> bool:
    """Say whether nothing fails; warnings are for people, not for load balancers."""
    return all(part.status != FAILING for part in parts)


def database() -> Part:
    """Ask the database something."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("database does not answer")
        return Part("database", FAILING, "The database does not answer.")
    return Part("database", OK, connection.vendor)


def migrations() -> Part:
    """See whether the tables fit the code."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return Part("migrations", FAILING, "The database does not answer.")
    if missing:
        return Part("migrations", FAILING, f"{len(missing)} migrations are missing. Run: manage.py migrate")
    return Part("migrations", OK)
