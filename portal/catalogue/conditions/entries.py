"""Conditions over the entries of a repeating group, written out for the entries that there are.

The engine's own `exists` and `all` give up at the first entry with a missing answer, whatever the other entries say;
its `||` and `&&` do not, and this is the "not answered yet" that forms need.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from portal.catalogue.conditions.syntax import (
    QUANTIFIERS,
    Call,
    Condition,
    Listed,
    Literal,
    Member,
    Name,
    Node,
    Operation,
    Quantified,
    nodes,
)

# What `exists` and `all` come to without entries.
EMPTY = {"exists": "false", "all": "true"}


@dataclass(frozen=True)
class Expression:
    """What the engine evaluates, and the names in it."""

    source: str
    names: frozenset[str]


def variable(group: str, number: int, code: str) -> str:
    """Return the name under which the engine knows an answer of the n-th entry (from 0)."""
    return f"{group}__{number}__{code}"


def written_out(condition: Condition, counts: Mapping[str, int]) -> Expression:
    """Return a condition for so many entries of each group; a group without a count is not answered yet."""
    return _written_out(condition, tuple(sorted(counts.items())))


@lru_cache(maxsize=2048)
def _written_out(condition: Condition, counts: tuple[tuple[str, int], ...]) -> Expression:
    if not condition.looks_into:
        return Expression(condition.source, condition.names)
    writer = _Writer(dict(counts))
    source = writer.write(condition.tree)
    return Expression(source, condition.names | writer.variables)


class _Writer:
    """Writes a tree as CEL again; `place` is the group and number of the entry being written."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts, self.variables, self.place = counts, set[str](), ("", 0)

    def write(self, node: Node) -> str:
        match node:
            case Literal(value):
                found = _literal(value)
            case Name(name):
                found = name
            case Listed(items):
                found = f"[{', '.join(map(self.write, items))}]"
            case Call(function, arguments):
                found = f"{function}({', '.join(map(self.write, arguments))})"
            case Member(_, code):
                found = self._variable(code)
            case Quantified():
                found = self._quantified(node)
            case Operation():
                found = self._operation(node)
        return found

    def _variable(self, code: str) -> str:
        found = variable(*self.place, code)
        self.variables.add(found)
        return found

    def _quantified(self, node: Quantified) -> str:
        group = node.group.name
        if group not in self.counts:
            return variable(group, 0, "")
        if self.counts[group] == 0:
            return EMPTY[node.quantifier]
        each = []
        for number in range(self.counts[group]):
            self.place = (group, number)
            each.append(self.write(node.body))
        return f"({QUANTIFIERS[node.quantifier].join(f'({one})' for one in each)})"

    def _operation(self, node: Operation) -> str:
        sides = [self.write(each) for each in node.sides]
        return f"!({sides[0]})" if node.sign == "!" else f"({f' {node.sign} '.join(sides)})"


def _literal(value: str | float | bool) -> str:  # noqa: FBT001 - a value, not a switch
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def members_asked(conditions: list[Condition], group: str) -> frozenset[str]:
    """Return the answers of an entry that conditions ask about."""
    bodies = [
        node.body
        for each in conditions
        for node in nodes(each.tree)
        if isinstance(node, Quantified) and node.group.name == group
    ]
    return frozenset(node.code for body in bodies for node in nodes(body) if isinstance(node, Member))
