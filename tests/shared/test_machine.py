import pytest

from portal.shared.errors import WrongStateError
from portal.shared.machine import Machine, move

MACHINE = Machine(
    "draft", [move("submit", ["draft"], "submitted"), move("withdraw", ["draft", "submitted"], "withdrawn")]
)


def test_a_move_leads_to_its_target():
    assert MACHINE.after("draft", "submit") == "submitted"


def test_a_move_from_the_wrong_state_is_refused():
    with pytest.raises(WrongStateError):
        MACHINE.after("withdrawn", "submit")


def test_open_moves_are_those_that_may_start_here():
    assert MACHINE.open_moves("draft") == ("submit", "withdraw")
    assert MACHINE.open_moves("withdrawn") == ()


def test_the_drawing_names_every_move():
    assert "submitted --> withdrawn: withdraw" in MACHINE.mermaid()
    assert MACHINE.states() == ("draft", "submitted", "withdrawn")
