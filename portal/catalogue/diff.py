"""What differs between two versions of a service: for editors everything, for applicants what touches their answers.

Things are told apart by their codes, so that a moved question is a moved one and not a new one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from portal.catalogue.definition import Definition, Question, Texts, definition_from
from portal.catalogue.shape import normal
from portal.catalogue.wording import is_texts

type Data = Mapping[str, Any]
# From a field ("label.de", "when") to what stands there.
type Fields = dict[str, Any]

# Lists of things, which are told apart one by one; all else is a field of what holds it.
LISTS = frozenset({"steps", "questions", "choices", "requirements", "fees", "hints", "notes", "guide", "status"})


@dataclass(frozen=True)
class Change:
    """One difference: `what` is the sort of thing at `place`, `field` the part of it; "" when all came or went."""

    place: str
    kind: Literal["added", "removed", "changed"]
    what: str
    old: Any
    new: Any
    field: str = ""


@dataclass(frozen=True)
class _Thing:
    what: str
    fields: Fields


def changes(old: Data, new: Data) -> list[Change]:
    """Return what differs between two services as data (drafts, packs, versions), in the order of the new one."""
    before, after = _things(normal(old)), _things(normal(new))
    found = [change for place, thing in after.items() for change in _between(place, before.get(place), thing)]
    gone = [Change(place, "removed", thing.what, thing.fields, None) for place, thing in before.items()]
    return [*found, *(each for each in gone if each.place not in after)]


def _between(place: str, old: _Thing | None, new: _Thing) -> Iterator[Change]:
    if old is None:
        yield Change(place, "added", new.what, None, new.fields)
        return
    for name in [*new.fields, *(each for each in old.fields if each not in new.fields)]:
        one, other = old.fields.get(name), new.fields.get(name)
        if one != other:
            yield Change(place, _kind(one, other), new.what, one, other, name)


def _kind(old: Any, new: Any) -> Literal["added", "removed", "changed"]:
    if old is None:
        return "added"
    return "removed" if new is None else "changed"


# -- a service as a flat list of things ---------------------------------------------


def _things(data: Data) -> dict[str, _Thing]:
    return dict(_parts(data))


def _parts(data: Data) -> Iterator[tuple[str, _Thing]]:
    yield "service", _Thing("service", _fields(data) | _order(data.get("steps", ()), "pages"))
    yield "guide", _Thing("guide", _fields(data.get("guide", {})))
    for number, each in enumerate(data.get("guide", {}).get("steps", ()), start=1):
        yield f"guide.{number}", _Thing("guide_step", _fields(each))
    for step in data.get("steps", ()):
        yield from _page(step)
    for name, what in (("requirements", "document"), ("hints", "hint"), ("notes", "note")):
        for each in data.get(name, ()):
            yield f"{what}.{each['code']}", _Thing(what, _fields(each))
    yield from _fees(data.get("fees", ()))
    for state, texts in data.get("status", {}).items():
        yield f"status.{state}", _Thing("status", _fields({"text": texts}))


def _page(step: Data) -> Iterator[tuple[str, _Thing]]:
    questions = step.get("questions", ())
    yield f"page.{step['code']}", _Thing("page", _fields(step) | _order(questions, "questions"))
    for question in questions:
        yield from _question(question, {"page": step["code"]})


def _question(question: Data, where: Fields) -> Iterator[tuple[str, _Thing]]:
    place, choices, members = (
        f"question.{question['code']}",
        question.get("choices", ()),
        question.get("questions", ()),
    )
    orders = _order(choices, "choices") | _order(members, "questions")
    yield place, _Thing("question", where | _fields(question) | orders)
    for each in choices:
        yield f"{place}.{each['code']}", _Thing("choice", _fields(each))
    for member in members:
        yield from _question(member, {"group": question["code"]})


def _fees(rules: Sequence[Data]) -> Iterator[tuple[str, _Thing]]:
    """Yield fee rules; they have no code, so the same key is told apart by its turn."""
    turns: dict[str, int] = {}
    for rule in rules:
        key = str(rule.get("fee_key") or "free")
        turns[key] = turns.get(key, 0) + 1
        yield f"fee.{key}" + (f".{turns[key]}" if turns[key] > 1 else ""), _Thing("fee", _fields(rule))


def _order(entries: Sequence[Data], name: str) -> Fields:
    return {f"order.{name}": [each["code"] for each in entries]} if entries else {}


def _fields(data: Data) -> Fields:
    found: Fields = {}
    for name, value in data.items():
        if name in LISTS:
            continue
        if is_texts(value):
            found |= {f"{name}.{language}": text for language, text in value.items() if text}
        else:
            found[name] = value
    return found


# -- what touches an answer ----------------------------------------------------------

LIMITS: tuple[Callable[[Question], Any], ...] = (
    lambda each: (each.kind, each.required, each.must_agree),
    lambda each: (each.minimum, each.maximum, each.decimals, each.period, each.max_length),
    lambda each: (each.least, each.most),
    lambda each: {choice.code for choice in each.choices},
    lambda each: {member.code for member in each.questions},
)


def changed_questions(old: Definition | Data, new: Definition | Data, language: str = "") -> set[str]:
    """Return the codes of questions in both versions whose answer one should look at again.

    Their kind, label, hint, choices, limits, or whether they must be answered differ. With a language only its texts
    and the German ones count, so that a mended translation troubles nobody else; a new translation is no change. A
    group counts as changed when one of its entries' questions is.
    """
    before, after = _by_code(old), _by_code(new)
    texts = {language, "de"} if language else set[str]()
    return {code for code in before.keys() & after.keys() if _differs(before[code], after[code], texts)}


def _by_code(service: Definition | Data) -> dict[str, Question]:
    definition = service if isinstance(service, Definition) else definition_from(service)
    return {each.code: each for top in definition.questions() for each in (top, *top.questions)}


def _differs(old: Question, new: Question, languages: set[str]) -> bool:
    if any(part(old) != part(new) for part in LIMITS):
        return True
    pairs = [(old.label, new.label), (old.hint, new.hint)]
    labels = {choice.code: choice.label for choice in new.choices}
    pairs += [(choice.label, labels[choice.code]) for choice in old.choices]
    if any(_reads_differently(*pair, languages) for pair in pairs):
        return True
    members = {member.code: member for member in new.questions}
    return any(_differs(member, members[member.code], languages) for member in old.questions)


def _reads_differently(old: Texts, new: Texts, languages: set[str]) -> bool:
    both = {code for code in old.keys() & new.keys() if old[code] and new[code]}
    if bool(any(old.values())) != bool(any(new.values())):
        return True
    return any(old[code].split() != new[code].split() for code in (both & languages if languages else both))
