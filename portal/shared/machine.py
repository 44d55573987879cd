"""Life cycles as tables: which move leads from where to where."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.shared.errors import WrongStateError


@dataclass(frozen=True)
class Move:
    """A verb, the states it may start from, and the state it leads to."""

    name: str
    sources: frozenset[str]
    target: str


def move(name: str, sources: Iterable[str], target: str) -> Move:
    """Write one row of a transition table."""
    return Move(name, frozenset(sources), target)


class Machine:
    """A transition table that answers: what comes after, what is open now."""

    def __init__(self, initial: str, moves: Iterable[Move]) -> None:
        self.initial = initial
        self.moves = {each.name: each for each in moves}

    def after(self, state: str, name: str) -> str:
        """Return the state that the move leads to; WrongStateError when it may not start here."""
        found = self.moves[name]
        if state not in found.sources:
            raise WrongStateError(state=state, move=name)
        return found.target

    def open_moves(self, state: str) -> tuple[str, ...]:
        """Return the moves that may be made now, in table order (for buttons)."""
        return tuple(name for name, each in self.moves.items() if state in each.sources)

    def states(self) -> tuple[str, ...]:
        """Return every state, the initial one first."""
        found = dict.fromkeys([self.initial])
        for each in self.moves.values():
            found.update(dict.fromkeys(sorted(each.sources)))
            found[each.target] = None
        return tuple(found)

    def mermaid(self) -> str:
        """Draw the table as a mermaid state diagram for the documentation."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        for each in self.moves.values():
            lines += [f"    {source} --> {each.target}: {each.name}" for source in sorted(each.sources)]
        return "\n".join(lines)
