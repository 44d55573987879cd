"""Which questions and steps are open, and what is still missing or cannot be taken."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import ngettext

from portal.applications.steps import groups
from portal.applications.steps.groups import Entry
from portal.catalogue import kinds
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Definition, Facts, Question, Step

Answers = Mapping[str, Any]
Problems = dict[str, str | Promise]
# What a step holds: readable answers, raw text of what could not be read (yet).
Content = Mapping[str, Mapping[str, Any]]
NOTHING: Content = {"values": {}, "raw": {}}


@dataclass(frozen=True)
class Typed:
    """One step as typed: `values` could be read, `raw` could not (yet) and is kept as it is.

    `codes` are the questions that were answered or cleared by it; `entries` those of its groups as they were sent.
    """

    values: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    entries: dict[str, list[Entry]] = field(default_factory=dict)


def read_step(step: Step, fields: Mapping[str, object]) -> Typed:
    """Read what was typed into a step; fields that are no questions of it are left aside."""
    found = Typed()
    for question in step.questions:
        if question.kind == "group":
            _read_group(found, question, fields)
        elif question.code in fields:
            found.codes.add(question.code)
            kinds.read_into(found.values, found.raw, question, fields[question.code])
    return found


def _read_group(found: Typed, group: Question, fields: Mapping[str, object]) -> None:
    if not groups.is_posted(group, fields):
        return
    entries = groups.posted(group, fields)
    found.codes.add(group.code)
    found.entries[group.code] = entries
    found.values[group.code], raw = groups.content_of(group, entries)
    found.raw.update(raw)


def relevant(definition: Definition, answers: Answers) -> dict[str, Any]:
    """Return the answers that count: to questions that are asked at all."""
    return catalogue.relevant_answers(definition, answers)


@dataclass(frozen=True)
class Weighed:
    """A form with its answers, weighed once: what conditions know, the answers that count, what is asked."""

    facts: Facts
    answers: dict[str, Any]
    opened: list[tuple[Step, list[Question]]]

    @property
    def steps(self) -> list[Step]:
        """Return the steps with at least one open question, in order."""
        return [step for step, _questions in self.opened]

    def questions_of(self, step: Step) -> list[Question]:
        """Return the questions of a step that the answers so far lead to."""
        return next((questions for each, questions in self.opened if each.code == step.code), [])

    def neighbour(self, step: Step, offset: int) -> Step | None:
        """Return the open step before (-1) or after (1) this one."""
        place = next((index for index, each in enumerate(self.steps) if each.code == step.code), 0) + offset
        return self.steps[place] if 0 <= place < len(self.steps) else None


def weigh(definition: Definition, answers: Answers) -> Weighed:
    """Weigh a form with its answers."""
    facts, kept = catalogue.known_of(definition, answers)
    found = [(step, [each for each in step.questions if facts.holds(each.when)]) for step in definition.steps]
    return Weighed(facts, kept, [(step, questions) for step, questions in found if questions])


def opened(definition: Definition, answers: Answers) -> list[tuple[Step, list[Question]]]:
    """Return the steps with at least one open question, in order, with these questions."""
    return weigh(definition, answers).opened


# -- what is missing --------------------------------------------------------------


def problems_of(questions: Iterable[Question], content: Content, facts: Facts) -> Problems:
    """Return what is missing or cannot be taken in a step, by field: asked again at every entry and at submit."""
    found: Problems = {}
    for question in questions:
        if question.kind == "group":
            found |= _problems_of_group(question, content, facts)
        else:
            found |= _problem(question, question.code, content["values"], content["raw"])
    return found


def lacks(questions: Iterable[Question], content: Content, facts: Facts) -> bool:
    """Say whether open questions need something."""
    return bool(problems_of(questions, content, facts))


def _problem(question: Question, name: str, values: Answers, raw: Answers) -> Problems:
    """Return what is wrong with one answer; text that could not be read counts before an older value."""
    typed = raw.get(question.code, values.get(question.code))
    if typed in (None, "", []) and question.code not in raw:
        return {name: kinds.missing(question)} if question.required else {}
    try:
        kinds.read(question, typed)
    except kinds.UnreadableError as error:
        return {name: error.sentence}
    # What could not be read when it was typed is asked again, even if it could be read by now.
    return {name: kinds.example(question)} if question.code in raw else {}


def _problems_of_group(group: Question, content: Content, facts: Facts) -> Problems:
    entries = groups.stored(group, content["values"], content["raw"])
    found = _too_few_or_many(group, len(entries))
    for entry in entries:
        for member in groups.open_members(group, entry.values, facts):
            found |= _problem(member, groups.name_of(group.code, entry.number, member.code), entry.values, entry.raw)
    return found


def _too_few_or_many(group: Question, count: int) -> Problems:
    least, most = groups.least_of(group), groups.most_of(group)
    if count < least:
        text = ngettext("Fill in at least %(count)d entry.", "Fill in at least %(count)d entries.", least)
        return {group.code: text % {"count": least}}
    if count > most:
        text = ngettext(
            "Keep at most %(count)d entry. Tell the office about the others.",
            "Keep at most %(count)d entries. Tell the office about the others.",
            most,
        )
        return {group.code: text % {"count": most}}
    return {}
