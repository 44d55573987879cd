"""Answers carried from one version of a form into another by the codes of their questions: none vanishes silently.

An answer that still fits stands as it stood. One that does not stands as text in its field or, where a field shows no
text, beside its question (`before`) until the person has answered anew. An answer to what is asked no more is kept
with its label (`gone`) until the page has been looked at and saved.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import override

from portal.applications.queries import StepContent
from portal.applications.steps import groups, progress, showing
from portal.catalogue import kinds
from portal.catalogue.definition import Definition, Question, Step
from portal.shared.language import pick

# Answers by codes of the form's own, which may stay the same from kind to kind; and all whose fields show no text.
CODED = frozenset({"choice", "several", "yes_no"})
CHOSEN = CODED | {"country", "nationality", "language"}
NOTHING: tuple[Any, ...] = (None, "", [])
BETWEEN = "; "


@dataclass(frozen=True, eq=False)
class Answer:
    """One answer to one question as it was, and how it reads; with group and number of its entry, if it is in one."""

    question: Question
    value: Any
    text: str
    group: str = ""
    entry: int = 0


@dataclass
class _Move:
    """A move under way: the answers that have no place yet, and what is to stand beside the new questions."""

    left: list[Answer]
    before: dict[str, list[str]] = field(default_factory=dict)

    def only(self, code: str) -> Answer | None:
        """Return the answer to a question, also out of entries or a group, as long as it is the only one."""
        found = [each for each in self.left if code in {each.question.code, each.group}]
        return found[0] if len(found) == 1 else None

    def put(self, question: Question, answer: Answer) -> object | None:
        """Return an answer as it is to be typed into a question; what gets lost by that is kept beside it."""
        self.left.remove(answer)
        typed, lost = _fitting(question, answer)
        if lost:
            self.keep(question.code, lost)
        return typed

    def keep(self, code: str, text: str) -> None:
        """Keep beside a question what was answered; the same once."""
        texts = self.before.setdefault(code, [])
        if text not in texts:
            texts.append(text)


def carried(
    contents: Mapping[str, StepContent], old: Definition, new: Definition, language: str
) -> dict[str, StepContent]:
    """Return the contents of the new version's steps, without steps into which nothing was typed."""
    with override(language):
        move = _Move([each for content in contents.values() for each in _answers(content, old, language)])
        fields = {step.code: _fields(step, move) for step in new.steps}
        move.left += _earlier(contents, old)
        _keep_beside(move, new)
        found = {step.code: _content(step, fields[step.code], move) for step in new.steps}
        _tell_of_gone(found, contents, old, move.left)
    return {code: each for code, each in found.items() if code in contents or any(each.values())}


def codes_of(question: Question) -> list[str]:
    """Return the codes of a question and of what its entries are asked."""
    return [question.code, *(each.code for each in question.questions)]


def still_before(questions: Iterable[Question], content: StepContent) -> dict[str, str]:
    """Return what was answered before to those questions of a step that are not answered anew yet."""
    answered = {code for each in questions for code in _answered(each, content)}
    return {code: text for code, text in content.get("before", {}).items() if code not in answered}


def _answered(question: Question, content: StepContent) -> Iterator[str]:
    """Yield the codes that are answered; in entries of a group, when every entry answers them."""
    if content["values"].get(question.code) not in NOTHING or question.code in content["raw"]:
        yield question.code
    entries = groups.stored(question, content["values"], content["raw"])
    yield from (each.code for each in question.questions if entries and all(each.code in row.shown for row in entries))


# -- what there is ----------------------------------------------------------------


def _answers(content: StepContent, old: Definition, language: str) -> Iterator[Answer]:
    values, raw = content["values"], content["raw"]
    for question in old.questions():
        if question.kind != "group":
            yield from _answer(question, values, raw, language)
            continue
        for entry in groups.stored(question, values, raw):
            for member in question.questions:
                for each in _answer(member, entry.values, entry.raw, language):
                    yield replace(each, group=question.code, entry=entry.number)


def _answer(question: Question, values: Mapping[str, Any], raw: Mapping[str, Any], language: str) -> Iterator[Answer]:
    """Yield the answer to a question, if there is one; what could not be read reads as it was typed."""
    value = raw.get(question.code, values.get(question.code))
    if value not in NOTHING:
        is_typed = question.code in raw and question.kind not in CODED
        yield Answer(question, value, str(value) if is_typed else showing.shown(question, value, language))


def _earlier(contents: Mapping[str, StepContent], old: Definition) -> list[Answer]:
    """Return what stands beside questions since an earlier move, or from another window."""
    asked = {each.code: each for question in old.questions() for each in (question, *question.questions)}
    kept = [content.get(name, {}) for content in contents.values() for name in ("before", "elsewhere")]
    told = [each for texts in kept for each in texts.items()]
    return [Answer(asked[code], text, text) for code, text in told if code in asked]


# -- where it goes ----------------------------------------------------------------


def _fields(step: Step, move: _Move) -> dict[str, object]:
    """Return a step of the new version as somebody types it who gives the same answers."""
    found: dict[str, object] = {}
    for question in step.questions:
        if question.kind == "group":
            found[question.code] = list(_rows(question, move))
        elif (answer := move.only(question.code)) is not None:
            found[question.code] = move.put(question, answer)
    return {code: value for code, value in found.items() if value not in NOTHING}


def _rows(group: Question, move: _Move) -> Iterator[dict[str, object]]:
    """Yield the entries of a group: as they were, or a first one made of what was asked once before."""
    members, first = {each.code: each for each in group.questions}, group.questions[0]
    single = next((each for each in move.left if each.question.code == group.code), None)
    if single is not None and _can_be_read(first, single):
        yield {first.code: move.put(first, single)}
        return
    found = [each for each in move.left if each.question.code in members]
    source = next((each.group for each in found if each.group), "")
    here = [each for each in found if each.group in {source, ""}]
    for number in sorted({each.entry for each in here}):
        row = [each for each in here if each.entry == number]
        yield {each.question.code: move.put(members[each.question.code], each) for each in row}


def _can_be_read(question: Question, answer: Answer) -> bool:
    typed, lost = _fitting(question, answer)
    try:
        return not lost and kinds.read(question, typed) is not None
    except kinds.UnreadableError:
        return False


def _fitting(question: Question, answer: Answer) -> tuple[object | None, str]:
    """Return what is to be typed to give the same answer (None for nothing), and what of it gets lost by that."""
    is_coded = {question.kind, answer.question.kind} <= CODED
    typed = answer.value if is_coded or question.kind == answer.question.kind else answer.text
    try:
        read = kinds.read(question, typed)
    except kinds.UnreadableError:
        return (None, answer.text) if question.kind in CHOSEN else (answer.text, "")
    if not is_coded or _as_set(typed) <= _as_set(read):
        return typed, ""
    return typed if question.kind == "several" else None, answer.text


def _as_set(value: object) -> set[object]:
    return set(value) if isinstance(value, list) else {value}


def _keep_beside(move: _Move, new: Definition) -> None:
    """Keep what has found no place beside the question of its code, or beside its group."""
    codes = {code for each in new.questions() for code in codes_of(each)}
    for answer in list(move.left):
        home = next((code for code in (answer.question.code, answer.group) if code in codes), None)
        if home is not None:
            move.left.remove(answer)
            move.keep(home, answer.text)


def _content(step: Step, fields: Mapping[str, object], move: _Move) -> StepContent:
    read = progress.read_step(step, fields)
    codes = [code for each in step.questions for code in codes_of(each)]
    before = {code: BETWEEN.join(move.before[code]) for code in codes if code in move.before}
    return {"values": read.values, "raw": read.raw, **({"before": before} if before else {})}


def _tell_of_gone(
    found: dict[str, StepContent], contents: Mapping[str, StepContent], old: Definition, left: Iterable[Answer]
) -> None:
    """Keep what is asked no more with the page that asked it; if that is gone, too, with the first that holds any."""
    steps = {code: step.code for step in old.steps for each in step.questions for code in codes_of(each)}
    told = [
        (step, code, *each) for step, content in contents.items() for code, each in content.get("gone", {}).items()
    ]
    told += [
        (steps[each.question.code], each.question.code, str(pick(each.question.label)), each.text) for each in left
    ]
    first = next((each for each in found.values() if any(each.values())), next(iter(found.values())))
    for step, code, label, text in told:
        here = found.get(step, first).setdefault("gone", {})
        earlier = here[code][1] if code in here else ""
        here[code] = [label, BETWEEN.join(filter(None, (earlier, text)))]
