"""Applications of the demonstration, in every state, made through the same actions as real ones."""

import contextlib
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import StopFutureHandlers
from django.utils import translation

from portal.accounts.models import Person
from portal.applications import actions as applications
from portal.applications import queries, states
from portal.applications.models import Application
from portal.demo.actions import data, day
from portal.demo.ports import Painter, Papers
from portal.desk import actions as desk
from portal.desk.models import Case, CaseStep
from portal.documents import actions as documents
from portal.documents import queries as document_queries
from portal.offices.models import Office
from portal.shared.registry import adapter
from portal.vault.uploads import SealingUploadHandler

# Packages wait until their documents are checked; these applications need not get beyond the office's door.
CAN_WAIT = (states.DRAFT, states.SUBMITTED, states.DELIVERED)


@dataclass(frozen=True)
class Plan:
    """One line of applicants.yaml with what it needs."""

    row: Mapping[str, Any]
    person: Person
    office: Office
    answers: Mapping[str, str]


def load() -> None:
    """Make the applications that are not there yet, let the worker deliver them, and let the desk move them."""
    plans = [_plan(row) for row in data("applicants")]
    fresh = [plan for plan in plans if not Application.objects.of(plan.person).exists()]
    for plan in fresh:
        with translation.override(plan.person.language):
            _apply(plan)
    if fresh:
        _run_worker()
    clerk = Person.objects.get(email="clerk@lindenfurt.example")
    for plan in plans:
        _move(plan, clerk)


def _plan(row: Mapping[str, Any]) -> Plan:
    person = Person.objects.get(email=row["email"])
    words = {
        "email": row["email"],
        "nationality": row["answers"]["nationality"],
        "number": f"X{person.pk.int % 10**8:08d}",
    }
    common = {code: day(text).format(**words) for code, text in data("answers").items()}
    return Plan(row, person, Office.objects.get(slug=row["office"]), {**common, **row["answers"]})


def _apply(plan: Plan) -> None:
    if other := plan.row.get("also_withdrawn"):
        applications.withdraw(applications.start(other, plan.office, by=plan.person), by=plan.person)
    application = applications.start(plan.row["service"], plan.office, by=plan.person)
    for step in queries.definition_of(application).steps[: plan.row.get("steps")]:
        asked = {each.code: plan.answers[each.code] for each in step.questions if each.code in plan.answers}
        applications.save_step(application.pk, step.code, asked, by=plan.person)
    _add_documents(plan, application)
    if plan.row["until"] != states.DRAFT:
        applications.submit(application, by=plan.person)


def _add_documents(plan: Plan, application: Application) -> None:
    if not (plan.row["until"] in CAN_WAIT or document_queries.scanner_health().is_up):
        return
    types = {each.code: each.document_type for each in queries.definition_of(application).requirements}
    painter: Painter = adapter("DEMO_PAINTER")
    for requirement in plan.row.get("documents", []):
        picture = painter.paint(requirement, Papers.of(plan.answers))
        slot = documents.Slot(application.pk, requirement, types[requirement])
        documents.receive(_upload(f"{requirement}.jpg", picture), slot, by=plan.person)


def _upload(name: str, content: bytes) -> Any:
    """Let a picture come in by the same door as an upload."""
    door = SealingUploadHandler()
    with contextlib.suppress(StopFutureHandlers):
        door.new_file("file", name, "image/jpeg", len(content))
    for start in range(0, len(content), door.chunk_size):
        door.receive_data_chunk(content[start : start + door.chunk_size], start)
    return door.file_complete(len(content))


def _run_worker() -> None:
    """Work off the queue once, in a process of its own: receipts are printed, packages reach the desk."""
    if settings.TASKS["default"]["BACKEND"] == "django_tasks_db.DatabaseBackend":
        words = [sys.executable, "manage.py", "db_worker", "--batch", "--interval", "0", "--queue-name", "*"]
        subprocess.run(words, cwd=settings.BASE_DIR, check=True, capture_output=True)  # noqa: S603 - our own command


def _move(plan: Plan, clerk: Person) -> None:
    """Let the desk do what leads to the wished state, unless it has done so before."""
    cases = Case.objects.filter(case_id__in=Application.objects.of(plan.person).values("pk"))
    case = cases.select_related("office").first()
    if case is None or CaseStep.objects.filter(case=case).exists():
        return
    for step in data("moves").get(plan.row["until"], []):
        words = {key: day(value) for key, value in step.items() if key != "move"}
        desk.take(case, by=clerk)
        desk.move(case, step["move"], by=clerk, **words)
