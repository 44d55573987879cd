"""Entries of a repeating group (employers, children, stays): how their fields are named, read and kept.

A field is called `<group>-<number>-<question>`, numbers from 0. An entry in which nothing stands is no entry.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.catalogue import kinds
from portal.catalogue.definition import MOST_ENTRIES, Facts, Question

NAME = re.compile(r"(?P<group>\w{1,80})-(?P<number>\d{1,5})-(?P<member>\w{1,80})", re.ASCII)
PLACE = re.compile(r"(?P<group>\w{1,80})-(?P<number>\d{1,5})", re.ASCII)


@dataclass(frozen=True)
class Entry:
    """One entry: its number in the names of its fields, what could be read, and as typed what could not (yet)."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing stands in it."""
        return not self.values and not self.raw

    @property
    def shown(self) -> dict[str, Any]:
        """Return what stands in its fields."""
        return {**self.values, **self.raw}


def name_of(group: str, number: int, member: str) -> str:
    """Return what the field of an entry's question is called."""
    return f"{group}-{number}-{member}"


def code_of(name: str) -> str:
    """Return the question, or the group, that a field belongs to."""
    return name.partition("-")[0]


def least_of(group: Question) -> int:
    """Return how many entries must be there."""
    return max(group.least, int(group.required))


def most_of(group: Question) -> int:
    """Return how many entries may be there."""
    return min(group.most, MOST_ENTRIES)


def is_posted(group: Question, fields: Mapping[str, object]) -> bool:
    """Say whether a form with this group was sent, even if no entry is left in it."""
    return group.code in fields or any(name.startswith(f"{group.code}-") for name in fields)


def posted(group: Question, fields: Mapping[str, object]) -> list[Entry]:
    """Return the entries as they were sent, the empty ones included; what no honest form sends is left aside."""
    rows = _rows(group, fields)
    return [_read(group, number, rows[number]) for number in sorted(rows)[:MOST_ENTRIES]]


def _rows(group: Question, fields: Mapping[str, object]) -> dict[int, Mapping[str, object]]:
    whole = fields.get(group.code)
    if isinstance(whole, list) and any(isinstance(each, Mapping) for each in whole):
        return {number: each for number, each in enumerate(whole) if isinstance(each, Mapping)}
    members = {each.code for each in group.questions}
    rows: dict[int, dict[str, object]] = {}
    for name, raw in fields.items():
        found = NAME.fullmatch(name)
        if found and found["group"] == group.code and found["member"] in members:
            rows.setdefault(int(found["number"]), {})[found["member"]] = raw
    return {**rows}


def _read(group: Question, number: int, row: Mapping[str, object]) -> Entry:
    entry = Entry(number)
    for question in group.questions:
        if question.code in row:
            kinds.read_into(entry.values, entry.raw, question, row[question.code])
    return Entry(number, {code: value for code, value in entry.values.items() if value is not None}, entry.raw)


def kept(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries in which something stands, numbered anew."""
    found = [each for each in entries if not each.is_empty]
    return [Entry(number, each.values, each.raw) for number, each in enumerate(found)]


def stored(group: Question, values: Mapping[str, Any], raw: Mapping[str, str]) -> list[Entry]:
    """Return the entries of a step's kept content: readable ones in its values, the rest by field in its raw text."""
    rows = values.get(group.code)
    texts = dict(_texts(group, raw))
    return [
        Entry(number, dict(row) if isinstance(row, Mapping) else {}, texts.get(number, {}))
        for number, row in enumerate(rows if isinstance(rows, list) else [])
    ]


def _texts(group: Question, raw: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    found: dict[int, dict[str, str]] = {}
    for name, text in raw.items():
        place = NAME.fullmatch(name)
        if place and place["group"] == group.code:
            found.setdefault(int(place["number"]), {})[place["member"]] = text
    yield from found.items()


def content_of(group: Question, entries: Iterable[Entry]) -> tuple[list[dict[str, Any]] | None, dict[str, str]]:
    """Return the entries as a step keeps them: a list of readable answers (None for none), raw text by field."""
    entries = kept(entries)
    raw = {name_of(group.code, each.number, member): text for each in entries for member, text in each.raw.items()}
    return [each.values for each in entries] or None, raw


def open_members(group: Question, values: Mapping[str, Any], facts: Facts) -> list[Question]:
    """Return the questions of an entry that its own answers, and those outside, lead to."""
    if not any(each.when for each in group.questions):
        return list(group.questions)
    beside, found = facts.beside(), list[Question]()
    for question in group.questions:
        if beside.holds(question.when):
            found.append(question)
            if question.code in values:
                beside.add(question.code, question.kind, values[question.code])
    return found
