"""The page before sending: the answers page by page, open where something is to be done, else in one line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from portal.applications.steps.progress import Content
from portal.applications.steps.requirements import Card
from portal.applications.steps.showing import members_in, shown
from portal.applications.steps.standing import Standing
from portal.catalogue.definition import Question, Step
from portal.shared import language
from portal.shared.language import Text, pick
from portal.shared.templatetags.portal import spoken

# As many answers say enough of a page that is closed; the line is cut where it ends anyway.
IN_BRIEF = 6
UNTELLING = frozenset({"yes_no", "number", "group"})
LOUD = frozenset({"warning", "danger"})
Row = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """One page of the form with its answers; `left_out` are questions that nobody has to answer and nobody has.

    `brief`: some answers, for the line that stands for the page while it is closed. `is_untouched`: nothing of what is
    asked was ever answered, so that there is nothing to check.
    """

    title: SafeString
    url: str
    rows: list[Row]
    left_out: list[Row]
    brief: list[str]
    is_done: bool
    is_untouched: bool
    has_changed: bool

    @property
    def is_open(self) -> bool:
        """Say whether the page needs a look: something is missing, or the form has changed since it was saved."""
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
        has_changed="changed" in content or "gone" in content,
    )


def _linked(question: Question, content: Content, url: str) -> Row:
    return {**_row(question, content["values"].get(question.code)), "url": f"{url}#id_{question.code}"}


def _is_left_out(question: Question, content: Content) -> bool:
    # What was typed and cannot be read needs something, also where nobody has to answer.
    names = content["raw"]
    is_typed = any(name == question.code or name.startswith(f"{question.code}-") for name in names)
    return not question.required and not content["values"].get(question.code) and not is_typed


def _brief(questions: Sequence[Question], values: Mapping[str, Any]) -> list[str]:
    """Return the answers that say something without their questions: no "yes", no "3", no entries of groups."""
    telling = [each for each in questions if each.kind not in UNTELLING and values.get(each.code)]
    texts = (shown(each, values[each.code], language.current()) for each in telling[:IN_BRIEF])
    return [text.replace("\n", ", ") for text in texts]


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
