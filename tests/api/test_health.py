"""Health answers for load balancers and people."""

import pytest
from django.db import DatabaseError
from django.test import Client

from portal.api import queries

pytestmark = pytest.mark.django_db


def test_live_says_that_the_process_answers(client):
    response = client.get("/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready_needs_the_database_and_its_tables(client, monkeypatch):
    monkeypatch.setattr(queries, "migrations", lambda: queries.Part("migrations", queries.OK))
    assert client.get("/health/ready").json()["parts"] == {"database": "ok", "migrations": "ok"}


def test_not_ready_while_tables_are_missing(client):
    assert queries.migrations().status in {queries.OK, queries.FAILING}


def test_not_ready_without_a_database(client, monkeypatch):
    def away():
        raise DatabaseError

    monkeypatch.setattr(queries.connection, "cursor", away)
    assert queries.database().status == queries.FAILING
    assert Client().get("/health/ready").status_code == 503


def test_health_is_never_cached(client):
    assert "no-store" in client.get("/health/live")["Cache-Control"]


def test_health_cannot_be_posted_to(client):
    assert client.post("/health/live").status_code == 405
