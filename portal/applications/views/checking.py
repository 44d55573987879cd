"""The page before sending: the answers page by page, open where something is to be done, else in one line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.applications.steps.progress import Content
from portal.applications.steps.requirements import Card
from portal.applications.steps.showing import members_in, shown
from portal.applications.steps.standing import Standing
from portal.catalogue.definition import Question, Step
from portal.shared import language
from portal.shared.language import Text, listed, pick
from portal.shared.templatetags.portal import isolated, spoken

# As many answers say enough of a page that is closed; of an entry, and of a text, its beginning.
IN_BRIEF = 6
IN_ENTRY = 2
MOST_LETTERS = 80
LOUD = frozenset({"warning", "danger"})
Row = dict[str, Any]


@dataclass(frozen=True)
class Brief:
    """The first answers of a page, each with its question, and how many there are besides."""

    rows: list[Row]
    further: int


@dataclass(frozen=True)
class Section:
    """One page of the form with its answers; `left_out` are questions that nobody has to answer and nobody has.

    `brief`: for the lines that stand for the page while it is closed. `is_untouched`: nothing of what is asked was
    ever answered, so that there is nothing to check.
    """

    title: SafeString
    url: str
    rows: list[Row]
    left_out: list[Row]
    brief: Brief
    is_done: bool
    is_untouched: bool
    has_changed: bool

    @property
    def is_open(self) -> bool:
        """Say whether the page needs a look: something is missing, or was changed by other hands than those at it."""
        return self.has_changed or not self.is_done


def sections_of(standing: Standing) -> list[Section]:
    """Return the answers page by page, each with the way back."""
    return [_section(standing, step) for step in standing.steps]


def _section(standing: Standing, step: Step) -> Section:
    url = reverse("applications:step", kwargs={"id": standing.application.pk, "step": step.code})
    content, questions = standing.content_of(step), standing.questions_of(step)
    left_out = [each for each in questions if _is_left_out(each, content)]
    is_done = step not in standing.unfinished
    return Section(
        title=spoken(pick(step.title)),
        url=url,
        rows=[_linked(each, content, url) for each in questions if each not in left_out],
        left_out=[_linked(each, content, url) for each in left_out],
        brief=_brief(questions, content["values"]),
        is_done=is_done,
        is_untouched=not is_done and not any(content["values"].values()) and not content["raw"],
        has_changed=any(name in content for name in ("changed", "gone", "elsewhere")),
    )


def _linked(question: Question, content: Content, url: str) -> Row:
    row = {**_row(question, content["values"].get(question.code)), "url": f"{url}#id_{question.code}"}
    beside = content.get("elsewhere", {}).get(question.code)
    return row | ({"note": format_html(_("In the other window: {answer}"), answer=isolated(beside))} if beside else {})


def _is_left_out(question: Question, content: Content) -> bool:
    # What was typed and cannot be read needs something, also where nobody has to answer.
    names = content["raw"]
    is_typed = any(name == question.code or name.startswith(f"{question.code}-") for name in names)
    return not question.required and not content["values"].get(question.code) and not is_typed


def _brief(questions: Sequence[Question], values: Mapping[str, Any]) -> Brief:
    """Choose the first answers; lists come before the rest, they weigh most."""
    answered = [each for each in questions if values.get(each.code)]
    chosen = sorted(answered, key=lambda each: each.kind != "group")[:IN_BRIEF]
    told = [_in_brief(each, values[each.code]) for each in answered if each in chosen]
    return Brief(told, len(answered) - len(told))


def _in_brief(question: Question, value: Any) -> Row:
    """Return a question with its answer in one line; `asks` when its label is a question and needs no colon."""
    label = spoken(pick(question.label))
    asks = str(label).endswith(("?", "؟", "!", ".", ":"))
    text = _entries(question, value) if question.kind == "group" else _in_one_line(question, value)
    return {"label": label, "asks": asks, "value": text}


def _in_one_line(question: Question, value: Any) -> str:
    # What somebody wrote in lines goes on after them; several choices are a list.
    lines = [each.strip() for each in shown(question, value, language.current()).splitlines()]
    text = " ".join(filter(None, lines)) if question.kind == "long_text" else listed(lines)
    return Truncator(text).chars(MOST_LETTERS)


def _entries(group: Question, value: Any) -> str:
    """Return how many entries there are, and how each begins."""
    rows = [listed(_in_one_line(each, row[each.code]) for each in members_in(group, row)[:IN_ENTRY]) for row in value]
    text = ngettext("%(count)d entry: %(entries)s", "%(count)d entries: %(entries)s", len(rows))
    return text % {"count": len(rows), "entries": "; ".join(filter(None, rows))}


def _row(question: Question, value: Any) -> Row:
    """Return an answer as a row of a summary list; a group's entries are lists of such rows."""
    row: Row = {"label": spoken(pick(question.label))}
    if question.kind != "group":
        return row | {"value": shown(question, value, language.current())}
    entries = [[_row(each, entry[each.code]) for each in members_in(question, entry)] for entry in value or []]
    return row | {"value": "", "entries": [each for each in entries if each]}


@dataclass(frozen=True)
class Papers:
    """The documents asked for, in sum."""

    cards: list[Card]

    @property
    def missing(self) -> list[Card]:
        """Return those that the office will ask for."""
        return [each for each in self.cards if each.is_missing]

    @property
    def brief(self) -> list[Text]:
        """Return what is there."""
        return [each.item.title for each in self.cards if each.is_there]

    @property
    def is_open(self) -> bool:
        """Say whether they need a look: a check has found something. What is missing stands above, by name."""
        return any(report.tone in LOUD for each in self.cards for report in each.reports)
