"""Health answers for load balancers and people."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.urls import reverse

from portal.api import actions, queries, tasks
from portal.documents.ports import Health
from portal.notices.models import OutgoingMail
from portal.shared import clock, schedule
from portal.vault.models import DataKey
from tests.factories.accounts import PersonFactory, sign_in
from tests.factories.notices import queued_mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    """Answers are kept for a few seconds; every test asks anew."""
    cache.clear()


@pytest.fixture
def alive():
    """All processes have just been seen."""
    for name in queries.processes():
        actions.beat(name)


@pytest.fixture
def migrated(monkeypatch):
    """The suite makes tables without migrations."""
    monkeypatch.setitem(queries.QUESTIONS, "migrations", lambda: queries.Part("migrations", queries.OK))
    monkeypatch.setattr(queries, "migrations", lambda: queries.Part("migrations", queries.OK))


def part(client, name):
    return client.get("/health/deep").json()["parts"][name]


def test_live_says_that_the_process_answers(client):
    response = client.get("/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_live_asks_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/health/live")


@pytest.mark.usefixtures("migrated")
def test_ready_needs_the_database_and_its_tables(client):
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["parts"]) == (200, {"database": "ok", "migrations": "ok"})


def test_not_ready_while_tables_are_missing(client, monkeypatch):
    monkeypatch.setattr(queries.MigrationExecutor, "migration_plan", lambda _self, _targets: ["one"])
    assert client.get("/health/ready").json()["parts"]["migrations"] == "failing"


def test_not_ready_without_a_database(client, monkeypatch):
    def away():
        raise DatabaseError

    monkeypatch.setattr(queries.connection, "cursor", away)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["parts"]["database"]) == (503, "failing")


@pytest.mark.usefixtures("alive", "migrated")
def test_deep_is_well_when_every_part_is(client):
    response = client.get("/health/deep")
    assert (response.status_code, response.json()["status"]) == (200, "ok")
    assert {"database", "disk", "work", "mail", "handoff", "scheduler", "worker:default"} <= response.json()[
        "parts"
    ].keys()


def test_a_silent_worker_shows(client, time_machine):
    time_machine.move_to("2026-11-22T10:00:00Z", tick=False)
    actions.beat("worker:documents")
    time_machine.shift(timedelta(minutes=4))
    cache.clear()
    actions.beat("scheduler")
    assert (part(client, "scheduler"), part(client, "worker:documents")) == ("ok", "failing")
    assert client.get("/health/deep").status_code == 503


def test_a_process_that_was_never_seen_is_missing(client):
    assert part(client, "scheduler") == "failing"


def test_the_scheduler_beats_and_sends_a_beat_through_every_queue():
    tasks.beat_all()
    tasks.beat_worker.call("documents")
    assert queries._heartbeat("scheduler").status == queries._heartbeat("worker:documents").status == queries.OK
    assert "api.heartbeat" in schedule.JOBS


def test_work_that_waits_too_long_is_named_by_pipeline(client):
    mail = queued_mail()
    OutgoingMail.work.filter(pk=mail.pk).update(due_at=clock.now() - timedelta(hours=1))
    assert part(client, "work") == "warning"
    assert "notices.OutgoingMail: 1" in queries._work().detail


def test_stuck_mail_shows(client):
    queued_mail()
    OutgoingMail.work.update(state="stuck", due_at=None)
    assert part(client, "mail") == "warning"


def test_a_full_disk_shows(client, monkeypatch):
    monkeypatch.setattr(queries, "_free_megabytes", lambda _place: 10)
    assert part(client, "disk") == "failing"


def test_a_check_that_breaks_is_an_answer_not_an_error(client, monkeypatch):
    monkeypatch.setitem(queries.QUESTIONS, "mail", lambda: DataKey.objects.get(pk="x"))
    assert part(client, "mail") == "failing"


@pytest.mark.parametrize("address", ["/health/live", "/health/ready", "/health/deep", "/.well-known/wop-jwks.json"])
def test_a40_public_answers_tell_no_versions_and_no_numbers(client, address):
    response = client.get(address)
    text = response.content.decode().lower()
    assert not any(word in text for word in ("django", "sqlite", "postgres", "clam", "tesseract", "python", " mb"))
    assert "server" not in response
    assert client.post(address).status_code == 405


def test_health_is_never_cached(client):
    assert "no-store" in client.get("/health/live")["Cache-Control"]


def test_the_page_with_details_is_not_public(client):
    assert client.get(reverse("health:page")).status_code == 302


def test_the_public_keys_can_be_fetched(client):
    response = client.get("/.well-known/wop-jwks.json")
    assert response["Content-Type"] == "application/jwk-set+json"
    assert all("d" not in key for key in response.json()["keys"])


def test_a_scanner_that_is_away_shows(client, monkeypatch):
    monkeypatch.setattr(queries.documents, "scanner_health", lambda: Health(is_up=False, detail="no answer"))
    assert part(client, "scanner") == "failing"


def test_staff_read_what_is_wrong_in_words(client):
    sign_in(client, PersonFactory(staff=True), verified=True)
    text = client.get(reverse("health:page")).content.decode()
    assert "never seen" in text
    assert "MB free" in text


def test_applicants_do_not_see_the_details(client):
    sign_in(client, PersonFactory(), verified=True)
    assert client.get(reverse("health:page")).status_code == 403


def test_a_scanner_with_test_signatures_only_is_no_reason_to_stop_but_shows(client, monkeypatch):
    health = Health(is_up=True, detail="test signatures only", is_limited=True)
    monkeypatch.setattr(queries.documents, "scanner_health", lambda: health)
    assert part(client, "scanner") == "warning"
