"""One step open in several windows: a save writes only what its own window has changed.

Every page is given a name and a mark of each answer it shows (`given`, one hidden field). The step remembers what each
window has sent last. An answer that its window has not touched since stays as another window has left it. Have both
changed it, the later one counts, and the other stays beside it (`elsewhere`) until a page that showed both is saved.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.applications.queries import StepContent
from portal.applications.steps import groups, showing
from portal.applications.steps.progress import Content, Typed
from portal.catalogue.definition import Question, Step
from portal.shared import language

FIELD = "given"
# Windows of one step that are remembered; of older ones it is known only what they had been given.
MOST = 6
_GIVEN = re.compile(
    r"(?P<name>[\w-]{8,20}) (?P<version>\d{1,9})(?P<marks>(?: \w{1,80}=[0-9a-f]{12}(?::[0-9a-f]{12})?)*)",
    re.ASCII,
)


@dataclass(frozen=True)
class Window:
    """One page that is open somewhere: its marks of the answers, and of what had stood beside them, by question."""

    name: str
    marks: dict[str, str]
    seen: dict[str, str]


def given(step: Step, content: Content, version: int) -> str:
    """Return what a page of this version of the form is given about what it shows; every call names a new window."""
    beside = content.get("elsewhere", {})
    marks = (
        f"{code}={_mark(content['values'], content['raw'], code)}"
        + (f":{_hash(beside[code])}" if code in beside else "")
        for code in (each.code for each in step.questions)
    )
    return " ".join([secrets.token_urlsafe(6), str(version), *marks])


def window_of(fields: Mapping[str, object], version: int) -> Window | None:
    """Return the window that a form comes from; None when it says nothing or shows another version of the form."""
    found = _GIVEN.fullmatch(str(fields.get(FIELD, "")))
    if found is None or int(found["version"]) != version:
        return None
    window = Window(found["name"], {}, {})
    for each in found["marks"].split():
        code, _sign, marks = each.partition("=")
        window.marks[code], _sign, window.seen[code] = marks.partition(":")
    return window


def weighed(step: Step, content: StepContent, typed: Typed, window: Window | None) -> tuple[Typed, dict[str, Any]]:
    """Return what is to be written of what was typed, and what the step is to remember about its windows."""
    beside, known = dict(content.get("elsewhere", {})), dict(content.get("windows", {}))
    if window is None:
        return typed, _memory({code: each for code, each in beside.items() if code not in typed.codes}, known)
    last = {**window.marks, **known.pop(window.name, {})}
    mine = {code: _mark(typed.values, typed.raw, code) for code in typed.codes}
    here = {code: _mark(content["values"], content["raw"], code) for code in typed.codes}
    foreign = {code for code in typed.codes if here[code] != last.get(code, here[code])}
    untouched = {code for code in foreign if mine[code] == last[code]}
    beside = {code: text for code, text in beside.items() if window.seen.get(code) != _hash(text)}
    for question in step.questions:
        if question.code in foreign - untouched and mine[question.code] != here[question.code]:
            beside |= _told(question, content)
    known = dict([*known.items(), (window.name, last | mine)][-MOST:])
    return _without(typed, untouched), _memory(beside, known)


def _memory(beside: Mapping[str, str], known: Mapping[str, Any]) -> dict[str, Any]:
    return {name: found for name, found in (("elsewhere", beside), ("windows", known)) if found}


def _without(typed: Typed, codes: Iterable[str]) -> Typed:
    gone = set(codes)
    return replace(
        typed,
        values={code: value for code, value in typed.values.items() if code not in gone},
        raw={name: text for name, text in typed.raw.items() if groups.code_of(name) not in gone},
        codes=typed.codes - gone,
    )


def _told(question: Question, content: StepContent) -> dict[str, str]:
    """Return an answer as text by its question; empty when there is none."""
    if question.kind == "group":
        value: Any = [each.shown for each in groups.stored(question, content["values"], content["raw"])]
    else:
        value = content["values"].get(question.code)
    text = content["raw"].get(question.code) or showing.shown(question, value, language.current())
    return {question.code: text} if text else {}


def _mark(values: Mapping[str, Any], raw: Mapping[str, str], code: str) -> str:
    """Return a mark that is the same for the same answer, read or as typed; the same for every kind of no answer."""
    texts = {name: text for name, text in raw.items() if groups.code_of(name) == code and text}
    value = values.get(code)
    return _hash(json.dumps([None if value in ("", []) else value, texts], sort_keys=True))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
