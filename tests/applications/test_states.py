"""The life of an application."""

import pytest

from portal.applications import states
from portal.shared.errors import WrongStateError


def test_every_state_has_a_name_for_people():
    assert set(states.LABELS) == set(states.LIFE.states())


def test_every_reply_of_an_office_leads_somewhere():
    assert set(states.MOVE_OF_REPLY.values()) <= set(states.LIFE.moves)


@pytest.mark.parametrize("state", states.FINAL)
def test_final_states_lead_nowhere(state):
    assert states.LIFE.open_moves(state) == ()


def test_withdrawing_twice_is_refused():
    with pytest.raises(WrongStateError):
        states.LIFE.after(states.WITHDRAWN, "withdraw")


def test_what_the_office_asked_for_can_be_corrected():
    assert states.LIFE.after(states.ACTION_REQUIRED, "ask") == states.ACTION_REQUIRED
