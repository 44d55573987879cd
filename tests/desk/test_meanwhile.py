"""Two clerks, two pages: a page that was opened before a colleague's move changes nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from portal.desk import actions, queries, states
from portal.desk.models import Case
from portal.handoff.models import Reply
from portal.shared import clock
from tests.factories import desk, handoff
from tests.factories.accounts import sign_in

pytestmark = pytest.mark.django_db

FORMS = {
    "review": {},
    "ask": {"ask-note": "Bitte Seite 7", "ask-until": "DAY"},
    "decide": {"decide-outcome": "refused", "decide-note": "Leider nein"},
    "reject": {"reject-note": "Bitte neu stellen"},
}


@pytest.fixture
def case():
    return desk.case()


@pytest.fixture
def karin(case):
    person = desk.clerk_of(case.office)
    person.first_name, person.last_name = "Karin", "Albrecht"
    person.save()
    return person


@pytest.fixture
def bernd(client, case):
    person = desk.clerk_of(case.office)
    sign_in(client, person, verified=True)
    return person


def address(case, *more):
    name = "move" if more else "take"
    return reverse(f"desk:{name}", args=[case.pk, *more]).replace("/de/", "/en/")


def seen_by(client, case):
    """Open the case; returns what its forms carry."""
    with override("en"):
        return client.get(reverse("desk:case", args=[case.pk])).context["seen"]


def ask(case, by):
    actions.move(case, "ask", by=by, note="Bitte Seite 2", until=clock.today() + timedelta(days=9))


def filled(name):
    day = (clock.today() + timedelta(days=20)).isoformat()
    return {key: day if value == "DAY" else value for key, value in FORMS[name].items()}


@pytest.mark.parametrize("name", FORMS)
def test_a_page_from_before_a_colleagues_move_changes_nothing_and_says_who_did_what(client, case, karin, bernd, name):
    seen = seen_by(client, case)
    ask(case, karin)
    response = client.post(address(case, name), {"seen": seen, **filled(name)})
    body = response.content.decode()
    assert response.status_code == 409
    assert "Meanwhile Karin Albrecht has asked the applicant for something. See whether your step still fits." in body
    assert Case.objects.get().state == states.NEEDS_MORE
    assert queries.open_request_of(case).words()["note"] == "Bitte Seite 2"
    assert Reply.objects.exclude(kind="accepted").count() == 1


@pytest.mark.parametrize("name", ["ask", "decide", "reject"])
def test_what_was_typed_stands_in_its_form_again_and_goes_through_from_there(client, case, karin, bernd, name):
    seen = seen_by(client, case)
    ask(case, karin)
    response = client.post(address(case, name), {"seen": seen, **filled(name)})
    body = response.content.decode()
    assert f"{filled(name)[f'{name}-note']}</textarea>" in body
    assert f'id="move-{name}" open' in body
    now = response.context["seen"]
    assert client.post(address(case, name), {"seen": now, **filled(name)}).status_code == 302
    assert queries.timeline_of(case)[-1][0].move == name


def test_taking_a_case_that_a_colleague_took_meanwhile_asks_first(client, case, karin, bernd):
    seen = seen_by(client, case)
    actions.take(case, by=karin)
    response = client.post(address(case), {"seen": seen})
    assert response.status_code == 409
    assert "Meanwhile Karin Albrecht has taken the case." in response.content.decode()
    assert Case.objects.get().assignee == karin


def test_taking_over_from_a_colleague_stands_in_the_timeline(client, case, karin, bernd):
    actions.take(case, by=karin)
    response = client.post(address(case), {"seen": seen_by(client, case)}, follow=True)
    assert Case.objects.get().assignee == bernd
    assert [(each.move, each.by) for each in case.steps.all()] == [("take", karin), ("take", bernd)]
    assert "before: Karin Albrecht" in response.content.decode()


def test_taking_what_is_mine_leaves_no_second_entry(case, karin):
    actions.take(case, by=karin)
    case.refresh_from_db()
    actions.take(case, by=karin)
    assert case.steps.count() == 1


def test_papers_that_arrived_meanwhile_are_told_before_anything_is_decided(client, case, bernd):
    seen = seen_by(client, case)
    with desk.with_files():
        handoff.sent(
            office=case.office,
            case_id=case.case_id,
            kind="supplement",
            files=[desk.entry(id="22222222-2222-4222-8222-222222222222")],
            data={},
        )
    response = client.post(address(case, "decide"), {"seen": seen, **filled("decide")})
    assert response.status_code == 409
    assert "Meanwhile more papers have arrived." in response.content.decode()


def test_what_the_applicant_did_meanwhile_is_told(client, case, bernd):
    seen = seen_by(client, case)
    with desk.with_files():
        handoff.sent(office=case.office, case_id=case.case_id, kind="withdrawal", files=[], data={})
    response = client.post(address(case, "reject"), {"seen": seen, **filled("reject")})
    body = response.content.decode()
    assert "Meanwhile the applicant has withdrawn the application." in body
    assert "readonly>Bitte neu stellen</textarea>" in body


@pytest.mark.parametrize("seen", ["", "x", "new", "new.0.9"])
def test_a_button_that_does_not_say_what_it_has_seen_changes_nothing(client, case, bernd, seen):
    assert client.post(address(case, "review"), {"seen": seen}).status_code == 409
    assert client.post(address(case), {"seen": seen}).status_code == 409
    assert Case.objects.get().state == states.NEW


def test_every_form_that_changes_the_case_carries_what_the_page_has_seen(client, case, bernd):
    body = client.get(reverse("desk:case", args=[case.pk])).content.decode()
    forms = [
        each for each in body.split("<form")[1:] if f"/{case.pk}/" in (tag := each.split(">")[0]) and "post" in tag
    ]
    assert len(forms) == 1 + len(queries.open_moves_of(case))
    assert all(f'name="seen" value="{queries.seen_of(case)}"' in each for each in forms)
