"""Checks a condition against the questions before it is published: names, types, choices."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.catalogue.conditions.advice import example, for_name, for_value, there_are, with_advice
from portal.catalogue.conditions.groups import GROUPS
from portal.catalogue.conditions.syntax import (
    COMPARISONS,
    Call,
    Condition,
    Listed,
    Literal,
    Member,
    Name,
    Node,
    Operation,
    Quantified,
)
from portal.catalogue.errors import ConditionError


class Kind(TextChoices):
    """What a part of a condition comes to."""

    TRUTH = "truth", gettext_lazy("yes or no")
    NUMBER = "number", gettext_lazy("a number")
    TEXT = "text", gettext_lazy("text")
    DATE = "date", gettext_lazy("a date")
    NATION = "nation", gettext_lazy("a nationality")
    SEVERAL = "several", gettext_lazy("several choices")
    ROWS = "rows", gettext_lazy("a list of entries")
    LISTED = "listed", gettext_lazy("a written list")
    UNKNOWN = "unknown", gettext_lazy("unknown")


@dataclass(frozen=True)
class Variable:
    """A name that a condition may ask about; `choices` when only these values can come."""

    kind: Kind
    choices: frozenset[str] = field(default_factory=frozenset)
    # Of a repeating group: what an entry of it is asked.
    members: "Mapping[str, Variable]" = field(default_factory=dict)


BUILT_IN = {"today": Variable(Kind.DATE), "year": Variable(Kind.NUMBER)}
# function: kinds of what it is given, kind of what it gives
SIGNATURES: dict[str, tuple[tuple[frozenset[Kind], ...], Kind]] = {
    "age_at": ((frozenset({Kind.DATE}), frozenset({Kind.DATE})), Kind.NUMBER),
    "months_between": ((frozenset({Kind.DATE}), frozenset({Kind.DATE})), Kind.NUMBER),
    "is_before": ((frozenset({Kind.DATE}), frozenset({Kind.DATE})), Kind.TRUTH),
    "nationality_in": ((frozenset({Kind.NATION}), frozenset({Kind.LISTED})), Kind.TRUTH),
    "threshold": ((frozenset({Kind.TEXT}), frozenset({Kind.NUMBER})), Kind.NUMBER),
    "size": ((frozenset({Kind.ROWS, Kind.SEVERAL}),), Kind.NUMBER),
}
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
WORDED = frozenset({Kind.TEXT, Kind.NATION})


def problems_of(condition: Condition, known: Mapping[str, Variable], thresholds: frozenset[str]) -> list[str]:
    """Return what is wrong with a condition, each as a sentence; nothing when it may be published."""
    try:
        tree = condition.tree
    except ConditionError as error:
        return [str(error)]
    checker = _Checker({**BUILT_IN, **known}, thresholds)
    kind = checker.kind_of(tree)
    if kind not in {Kind.TRUTH, Kind.UNKNOWN}:
        checker.problems.append(_("comes to %(kind)s, not to yes or no") % {"kind": kind.label})
    return checker.problems


class _Checker:
    def __init__(self, known: Mapping[str, Variable], thresholds: frozenset[str]) -> None:
        self.known, self.thresholds, self.problems = known, thresholds, list[str]()
        # What an entry is asked, inside `exists` and `all`.
        self.members: Mapping[str, Variable] = {}

    def kind_of(self, node: Node) -> Kind:
        """Return what a part comes to, and note what is wrong with it."""
        match node:
            case Literal(value):
                found = _kind_of_literal(value)
            case Name(name):
                found = self._kind_of_name(name)
            case Listed(items):
                found = self._kind_of_list(items)
            case Call(function, arguments):
                found = self._kind_of_call(function, arguments)
            case Member(entry, code):
                found = self._kind_of_member(entry, code)
            case Quantified():
                found = self._kind_of_quantified(node)
            case Operation():
                found = self._kind_of_operation(node)
        return found

    def _kind_of_name(self, name: str) -> Kind:
        if name in self.known:
            return self.known[name].kind
        sentence = _("asks about %(name)s, which is not a question before it") % {"name": name}
        is_choice = any(name in each.choices for each in (*self.known.values(), *self.members.values()))
        self.problems.append(with_advice(sentence, for_value(name) if is_choice else for_name(name, self.known)))
        return Kind.UNKNOWN

    def _kind_of_member(self, entry: str, code: str) -> Kind:
        if code in self.members:
            return self.members[code].kind
        sentence = _("%(entry)s.%(name)s is not asked in an entry") % {"entry": entry, "name": code}
        self.problems.append(with_advice(sentence, for_name(code, self.members), there_are(self.members)))
        return Kind.UNKNOWN

    def _kind_of_quantified(self, node: Quantified) -> Kind:
        kind = self._kind_of_name(node.group.name)
        if node.entry in self.known:
            self.problems.append(_("%(name)s is a question; take another word for an entry") % {"name": node.entry})
        if kind == Kind.UNKNOWN:
            return kind
        if kind != Kind.ROWS:
            self.problems.append(_("%(name)s is no list of entries") % {"name": node.group.name})
            return Kind.UNKNOWN
        self.members = self.known[node.group.name].members
        if self.kind_of(node.body) not in {Kind.TRUTH, Kind.UNKNOWN}:
            self.problems.append(_("what each entry must fulfil does not come to yes or no"))
        self.members = {}
        return Kind.TRUTH

    def _variable_of(self, node: Node) -> Variable | None:
        match node:
            case Name(name):
                return self.known.get(name)
            case Member(_, code):
                return self.members.get(code)
        return None

    def _kind_of_list(self, items: tuple[Node, ...]) -> Kind:
        if not items or any(not isinstance(each, Literal) or not isinstance(each.value, str) for each in items):
            self.problems.append(_("a list holds values in quotes, at least one"))
        return Kind.LISTED

    def _kind_of_call(self, function: str, arguments: tuple[Node, ...]) -> Kind:
        if function not in SIGNATURES:
            names = ", ".join(sorted(SIGNATURES))
            sentence = _("no function is called %(name)s; there are %(all)s") % {"name": function, "all": names}
            self.problems.append(with_advice(sentence, for_name(function, SIGNATURES)))
            return Kind.UNKNOWN
        wanted, comes_to = SIGNATURES[function]
        found = [self.kind_of(each) for each in arguments]
        fits = len(found) == len(wanted) and all(
            kind in allowed or kind == Kind.UNKNOWN for kind, allowed in zip(found, wanted, strict=True)
        )
        if not fits:
            needs = ", ".join("/".join(sorted(str(kind.label) for kind in each)) for each in wanted)
            sentence = _("%(name)s needs %(what)s") % {"name": function, "what": needs}
            self.problems.append(with_advice(sentence, example(function)))
        elif function == "threshold":
            self._check_threshold(arguments[0])
        elif function == "nationality_in":
            self._check_countries(arguments[1], self._variable_of(arguments[0]), frozenset(GROUPS))
        return comes_to

    def _check_threshold(self, key: Node) -> None:
        if not isinstance(key, Literal) or key.value not in self.thresholds:
            self.problems.append(
                _("threshold needs the key of an amount: %(keys)s") % {"keys": ", ".join(sorted(self.thresholds))}
            )

    def _kind_of_operation(self, node: Operation) -> Kind:
        kinds = [self.kind_of(each) for each in node.sides]
        if node.sign in COMPARISONS:
            self._check_comparison(node, *kinds)
        elif any(kind not in {Kind.TRUTH, Kind.UNKNOWN} for kind in kinds):
            self.problems.append(_("“%(sign)s” joins conditions, not values") % {"sign": node.sign})
        return Kind.TRUTH

    def _check_comparison(self, node: Operation, left: Kind, right: Kind) -> None:
        if Kind.UNKNOWN in {left, right}:
            return
        if node.sign == "in":
            fits = left in WORDED and right in {Kind.LISTED, Kind.SEVERAL}
        elif node.sign in {"==", "!="}:
            fits = left == right != Kind.LISTED or {left, right} <= WORDED
        else:
            fits = left == right == Kind.NUMBER
        if not fits:
            self.problems.append(_misfit(node.sign, left, right))
        for side in node.sides:
            variable = self._variable_of(side)
            if variable is not None and variable.kind == Kind.NATION:
                self._check_countries(node, variable)
            elif variable is not None and variable.choices:
                self.problems += _no_choices(node, side, variable.choices)

    def _check_countries(self, node: Node, variable: Variable | None, groups: frozenset[str] = frozenset()) -> None:
        """Note the written values that are no country, nor a group of them where these count: none would ever fit."""
        if variable is None or not variable.choices:
            return
        for value in sorted(set(_written(node)) - variable.choices - groups):
            sentence = _(
                "%(value)s is not the code of a country. Codes have two capital letters (ISO 3166), such as TR"
            )
            self.problems.append(with_advice(sentence % {"value": value}, there_are(groups)))


def _misfit(sign: str, left: Kind, right: Kind) -> str:
    advice = " " + _("Compare dates with is_before(one, other).") if Kind.DATE in {left, right} else ""
    sentence = _("“%(sign)s” cannot compare %(left)s with %(right)s.")
    return sentence % {"sign": sign, "left": left.label, "right": right.label} + advice


def _kind_of_literal(value: str | float | bool) -> Kind:  # noqa: FBT001 - a value, not a switch
    if isinstance(value, bool):
        return Kind.TRUTH
    if isinstance(value, float):
        return Kind.NUMBER
    return Kind.DATE if ISO_DATE.fullmatch(value) else Kind.TEXT


def _no_choices(node: Operation, asked: Node, choices: frozenset[str]) -> Iterator[str]:
    """Name the written values that are no choice of the question on the other side."""
    name = asked.name if isinstance(asked, Name) else getattr(asked, "code", "")
    for value in sorted(set(_written(node)) - choices):
        sentence = _("%(value)s is not a choice of %(name)s") % {"value": value, "name": name}
        yield with_advice(sentence, there_are(choices))


def _written(node: Node) -> Iterator[str]:
    for side in node.sides if isinstance(node, Operation) else (node,):
        for each in side.items if isinstance(side, Listed) else (side,):
            if isinstance(each, Literal) and isinstance(each.value, str):
                yield each.value
