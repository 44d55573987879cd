"""The part of CEL that conditions may use, as a tree: for checks before publication, never for evaluation.

expression = comparisons joined by && || ! and brackets, and `group.exists(each, …)`, `group.all(each, …)` over the
entries of a repeating group, whose answers are `each.code`; no arithmetic, no other macros, no entries in entries.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.utils.translation import gettext as _

from portal.catalogue.conditions.advice import for_name, for_sign, for_word, with_advice
from portal.catalogue.errors import ConditionError

MAX_LENGTH = 600
MAX_DEPTH = 12

TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"""|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign>&&|\|\||==|!=|<=|>=|[<>!(),.\[\]]))"""
)
COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})
WORDS = frozenset({"true", "false"})
# Macros of CEL over a list, and how they join what is asked about each entry.
QUANTIFIERS = {"exists": "||", "all": "&&"}
# Words that CEL keeps for itself; no question may be called so.
RESERVED = frozenset(
    (
        *("as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop"),
        *("null", "package", "namespace", "return", "true", "var", "void", "while", "today", "year", "size"),
    )
)


@dataclass(frozen=True)
class Literal:
    """A value written out."""

    value: str | float | bool


@dataclass(frozen=True)
class Name:
    """A question's answer, or `today`, `year`."""

    name: str


@dataclass(frozen=True)
class Listed:
    """A list of values."""

    items: tuple["Node", ...]


@dataclass(frozen=True)
class Call:
    """A function with what it is given."""

    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True)
class Member:
    """An answer of one entry: `each.code`."""

    entry: str
    code: str


@dataclass(frozen=True)
class Quantified:
    """What some (`exists`) or all entries of a group must fulfil; `entry` is the word that stands for one of them."""

    group: Name
    quantifier: str
    entry: str
    body: "Node"


@dataclass(frozen=True)
class Operation:
    """`!` with one side, the others with two."""

    sign: str
    sides: tuple["Node", ...]


type Node = Literal | Name | Listed | Call | Member | Quantified | Operation


@dataclass(frozen=True)
class Condition:
    """A condition as written; ConditionError at `tree` when it is not in our part of CEL."""

    source: str

    @cached_property
    def tree(self) -> Node:
        """Return the parsed expression."""
        return _tree(self.source)

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the names it asks about."""
        return frozenset(node.name for node in nodes(self.tree) if isinstance(node, Name))

    @cached_property
    def looks_into(self) -> frozenset[str]:
        """Return the repeating groups whose entries it asks about."""
        return frozenset(node.group.name for node in nodes(self.tree) if isinstance(node, Quantified))


def nodes(node: Node) -> Iterator[Node]:
    """Yield a node and all below it."""
    yield node
    match node:
        case Listed(below) | Call(_, below) | Operation(_, below):
            for each in below:
                yield from nodes(each)
        case Quantified(group, _, _, body):
            yield group
            yield from nodes(body)


@lru_cache(maxsize=4096)
def _tree(source: str) -> Node:
    if len(source) > MAX_LENGTH:
        raise ConditionError(_("longer than %(count)s characters") % {"count": MAX_LENGTH})
    parser = _Parser(list(_tokens(source)))
    tree = parser.either(0)
    parser.end()
    return tree


def _tokens(source: str) -> Iterator[str]:
    position, end = 0, len(source.rstrip())
    while position < end:
        found = TOKEN.match(source, position)
        if found is None:
            rest = source[position:].strip()
            raise ConditionError(
                with_advice(_("cannot be read at “%(place)s”") % {"place": rest[:20]}, for_sign(rest))
            )
        position = found.end()
        yield found[0].strip()


class _Parser:
    """One method for each level of binding, weakest first."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.place = tokens, 0
        # The word for an entry, inside `exists` and `all`.
        self.entry = ""

    @property
    def next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        token, self.place = self.next, self.place + 1
        return token

    def expect(self, sign: str) -> None:
        if (found := self.take()) != sign:
            raise ConditionError(with_advice(_("“%(sign)s” is missing") % {"sign": sign}, for_word(found)))

    def end(self) -> None:
        if self.next:
            sentence = _("“%(sign)s” is not expected there") % {"sign": self.next}
            raise ConditionError(with_advice(sentence, for_word(self.next)))

    def either(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise ConditionError(_("nested deeper than %(count)s levels") % {"count": MAX_DEPTH})
        sides = [self.both(depth)]
        while self.next == "||":
            self.take()
            sides.append(self.both(depth))
        return sides[0] if len(sides) == 1 else Operation("||", tuple(sides))

    def both(self, depth: int) -> Node:
        sides = [self.comparison(depth)]
        while self.next == "&&":
            self.take()
            sides.append(self.comparison(depth))
        return sides[0] if len(sides) == 1 else Operation("&&", tuple(sides))

    def comparison(self, depth: int) -> Node:
        left = self.opposite(depth)
        if self.next not in COMPARISONS:
            return left
        return Operation(self.take(), (left, self.opposite(depth)))

    def opposite(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise ConditionError(_("nested deeper than %(count)s levels") % {"count": MAX_DEPTH})
        if self.next == "!":
            self.take()
            return Operation("!", (self.opposite(depth + 1),))
        return self.primary(depth)

    def primary(self, depth: int) -> Node:
        word = self.take()
        if word == "(":
            inner = self.either(depth + 1)
            self.expect(")")
            return inner
        if word == "[":
            return Listed(tuple(self.members("]", depth)))
        return self.named(word, depth) if word[:1].isalpha() or word[:1] == "_" else _literal(word)

    def named(self, word: str, depth: int) -> Node:
        if self.next == "(":
            self.take()
            return Call(word, tuple(self.members(")", depth)))
        if word in WORDS:
            return Literal(word == "true")
        if self.next != ".":
            return Name(word)
        self.take()
        return Member(word, self.word()) if word == self.entry else self.quantified(Name(word), depth)

    def quantified(self, group: Name, depth: int) -> Node:
        quantifier = self.take()
        if quantifier not in QUANTIFIERS or self.entry:
            sentence = _("only a list of entries has .exists and .all, and not within another one")
            near = "" if quantifier in QUANTIFIERS else for_name(quantifier, QUANTIFIERS)
            raise ConditionError(with_advice(sentence, near))
        self.expect("(")
        self.entry = self.word()
        self.expect(",")
        body = self.either(depth + 1)
        self.expect(")")
        found = Quantified(group, quantifier, self.entry, body)
        self.entry = ""
        return found

    def word(self) -> str:
        if not re.fullmatch(r"[A-Za-z_]\w*", self.next, re.ASCII) or self.next in RESERVED:
            raise ConditionError(_("“%(sign)s” is not expected there") % {"sign": self.next})
        return self.take()

    def members(self, closing: str, depth: int) -> Iterator[Node]:
        while self.next != closing:
            yield self.either(depth + 1)
            if self.next != closing:
                self.expect(",")
        self.take()


def _literal(token: str) -> Literal:
    if token[:1] in {'"', "'"}:
        return Literal(re.sub(r"\\(.)", r"\1", token[1:-1]))
    if token[:1].isdigit():
        return Literal(float(token))
    raise ConditionError(_("“%(sign)s” is not expected there") % {"sign": token} if token else _("it ends too early"))
