"""How cases stand in the list: what arrived and nobody has seen, until when is waited, how a case came out."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.desk import actions, standing, states
from portal.desk.models import Case
from portal.documents.models import Document, Origin
from portal.journal.models import Entry
from portal.shared import clock
from portal.vault import actions as vault
from tests.factories import desk, handoff
from tests.factories.accounts import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return desk.case()


@pytest.fixture
def clerk(client, case):
    person = desk.clerk_of(case.office)
    sign_in(client, person, verified=True)
    return person


def arrive(case, *keys):
    """More papers of the applicant arrive in one package."""
    with desk.with_files():
        handoff.sent(
            office=case.office,
            case_id=case.case_id,
            kind="supplement",
            files=[desk.entry(id=each) for each in keys or [str(uuid.uuid4())]],
            data={},
        )
    case.refresh_from_db()


def shown(client):
    return client.get(reverse("desk:list").replace("/de/", "/en/"), {"state": ""}).content.decode()


def opened(client, case):
    return client.get(reverse("desk:case", args=[case.pk]).replace("/de/", "/en/")).content.decode()


def news(case):
    found = standing.standing_of(case).news
    return found and found.count


# -- new papers -----------------------------------------------------------------------


def test_the_papers_of_the_application_itself_are_no_news(case):
    assert news(case) is None


def test_new_papers_are_counted_with_their_day_until_somebody_looks(client, case, clerk):
    arrive(case, str(uuid.uuid4()), str(uuid.uuid4()))
    arrive(case)
    assert f"3 new papers, {timezone.localdate():%d.%m.%Y}" in shown(client)
    opened(client, case)
    assert "new paper" not in shown(client)
    arrive(case)
    assert "1 new paper," in shown(client)


def test_a_look_is_written_down_once(client, case, clerk):
    arrive(case)
    for _time in range(2):
        opened(client, case)
    assert Entry.objects.filter(kind=standing.LOOKED, subject=str(case.pk), actor=str(clerk.pk)).count() == 1


def test_who_did_something_with_the_case_has_seen_them(case):
    arrive(case)
    actions.take(case, by=desk.clerk_of(case.office))
    assert news(case) is None


def test_papers_from_the_counter_are_no_news(case):
    key = uuid.uuid4()
    Document.objects.create(
        pk=key,
        subject=case.case_id,
        requirement="rent",
        document_type="RENT",
        origin=Origin.DESK,
        size=1,
        uploader=desk.clerk_of(case.office),
    )
    arrive(case, str(key))
    assert news(case) is None


def test_in_the_case_new_papers_carry_their_day_and_are_new_until_something_is_done(client, case, clerk):
    arrive(case)
    for _time in range(2):
        body = opened(client, case)
        assert body.count("Arrived on") == 1
        assert '<span class="badge badge--info">new</span>' in body
    actions.take(case, by=clerk)
    body = opened(client, case)
    assert "Arrived on" in body
    assert '<span class="badge badge--info">new</span>' not in body


def test_a_case_that_was_erased_leaves_the_list_whole(client, case, clerk):
    arrive(case)
    actions.move(case, "ask", by=clerk, note="Seite 2", until=clock.today() + timedelta(days=5))
    arrive(case)
    vault.erase(case.pk)
    assert client.get(reverse("desk:list")).status_code == 200


# -- until when -----------------------------------------------------------------------


def test_the_day_by_which_the_applicant_was_to_answer(client, case, clerk, time_machine):
    day = clock.today() + timedelta(days=9)
    actions.move(case, "ask", by=clerk, note="Seite 2", until=day)
    assert f"Answer by {day:%d.%m.%Y}" in shown(client)
    assert f"Answer by {day:%d.%m.%Y}" in opened(client, case)
    time_machine.move_to(clock.now() + timedelta(days=10))
    sign_in(client, clerk, verified=True)
    assert f"Answer overdue since {day:%d.%m.%Y}" in shown(client)


def test_nobody_is_waited_for_after_the_answer(case):
    actions.move(case, "ask", by=None, note="Seite 2", until=clock.today() + timedelta(days=9))
    arrive(case)
    assert (case.state, standing.standing_of(case).until) == (states.IN_REVIEW, None)


# -- the end of the title ---------------------------------------------------------------


@pytest.mark.usefixtures("clerk")
@pytest.mark.parametrize(("days", "ended", "urgent"), [(-1, True, True), (0, False, True), (40, False, False)])
def test_ended_titles_are_told_apart(client, case, days, ended, urgent):
    Case.objects.update(title_expires=clock.today() + timedelta(days=days))
    case.refresh_from_db()
    found = standing.standing_of(case)
    assert (found.has_ended, found.is_urgent) == (ended, urgent)
    body = shown(client)
    assert ("has ended</span>" in body) is ended
    assert ("1 of them ended" in body) is ended
    assert ("Title has ended on" in opened(client, case)) is ended


# -- how it came out ----------------------------------------------------------------------


@pytest.mark.usefixtures("clerk")
@pytest.mark.parametrize(
    ("moves", "text", "tone"),
    [
        ([("decide", "granted")], "Decided: granted", "success"),
        ([("decide", "granted_in_part")], "Decided: granted in part", "success"),
        ([("decide", "refused")], "Decided: refused", "neutral"),
        ([("decide", "refused"), ("close", "")], "Closed: refused", "neutral"),
        ([("decide", "granted"), ("announce", "")], "Ready to collect", "success"),
        ([("reject", "")], "Closed: returned without a decision", "neutral"),
        ([("review", "")], "In review", "neutral"),
    ],
)
def test_the_badge_says_how_it_came_out(client, case, moves, text, tone):
    for name, outcome in moves:
        actions.move(case, name, by=None, outcome=outcome)
    badge = f'<span class="badge badge--{tone}">{text}</span>'
    assert badge in opened(client, case)
    found = client.get(reverse("desk:list").replace("/de/", "/en/"), {"state": case.state}).content.decode()
    assert badge in found


# -- the way back ---------------------------------------------------------------------------


def test_all_cases_leads_back_to_the_filter_and_the_page(client, case, clerk):
    client.get(reverse("desk:list"), {"state": "new", "page": "1"})
    body = opened(client, case)
    assert f'<a href="{reverse("desk:list").replace("/de/", "/en/")}?state=new&amp;page=1">' in body
    client.get(reverse("desk:list"))
    assert f'<a href="{reverse("desk:list").replace("/de/", "/en/")}">' in opened(client, case)
