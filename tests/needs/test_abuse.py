"""Crafted requests: a clear answer, nothing broken, nothing personal in any address."""

import pytest
from django.test import Client
from django.urls import get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.needs import queries
from portal.needs.queries import CALCULATORS

ODD = ["", "\x00", "x" * 900_000, "../../etc", "<script>", "999999999999999999", "٢٤.٠٥.١٩٩٩", "{7}"]
ADDRESSES = (
    "questions/happened/",
    "questions/nationality/",
    "questions/title_valid_until/",
    "checklist/study-extension/",
    *(f"{name}/" for name in CALCULATORS),
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_odd_values_are_answered_and_never_kept(client, catalogue, address):
    codes = [each.code for each in queries.needs_check().questions] + list(CALCULATORS["points"].reads) + ["passport"]
    for value in ODD:
        response = client.post(f"/en/needs/{address}", dict.fromkeys(codes, value))
        assert response.status_code in {200, 302, 400, 422}, value[:20]
        assert "needs" not in client.session or not value or value not in str(client.session["needs"])


@pytest.mark.parametrize("address", [each for each in ADDRESSES if each not in ADDRESSES[1:3]])
def test_a_huge_post_is_refused(client, catalogue, address):
    assert client.post(f"/en/needs/{address}", {f"f{n}": "x" for n in range(600)}).status_code == 400
    assert client.post(f"/en/needs/{address}", {"happened": "x" * 1_100_000}).status_code == 400


@pytest.mark.parametrize("code", ["nothing", "x" * 300, "title-kind"])
def test_unknown_questions_are_not_found(client, catalogue, code):
    assert client.get(f"/en/needs/questions/{code}/").status_code == 404
    assert client.post(f"/en/needs/questions/{code}/", {code: "x"}).status_code == 404


def test_a_later_question_cannot_be_answered_first(client, catalogue):
    response = client.post("/en/needs/questions/purpose/", {"purpose": "study"})
    assert response["Location"] == "/en/needs/questions/happened/"
    assert "needs" not in client.session


@pytest.mark.parametrize("kept", ["x", [], {"since": 0}, {"answers": {}}, {"answers": "x", "since": 9e12}])
def test_a_session_of_an_odd_shape_is_no_session(client, catalogue, kept):
    client.get("/en/needs/")
    session = client.session
    session["needs"] = kept
    session.save()
    assert client.get("/en/needs/result/").status_code == 302


def test_a_forged_form_is_refused(catalogue):
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post("/en/needs/questions/happened/", {"happened": "guest"}).status_code == 403
    assert stranger.post("/en/needs/again/").status_code == 403


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choices=st.lists(st.integers(min_value=0, max_value=50), min_size=9, max_size=9))
def test_any_walk_ends_within_eight_questions(client, catalogue, choices):
    client.post("/en/needs/again/")
    address, asked = "/en/needs/questions/happened/", 0
    while "/result/" not in address:
        code = address.rstrip("/").rsplit("/", 1)[1]
        question = queries.needs_check().question(code)
        values = [each.code for each in question.choices] or KINDS[question.kind]
        address = client.post(address, {code: values[choices[asked] % len(values)]})["Location"]
        asked += 1
    assert asked <= 8
    assert client.get(address).status_code == 200


KINDS = {"nationality": ["IN", "FR", "UA", "US", "BR", "XXA"], "yes_no": ["yes", "no"], "date": ["", "31.12.2026"]}


def test_no_address_of_this_room_takes_an_answer():
    routes = [str(each.pattern) for each in get_resolver("portal.needs.urls").url_patterns]
    assert len(routes) >= 10
    assert {part for each in routes for part in each.split("/") if "<" in part} == {"<slug:code>", "<slug:slug>"}
