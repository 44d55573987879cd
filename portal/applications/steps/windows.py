"""One step open in several windows: a save writes only what its own window has changed.

Every page is given a name and a mark of each answer it shows (`given`, one hidden field). The step remembers what each
window has sent last. An answer that its window has not touched since stays as another window has left it, and the
window is told (`stale`): it shows the answer anew, with a mark of its own (`marked`). Have both changed it, the later
one counts, and the other stays beside it (`elsewhere`) until a page that showed both is saved. Nobody is kept back by
that: who was last has nothing to decide.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from portal.applications.queries import StepContent
from portal.applications.steps import groups, showing
from portal.applications.steps.progress import Content, Typed
from portal.catalogue.definition import Question, Step
from portal.shared import language

FIELD = "given"
# With a part of a page that shows an answer anew: its mark in place of that of the whole page.
ANEW = "given_anew"
# Windows of one step that are remembered; of older ones it is known only what they had been given.
MOST = 6
_GIVEN = re.compile(
    r"(?P<name>[\w-]{8,20}) (?P<version>\d{1,9})(?P<marks>(?: \w{1,80}=[0-9a-f]{12}(?::[0-9a-f]{12})?)*)",
    re.ASCII,
)
_GIVEN_ANEW = re.compile(r"\w{1,80}=[0-9a-f]{12}(?::[0-9a-f]{12})?", re.ASCII)


@dataclass(frozen=True)
class Window:
    """One page that is open somewhere: its marks of the answers, and of what had stood beside them, by question.

    `anew`: the marks of the answers that it has been shown since.
    """

    name: str
    marks: dict[str, str]
    seen: dict[str, str]
    anew: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """What is to be written of what was typed, what the step is to remember about its windows, and what is `stale`.

    `stale`: by question the text that the window still shows, although another window has changed the answer since.
    """

    typed: Typed
    memory: dict[str, Any]
    stale: dict[str, str]


def given(step: Step, content: Content, version: int) -> str:
    """Return what a page of this version of the form is given about what it shows; every call names a new window."""
    marks = (marked(content, each.code) for each in step.questions)
    return " ".join([secrets.token_urlsafe(6), str(version), *marks])


def marked(content: Content, code: str) -> str:
    """Return the mark of one answer, and of what stands beside it, for a part of a page that shows it anew."""
    beside = content.get("elsewhere", {})
    seen = f":{_hash(beside[code])}" if code in beside else ""
    return f"{code}={_mark(content['values'], content['raw'], code)}{seen}"


def window_of(fields: Mapping[str, object], version: int) -> Window | None:
    """Return the window that a form comes from; None when it says nothing or shows another version of the form."""
    found = _GIVEN.fullmatch(str(fields.get(FIELD, "")))
    if found is None or int(found["version"]) != version:
        return None
    window = Window(found["name"], {}, {})
    _take(window, found["marks"].split(), window.marks)
    sent = fields.get(ANEW, [])
    anew = [str(each) for each in (sent if isinstance(sent, list) else [sent])]
    _take(window, filter(_GIVEN_ANEW.fullmatch, anew), window.anew)
    return window


def _take(window: Window, texts: Iterable[str], marks: dict[str, str]) -> None:
    for each in texts:
        code, _sign, both = each.partition("=")
        marks[code], _sign, window.seen[code] = both.partition(":")


def weighed(step: Step, content: StepContent, typed: Typed, window: Window | None) -> Written:
    """Weigh what was typed in one window against what others have written meanwhile."""
    beside, known = dict(content.get("elsewhere", {})), dict(content.get("windows", {}))
    if window is None:
        left = {code: each for code, each in beside.items() if code not in typed.codes}
        return Written(typed, _memory(left, known), {})
    last = _last(window, known.pop(window.name, {}))
    mine = {code: _mark(typed.values, typed.raw, code) for code in typed.codes}
    here = {code: _mark(content["values"], content["raw"], code) for code in typed.codes}
    foreign = {code for code in typed.codes if here[code] != last.get(code, here[code])}
    untouched = {code for code in foreign if mine[code] == last[code]}
    beside = {code: text for code, text in beside.items() if window.seen.get(code) != _hash(text)}
    stale: dict[str, str] = {}
    for question in step.questions:
        if question.code in untouched:
            stale[question.code] = _text(question, typed.values, typed.raw)
        elif question.code in foreign and mine[question.code] != here[question.code]:
            beside |= _told(question, content)
    known = dict([*known.items(), (window.name, last | mine)][-MOST:])
    return Written(_without(typed, untouched), _memory(beside, known), stale)


def _last(window: Window, known: Mapping[str, str]) -> dict[str, str]:
    """Return by question the mark of what the window showed before its person changed anything since.

    A part that came anew counts once, in front of what the window had sent before; which one that was, is remembered.
    """
    fresh = {code: mark for code, mark in window.anew.items() if known.get(_shown_anew(code)) != mark}
    return {**window.marks, **known, **fresh, **{_shown_anew(code): mark for code, mark in fresh.items()}}


def _shown_anew(code: str) -> str:
    return f"{code} anew"


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
    text = _text(question, content["values"], content["raw"])
    return {question.code: text} if text else {}


def _text(question: Question, values: Mapping[str, Any], raw: Mapping[str, str]) -> str:
    """Return an answer as people read it, or as it was typed."""
    if question.kind == "group":
        value: Any = [each.shown for each in groups.stored(question, values, raw)]
    else:
        value = values.get(question.code)
    return raw.get(question.code) or showing.shown(question, value, language.current())


def _mark(values: Mapping[str, Any], raw: Mapping[str, str], code: str) -> str:
    """Return a mark that is the same for the same answer, read or as typed; the same for every kind of no answer."""
    texts = {name: text for name, text in raw.items() if groups.code_of(name) == code and text}
    value = values.get(code)
    return _hash(json.dumps([None if value in ("", []) else value, texts], sort_keys=True))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
