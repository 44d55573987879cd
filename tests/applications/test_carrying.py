"""Whatever becomes of a form: no answer vanishes silently when a draft moves to its newer version."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.applications import queries
from portal.applications.steps import progress, showing
from portal.applications.steps.carrying import carried, still_before
from portal.catalogue import kinds
from portal.catalogue.definition import Definition, Question, definition_from
from tests.factories.services import group, question, service

TYPED = {
    "text": ["Bo", "24.05.1999", "12", "a"],
    "long_text": ["Two\nlines", "yes"],
    "name": ["Özdemir", "R2D2"],
    "date": ["24.05.1999", "spring"],
    "partial_date": ["05.1999", "1999"],
    "number": ["12", "many"],
    "money": ["992,50", "12"],
    "yes_no": ["yes", "no"],
    "choice": ["a", "b"],
    "several": [["a"], ["b", "c"], ["a", "b", "c"]],
    "country": ["TR", "UA"],
    "nationality": ["TR", "UA"],
}
CODES = [f"q{number}" for number in range(7)]


@st.composite
def forms(draw: st.DrawFn) -> Definition:
    """Draw a form of some of the same codes: of any kind, in any order, on one page or two, in a group or not."""
    codes = draw(st.permutations(CODES))[: draw(st.integers(1, len(CODES)))]
    asked: list[dict[str, Any]] = []
    while codes:
        code, size = codes.pop(), draw(st.integers(0, 3))
        members = [_question(draw, each) for each in codes[:size]]
        asked.append(group(code, *members, required=False) if members else _question(draw, code))
        codes = codes[len(members) :]
    cut = draw(st.integers(0, len(asked)))
    pages = [(name, found) for name, found in (("one", asked[:cut]), ("two", asked[cut:])) if found]
    return definition_from(service(*pages))


def _question(draw: st.DrawFn, code: str) -> dict[str, Any]:
    kind = draw(st.sampled_from(sorted(TYPED)))
    choices = draw(st.sampled_from([["a", "b", "c"], ["a"], ["c", "d"], ["Bo"]]))
    return question(code, kind, required=False, **({"choices": choices} if kind in {"choice", "several"} else {}))


@st.composite
def drafts(draw: st.DrawFn) -> tuple[Definition, dict[str, Any]]:
    """Draw a form and what somebody has typed into it, readable or not."""
    form = draw(forms())
    fields: dict[str, object] = {}
    for each in form.questions():
        rows = draw(st.integers(0, 2)) if each.kind == "group" else 0
        for number in range(rows):
            fields |= {f"{each.code}-{number}-{member.code}": _answer(draw, member) for member in each.questions}
        if each.kind != "group":
            fields[each.code] = _answer(draw, each)
    typed = {step.code: progress.read_step(step, fields) for step in form.steps}
    return form, {code: {"values": each.values, "raw": each.raw} for code, each in typed.items()}


def _answer(draw: st.DrawFn, asked: Question) -> object:
    return draw(st.sampled_from(["", *TYPED[asked.kind]]))


@dataclass(frozen=True)
class Leaf:
    """An answer of a draft: its question, the group that is in, what is kept, what was typed and could not be read."""

    asked: Question
    home: str
    kept: Any
    raw: str = ""


def leaves(form: Definition, contents: dict[str, Any]) -> Iterator[Leaf]:
    for step in form.steps:
        content = contents.get(step.code, {"values": {}, "raw": {}})
        for each in step.questions:
            rows = content["values"].get(each.code) or [] if each.kind == "group" else [content["values"]]
            asked = each.questions or (each,)
            yield from (Leaf(one, each.code, row[one.code]) for row in rows for one in asked if row.get(one.code))
            yield from (
                Leaf(one, each.code, None, text)
                for name, text in content["raw"].items()
                for one in asked
                if name.rpartition("-")[2] == one.code
            )


def stands_in(old: Leaf, text: str, new: Leaf) -> bool:
    """Say whether an answer of the new draft is the old one: the same, or what its text reads as."""
    if not {old.asked.code, old.home} & {new.asked.code, new.home}:
        return False
    if new.raw:
        return new.raw == text
    try:
        read = kinds.read(new.asked, text)
    except kinds.UnreadableError:
        read = None
    before, now = (set(each) if isinstance(each, list) else {each} for each in (old.kept, new.kept))
    return before <= now or read == new.kept


def told(contents: dict[str, Any]) -> str:
    beside = [text for each in contents.values() for text in each.get("before", {}).values()]
    return "; ".join(
        [*beside, *(text for each in contents.values() for _label, text in each.get("gone", {}).values())]
    )


@given(drafts(), forms())
def test_no_answer_vanishes_whatever_becomes_of_its_question(draft, new):
    old, contents = draft
    moved = carried(contents, old, new, "en")
    assert moved.keys() <= {step.code for step in new.steps}
    here = list(leaves(new, moved))
    for each in leaves(old, contents):
        text = each.raw or showing.shown(each.asked, each.kept, "en")
        assert any(stands_in(each, text, leaf) for leaf in here) or text in told(moved), (each.asked.code, text)


@given(drafts(), forms(), forms())
def test_what_stands_beside_a_question_survives_the_next_move(draft, newer, newest):
    first = carried(draft[1], draft[0], newer, "en")
    second = carried(first, newer, newest, "en")
    assert all(text in told(second) for text in told(first).split("; "))


@given(drafts())
def test_nothing_changes_where_the_form_is_the_same(draft):
    form, contents = draft
    assume(not any(each["raw"] for each in contents.values()))
    moved = carried(contents, form, form, "en")
    assert queries.merged(moved) == queries.merged(contents)
    assert not any("gone" in each for each in moved.values())


def moved(before: list[dict[str, Any]], now: list[dict[str, Any]], **fields: object) -> dict[str, Any]:
    old, new = definition_from(service(("you", before))), definition_from(service(("you", now)))
    typed = progress.read_step(old.steps[0], fields)
    return carried({"you": {"values": typed.values, "raw": typed.raw}}, old, new, "en")["you"]


def test_a_question_that_became_a_group_gives_its_answer_to_the_first_entry():
    jobs = group("job", question("firm"), question("since", "date"))
    assert moved([question("job")], [jobs], job="Bakery") == {"values": {"job": [{"firm": "Bakery"}]}, "raw": {}}


def test_an_answer_that_does_not_fit_the_first_entry_stands_beside_the_group():
    jobs = group("job", question("since", "date"), question("firm"))
    found = moved([question("job")], [jobs], job="Bakery")
    assert (found["values"].get("job"), found["before"]) == (None, {"job": "Bakery"})


def test_a_question_that_moved_into_a_group_gives_its_answer_to_the_first_entry():
    jobs = group("jobs", question("firm"), question("since", "date"))
    found = moved([question("firm"), question("since", "date")], [jobs], firm="Bakery", since="01.02.2020")
    assert found["values"]["jobs"] == [{"firm": "Bakery", "since": "2020-02-01"}]


def test_one_entry_becomes_the_answer_where_the_group_is_none_any_more_and_two_stand_beside():
    jobs = group("jobs", question("firm"))
    one = moved([jobs], [question("firm")], **{"jobs-0-firm": "Bakery"})
    assert one["values"] == {"firm": "Bakery"}
    two = moved([jobs], [question("firm")], **{"jobs-0-firm": "Bakery", "jobs-1-firm": "Mill"})
    assert (two["values"], two["before"]) == ({}, {"firm": "Bakery; Mill"})


def test_a_choice_that_is_gone_and_a_part_of_several_stand_beside():
    before = [question("why", "choice", choices=["work", "study"]), question("how", "several", choices=["bus", "car"])]
    now = [question("why", "choice", choices=["work"]), question("how", "several", choices=["bus"])]
    found = moved(before, now, why="study", how=["bus", "car"])
    assert found["values"] == {"how": ["bus"]}
    assert found["before"] == {"why": "Study", "how": "Bus\nCar"}


def test_what_is_asked_no_more_is_told_with_its_question():
    found = moved([question("old_one"), question("name")], [question("name")], old_one="x", name="Ada")
    assert found == {"values": {"name": "Ada"}, "raw": {}, "gone": {"old_one": ["Old one", "x"]}}


@pytest.mark.parametrize(
    ("values", "raw", "left"),
    [
        ({}, {}, {"why": "Study", "firm": "Mill"}),
        ({"why": "work"}, {}, {"firm": "Mill"}),
        ({"jobs": [{"firm": "Bakery"}, {}]}, {"why": "?"}, {"firm": "Mill"}),
        ({"jobs": [{"firm": "Bakery"}]}, {}, {"why": "Study"}),
    ],
)
def test_it_stands_there_until_it_is_answered_anew_in_every_entry(values, raw, left):
    asked = definition_from(service(("you", [question("why"), group("jobs", question("firm"))]))).steps[0].questions
    content = {"values": values, "raw": raw, "before": {"why": "Study", "firm": "Mill"}}
    assert still_before(asked, content) == left
