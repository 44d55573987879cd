"""Sending with the receipt page: how long, how many a second, nothing twice or lost; what saving a step costs.

SQLite by default, PostgreSQL when DATABASE_URL names one (an empty database that may be filled). Two processes send;
every tenth draft is sent by both at the same moment.
"""

import importlib
import logging
import multiprocessing
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import django

from portal.settings import env

# Inherited by the sending processes: the same folder, the same database.
env.preset(DJANGO_SETTINGS_MODULE="portal.settings.test", ANLAUFPUNKT_VAR=tempfile.mkdtemp(prefix="bench-"))

django.setup()
logging.disable(logging.WARNING)

from django.core.management import call_command
from django.db import connection, connections, reset_queries
from django.test import Client, override_settings
from django.urls import reverse

from bench.table import percentile, tell
from portal.accounts.models import Person
from portal.applications.models import Application, Receipt
from portal.handoff.models import Delivery
from tests.factories import applications as made
from tests.factories.accounts import PersonFactory, sign_in
from tests.factories.offices import OfficeFactory

DRAFTS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
PROCESSES = 2
IGNORED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def send_all(ids: list[str], results: "multiprocessing.Queue[tuple[list[float], float, float]]", gate) -> None:
    """Send each draft as its own person does: press the button, read the receipt."""
    connections.close_all()
    people = {str(each.pk): each.person for each in Application.objects.select_related("person").filter(pk__in=ids)}
    clients = {pk: sign_in(Client(), people[pk], verified=True) for pk in ids}
    for pk in ids:
        look(clients[pk], pk)
    # What the web server's processes do when they start.
    importlib.import_module("portal.wsgi")
    gate.wait()
    began, busy = time.perf_counter(), time.process_time()
    found = [send(clients[pk], pk) for pk in ids]
    results.put((found, time.perf_counter() - began, time.process_time() - busy))


def look(client: Client, pk: str) -> None:
    """Come in and look at the page with the button, as everybody does before sending."""
    client.get(reverse("applications:check", kwargs={"id": pk}))


def send(client: Client, pk: str) -> float:
    """Return the milliseconds until the receipt is on the screen."""
    start = time.perf_counter()
    answer = client.post(reverse("applications:submit", kwargs={"id": pk}))
    page = client.get(answer.url)
    took = time.perf_counter() - start
    assert page.status_code == 200, page.status_code
    return took * 1000


def queries_of_saving() -> int:
    """Count what one saved answer asks of the database, sign-in included, transaction words left out."""
    application = made.complete(PersonFactory())
    client = sign_in(Client(), application.person)
    address = reverse("applications:autosave", kwargs={"id": application.pk, "step": "address"})
    client.post(address, {"city": "A"})
    with override_settings(DEBUG=True):
        reset_queries()
        client.post(address, {"city": "B"})
        return sum(not each["sql"].startswith(IGNORED) for each in connection.queries)


def main() -> None:
    call_command("migrate", verbosity=0)
    office = OfficeFactory(slug=f"bench-{time.time_ns()}", back_office="memory")
    start = time.perf_counter()
    ids = [
        str(made.complete(PersonFactory(email=f"b{n}-{time.time_ns()}@example.org"), office=office).pk)
        for n in range(DRAFTS)
    ]
    print(f"{DRAFTS} drafts in {time.perf_counter() - start:.1f} s, {Person.objects.count()} people")
    twice = ids[::10]
    shares = [sorted({*ids[number::PROCESSES], *twice}) for number in range(PROCESSES)]
    context = multiprocessing.get_context("spawn")
    results, gate = context.Queue(), context.Barrier(PROCESSES + 1)
    workers = [context.Process(target=send_all, args=(share, results, gate)) for share in shares]
    for worker in workers:
        worker.start()
    gate.wait()
    found = [results.get() for _worker in workers]
    for worker in workers:
        worker.join()
    report(found, ids)


def report(found: list[tuple[list[float], float, float]], ids: list[str]) -> None:
    times = [each for mine, _took, _busy in found for each in mine]
    took = max(took for _mine, took, _busy in found)
    sent = Application.objects.filter(pk__in=ids).exclude(reference=None).values_list("reference", flat=True)
    row = {
        "database": connection.vendor,
        "sent": len(set(sent)),
        "clicks": len(times),
        "p50 ms": round(percentile(times, 0.5)),
        "p95 ms": round(percentile(times, 0.95)),
        "per second": round(len(times) / took, 1),
        "CPU ms each": round(sum(busy for _mine, _took, busy in found) * 1000 / len(times), 1),
        "lost": len(ids) - len(set(sent)),
        "receipts too many": Receipt.work.filter(application__in=ids).count() - len(set(sent)),
        "packages too many": Delivery.objects.filter(case_id__in=ids).count() - len(set(sent)),
        "queries per saved step": queries_of_saving(),
    }
    tell(f"submit-{connection.vendor}", [row])


if __name__ == "__main__":
    main()
