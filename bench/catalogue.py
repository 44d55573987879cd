"""The catalogue at work: a step beside a plain Django form, rules, publishing, and many versions and drafts.

`python bench/catalogue.py`; SQLite in a folder of its own. Every pair is measured in turns, in one run.
"""
# ruff: noqa: TID251 - Django is set up before its modules are imported

import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = Path(tempfile.mkdtemp(prefix="anlaufpunkt-bench-"))
# Eight languages, as a larger installation has: the two more get the English texts.
(FOLDER / "bench_settings.py").write_text(
    "from portal.settings.test import *\n"
    "LANGUAGES = [*LANGUAGES, ('fr', 'French'), ('es', 'Spanish')]\n"
    "MODELTRANSLATION_LANGUAGES = tuple(code for code, _name in LANGUAGES)\n"
    "ROOT_URLCONF = 'bench_urls'\n"
    "MIGRATION_MODULES = type('Without', (), {'__contains__': lambda *_: True, '__getitem__': lambda *_: None})()\n"
    "MODEL_VALIDATORS = []\n"
)
(FOLDER / "bench_urls.py").write_text(
    "from django.urls import path\n"
    "from bench.catalogue_plain import plain\n"
    "from portal.urls import *\n"
    "urlpatterns = [path('bench/plain/<uuid:id>/', plain), *urlpatterns]\n"
)
sys.path.insert(0, str(FOLDER))
os.environ |= {"DJANGO_SETTINGS_MODULE": "bench_settings", "ANLAUFPUNKT_VAR": str(FOLDER)}

import django

django.setup()
logging.disable(logging.WARNING)

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.table import percentile, tell
from portal.applications import actions
from portal.applications.models import Application
from portal.catalogue import queries
from portal.catalogue.actions import publish, write_draft
from portal.catalogue.actions.loading import load_rows
from portal.catalogue.definition import Definition
from portal.catalogue.models import Service, ServiceVersion
from portal.catalogue.pack import Packs, read_packs
from portal.catalogue.wording import is_texts
from portal.shared import clock
from tests.factories.accounts import PersonFactory, sign_in
from tests.factories.offices import OfficeFactory

ROUNDS, MORE = 120, ("fr", "es")
VERSIONS, DRAFTS = 1_000, 100_000
# What belongs to the session, the person and the frame of every page, ours and the plain one's.
FRAME = ("django_session", "accounts_person", "otp_", "accounts_role")


def in_eight(node: object) -> object:
    """Return a service with the English text where a language has none."""
    if isinstance(node, dict) and is_texts(node):
        return node | {code: node.get("en", "") for code in MORE}
    if isinstance(node, dict):
        return {key: value if key == "origins" else in_eight(value) for key, value in node.items()}
    return [in_eight(each) for each in node] if isinstance(node, list) else node


def loaded() -> Packs:
    """Return the packs in eight languages, with the law's tables and every service published."""
    packs = read_packs()
    for name, value in vars(packs).items():
        if name != "problems":
            setattr(packs, name, in_eight(value))
    load_rows(packs)
    for data in packs.services.values():
        service = Service(slug=data["slug"])
        write_draft(service, data)
        publish(service)
    return packs


def publishing(packs: Packs) -> list[dict[str, object]]:
    """Publish a service of 60 questions in 8 languages."""
    data = largest(packs, 60)
    service = Service(slug=data["slug"])
    start = time.perf_counter()
    write_draft(service, data)
    written = time.perf_counter() - start
    took = []
    for number in range(5):
        service.legal_basis = f"§ {number}"
        service.save()
        start = time.perf_counter()
        version = publish(service)
        took.append(time.perf_counter() - start)
        assert version is not None
    count = sum(1 + len(each.questions) for each in queries.definition_of(version).questions())
    languages = len(packs.services["blue-card"]["title"])
    what = f"publish {count} questions, {languages} languages, {len(str(data)) // 1024} kB"
    return [
        {"what": what, "s": round(median(took), 3), "floor": "2 s", "import of the same as rows, s": round(written, 3)}
    ]


def largest(packs: Packs, questions: int) -> dict[str, object]:
    """Return the largest service, filled up with questions of others until it has as many as asked for."""
    data = max(packs.services.values(), key=lambda each: len(str(each["steps"])))
    data = {**data, "slug": "bench-largest", "code": "B1", "steps": [dict(step) for step in data["steps"]]}
    seen = {q["code"] for step in data["steps"] for q in (*step["questions"], *each_member(step))}
    number = 0
    while len(seen) < questions:
        number += 1
        like = data["steps"][0]["questions"][0] | {"code": f"more_{number}"}
        if number % 8 == 1:
            data["steps"].append({"code": f"more-{number}", "title": data["title"], "questions": []})
        data["steps"][-1]["questions"].append(like)
        seen.add(like["code"])
    return data


def each_member(step: dict[str, list[dict[str, list[dict[str, object]]]]]) -> list[dict[str, object]]:
    return [member for question in step["questions"] for member in question.get("questions", [])]


def rules(packs: Packs) -> list[dict[str, object]]:
    """Weigh every condition of the service that has most of them."""
    definitions = [queries.definition_of(queries.current_version(slug)) for slug in packs.services]
    definition = max(definitions, key=conditions_in)
    answers = {each.code: answer_to(each) for each in definition.questions()}
    law = queries.law_on()

    def once() -> None:
        facts, _kept = queries.known_of(definition, answers)
        for each in (*definition.requirements, *definition.fee_rules, *definition.hints, *definition.notes):
            facts.holds(each.when)
        for each in law.reductions:
            facts.holds(each.when)

    took = [timed(once) for _ in range(300)]
    what = f"all {conditions_in(definition)} conditions of {definition.slug}, and {len(law.reductions)} reductions"
    return [
        {
            "what": what,
            "median ms": round(median(took), 3),
            "p95 ms": round(percentile(took, 0.95), 3),
            "floor": "2 ms",
        }
    ]


def conditions_in(definition: Definition) -> int:
    rows = (
        *definition.questions(),
        *definition.requirements,
        *definition.fee_rules,
        *definition.hints,
        *definition.notes,
    )
    return sum(each.when is not None for each in rows)


def answer_to(question) -> object:
    choice = question.choices[0].code if question.choices else ""
    return {
        "yes_no": "yes", "number": "3", "money": "900.00", "date": "2026-01-01", "partial_date": "1998",
        "nationality": "TR", "country": "TR", "choice": choice, "several": [choice], "group": [{}, {}],
    }.get(question.kind, "text")  # fmt: skip


def timed(what: Callable[[], object]) -> float:
    start = time.perf_counter()
    what()
    return (time.perf_counter() - start) * 1000


def steps() -> tuple[list[dict[str, object]], Callable[[], list[float]]]:
    """Render a step beside a plain Django form of the same fields, in the same frame, for the same person."""
    office = OfficeFactory(back_office="memory")
    rows, look = [], None
    for slug, step in (("study-extension", "studies"), ("blue-card", "job")):
        application = actions.start(slug, office, by=PersonFactory())
        client = sign_in(Client(), application.person)
        ours = reverse("applications:step", kwargs={"id": application.pk, "step": step})
        plain = f"/bench/plain/{application.pk}/?step={step}"
        for address in (ours, plain):
            assert client.get(address).status_code == 200, (address, client.get(address).status_code)
        times: dict[str, list[float]] = {ours: [], plain: []}
        for _ in range(ROUNDS):
            for address, taken in times.items():
                taken.append(timed(partial(client.get, address)))
        with CaptureQueriesContext(connection) as asked:
            client.get(ours)
        own = [each["sql"] for each in asked.captured_queries if not any(word in each["sql"] for word in FRAME)]
        mine, theirs = median(times[ours]), median(times[plain])
        fields = len(queries.definition_of(application.version).step(step).questions)
        rows.append(
            {
                "step": f"{slug} / {step} ({fields} questions)",
                "ms": round(mine, 2),
                "plain form ms": round(theirs, 2),
                "ratio": round(mine / theirs, 2),
                "floor": 1.5,
                "queries": len(own),
                "of at most": 3,
            }
        )
        look = look or (lambda at=ours, by=client: [timed(lambda: by.get(at)) for _ in range(ROUNDS)])
    assert look is not None
    return rows, look


def crowd(look: Callable[[], list[float]]) -> list[dict[str, object]]:
    """Measure the same step again among many versions and drafts."""
    before = median(look())
    service = Service.objects.get(slug="study-extension")
    newest = ServiceVersion.objects.current(service.slug).first()
    others = list(Service.objects.exclude(pk=service.pk))
    # Written past the freeze: `save` is refused for changes only, and these rows are new.
    ServiceVersion.objects.bulk_create(
        [
            ServiceVersion(service=others[n % len(others)], number=1000 + n, definition={}, sha256=f"{n:064d}")
            for n in range(VERSIONS)
        ]
    )
    person, office = PersonFactory(), OfficeFactory()
    offices = [office, *(OfficeFactory() for _ in range(9))]
    for start in range(0, DRAFTS, 5_000):
        Application.objects.bulk_create(
            Application(person=person, office=offices[n % 10], service=service, version=newest, member=n // 10)
            for n in range(start, start + 5_000)
        )
    after = median(look())
    what = f"{ServiceVersion.objects.count()} versions, {Application.objects.count()} drafts"
    return [
        {
            "what": what,
            "before ms": round(before, 2),
            "after ms": round(after, 2),
            "ratio": round(after / before, 3),
            "floor": 1.1,
        }
    ]


def main() -> None:
    call_command("migrate", run_syncdb=True, verbosity=0)
    packs = loaded()
    print(f"{clock.today()}: {len(packs.services)} services")
    tell("catalogue-rules", rules(packs))
    tell("catalogue-publishing", publishing(packs))
    found, look = steps()
    tell("catalogue-steps", found)
    tell("catalogue-crowd", crowd(look))


if __name__ == "__main__":
    main()
