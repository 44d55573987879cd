"""Moves of a case: what may come next, and that the portal hears of it."""

import pytest

from portal.desk import actions, queries, states, wording
from portal.desk.errors import CaseMovedError, NotGrantedError
from portal.handoff.models import Reply
from portal.journal.models import Entry
from portal.shared.errors import WrongStateError
from tests.factories import desk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", desk.WAYS)
def test_every_state_can_be_reached(state):
    assert desk.case(state=state).state == state


@pytest.mark.parametrize("state", desk.WAYS)
@pytest.mark.parametrize("name", states.REPLY_OF_MOVE)
def test_only_open_moves_are_possible(state, name):
    case = desk.case(state=state)
    if name in queries.open_moves_of(case):
        actions.move(case, name, by=None)
    else:
        with pytest.raises(WrongStateError):
            actions.move(case, name, by=None)


def test_a_move_tells_the_portal_with_words_and_reference():
    case = desk.case()
    actions.move(case, "decide", by=desk.clerk_of(case.office), outcome="granted", note="Die Karte kommt bald.")
    reply = Reply.objects.get(kind="decided")
    assert reply.case_id == case.case_id
    assert reply.payload == {
        "officeReference": case.office_reference,
        "outcome": "granted",
        "note": "Die Karte kommt bald.",
    }


def test_the_note_is_sealed_in_every_row():
    case = desk.case()
    step = actions.move(case, "reject", by=None, note="Bitte neu stellen")
    assert b"Bitte" not in bytes(step.sealed_words)
    assert queries.timeline_of(case) == [(step, {"note": "Bitte neu stellen"})]


def test_two_clerks_moving_at_once_is_noticed():
    case = desk.case(state=states.IN_REVIEW)
    other = type(case).objects.get(pk=case.pk)
    actions.move(case, "decide", by=None)
    with pytest.raises(WrongStateError):
        actions.move(other, "decide", by=None)
    assert Reply.objects.filter(kind="decided").count() == 1


def test_a_refused_move_leaves_no_trace():
    case = desk.case(state=states.CLOSED)
    before = Reply.objects.count()
    with pytest.raises(WrongStateError):
        actions.move(case, "review", by=None)
    assert (Reply.objects.count(), case.steps.count()) == (before, 2)


def test_taking_a_case_is_written_down():
    case = desk.case()
    clerk = desk.clerk_of(case.office)
    actions.take(case, by=clerk)
    case.refresh_from_db()
    assert case.assignee == clerk
    assert Entry.objects.filter(kind="desk.taken", subject=str(case.pk), actor=str(clerk.pk)).exists()


def decided(outcome):
    case = desk.case()
    actions.move(case, "decide", by=None, outcome=outcome)
    return case


@pytest.mark.parametrize("outcome", ["refused", ""])
def test_without_a_grant_no_card_is_announced(outcome):
    case = decided(outcome)
    with pytest.raises(NotGrantedError):
        actions.move(case, "announce", by=None)
    case.refresh_from_db()
    assert case.state == states.DECIDED
    assert not Reply.objects.filter(kind="ready_to_collect").exists()


@pytest.mark.parametrize("outcome", sorted(states.GRANTED))
def test_after_a_grant_the_card_is_announced(outcome):
    case = decided(outcome)
    actions.move(case, "announce", by=None)
    assert case.state == states.READY_TO_COLLECT


def test_a_clerk_with_an_old_page_cannot_announce_a_refused_card():
    case = decided("refused")
    case.state = states.IN_REVIEW
    with pytest.raises(NotGrantedError):
        actions.move(case, "announce", by=None)


def test_every_outcome_that_grants_has_words():
    assert set(wording.OUTCOMES) >= states.GRANTED


def test_what_was_asked_for_can_be_corrected():
    case = desk.case()
    actions.move(case, "ask", by=None, note="Seite 2")
    actions.move(case, "ask", by=None, note="Seite 3")
    assert queries.open_request_of(case).words() == {"note": "Seite 3"}
    assert Reply.objects.filter(kind="action_required").count() == 2


def test_nobody_takes_a_closed_case():
    case = desk.case(state=states.CLOSED)
    with pytest.raises(CaseMovedError):
        actions.take(case, by=desk.clerk_of(case.office))
