"""The places of a step's questions in its page, those in entries of groups included; and what stands beside them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.applications.actions import Saved
from portal.applications.actions.moving import NEW
from portal.applications.forms import Asked, StepForm
from portal.applications.steps import groups, requirements, windows
from portal.applications.steps.groups import Entry
from portal.applications.steps.progress import Content, Problems
from portal.applications.steps.standing import Standing
from portal.applications.views import pages
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Hint, Question
from portal.offices import queries as offices
from portal.offices.models import Office
from portal.shared.language import Text, listed, pick
from portal.shared.templatetags.portal import isolated, spoken

# The question for the postcode of the place where the person lives.
PLACE = "postcode"


@dataclass(frozen=True)
class EntryPart:
    """One entry of a group: `place` names it in the form, `number` counts for people."""

    place: str
    number: int
    parts: list["Part"]
    has_focus: bool = False


@dataclass(frozen=True)
class GroupPart:
    """A repeating group with its entries; `shown` are the names of the fields in them."""

    entries: list[EntryPart]
    shown: list[str]
    can_add: bool
    can_remove: bool
    has_focus: bool = False


@dataclass(frozen=True)
class Part:
    """One place in the form; empty (no field) while its question is not asked. `anew`: see windows.marked."""

    code: str
    kind: str = ""
    field: BoundField | None = None
    group: GroupPart | None = None
    anew: str = ""


@dataclass(frozen=True)
class Touched:
    """A group that gets or has lost an entry just now: the focus goes there."""

    group: str = ""
    adds: bool = False


@dataclass(frozen=True)
class Sheet:
    """A step as its page shows it. `as_posted`: entries keep the numbers under which the browser knows them."""

    saved: Saved
    problems: Problems | None = None
    touched: Touched = field(default_factory=Touched)
    as_posted: bool = False

    @cached_property
    def questions(self) -> list[Question]:
        """Return the questions asked now."""
        return self.saved.standing.questions_of(self.saved.step)

    @property
    def _content(self) -> Content:
        return self.saved.standing.content_of(self.saved.step)

    @cached_property
    def rows(self) -> dict[str, list[Entry]]:
        """Return the entries of every group asked now, empty ones to type in included."""
        return {each.code: self._rows(each) for each in self.questions if each.kind == "group"}

    def _rows(self, group: Question) -> list[Entry]:
        posted = self.saved.posted.get(group.code)
        if self.as_posted and posted is not None and group.code not in self.saved.stale:
            return posted
        content = self._content
        found = groups.stored(group, content["values"], content["raw"])
        wanted = max(groups.least_of(group), len(found))
        if self.touched.group == group.code:
            wanted = max(wanted, min(len(posted or ()) + self.touched.adds, groups.most_of(group)))
        return found + [Entry(number) for number in range(len(found), wanted)]

    @cached_property
    def asked(self) -> list[Asked]:
        """Return every question asked now by the name of its field."""
        return [each for question in self.questions for each in self._asked(question)]

    def _asked(self, question: Question) -> Iterator[Asked]:
        yield Asked(question.code, question, remarks=self._remarks(question))
        facts = self.saved.standing.weighed.facts
        for place, entry in enumerate(self.rows.get(question.code, ()), start=1):
            for member in groups.open_members(question, entry.values, facts):
                name = groups.name_of(question.code, entry.number, member.code)
                yield Asked(name, member, place, self._remarks(member))

    def _remarks(self, question: Question) -> tuple[SafeString, ...]:
        """Return why a question is asked that not everybody is asked, and what a newer version made of it."""
        found = []
        if question.when is not None and (reason := pick(question.because)).value:
            why = format_html(_("Why we ask: {reason}"), reason=spoken(reason))
            found.append(format_html('<span class="field__because">{}</span>', why))
        content = self._content
        if mark := content.get("changed", {}).get(question.code):
            told = _("This question is new.") if mark == NEW else _("This question has changed since you answered it.")
            found.append(format_html('<span class="field__changed">{}</span>', told))
        if content.get("filled", {}).get(question.code):
            told = _("Filled in: you said this when you added the person.")
            found.append(format_html('<span class="field__changed">{}</span>', told))
        for sentence, text in self._answers_besides(question.code):
            told = format_html(sentence, answer=isolated(in_one_line(text)))
            found.append(format_html('<span class="field__changed">{}</span>', told))
        return tuple(found)

    def _answers_besides(self, code: str) -> Iterator[tuple[str, str]]:
        """Yield what else was answered to a question: before the form changed, in another window, in this one."""
        content, stale = self._content, self.saved.stale
        if text := content.get("before", {}).get(code):
            yield _("You answered before: {answer}"), text
        beside = content.get("elsewhere", {}).get(code, "")
        if code in stale and (text := stale[code] or beside):
            yield _("Changed in another window. Here it said: {answer}"), text
        elif code in stale:
            yield _("Answered in another window."), ""
        elif beside:
            yield _("In the other window: {answer}"), beside

    @cached_property
    def codes(self) -> set[str]:
        """Return the names of all fields asked now."""
        return {each.name for each in self.asked}

    @cached_property
    def filled_codes(self) -> set[str]:
        """Return the same without those of empty entries: nobody has left them out."""
        empty = {f"{code}-{entry.number}" for code, rows in self.rows.items() for entry in rows if entry.is_empty}
        return {name for name in self.codes if name.rpartition("-")[0] not in empty}

    @cached_property
    def shown(self) -> list[str]:
        """Return the codes of the questions asked now, in order; each group tells for itself what it shows."""
        return [each.code for each in self.questions]

    @cached_property
    def form(self) -> StepForm:
        """Return the form of all that is asked."""
        values = dict(self.saved.shown)
        for code, rows in self.rows.items():
            for entry in rows:
                values |= {groups.name_of(code, entry.number, member): text for member, text in entry.shown.items()}
        return StepForm(self.asked, values, self.problems)

    def parts(self) -> list[Part]:
        """Return every question's place in the form."""
        return [self._part(each) for each in self.saved.step.questions]

    def parts_of(self, names: set[str]) -> Iterator[Part]:
        """Yield the places of some questions, also inside of groups that stay."""
        for question in self.saved.step.questions:
            if question.code in names:
                yield self._part(question)
            elif question.code in self.rows and any(name.startswith(f"{question.code}-") for name in names):
                group = self._group(question)
                yield Part(f"shown-{question.code}", "shown", group=group)
                yield from (part for entry in group.entries for part in entry.parts if part.code in names)

    def _part(self, question: Question) -> Part:
        if question.code not in self.codes:
            return Part(question.code, question.kind)
        group = self._group(question) if question.kind == "group" else None
        anew = windows.marked(self._content, question.code) if question.code in self.saved.stale else ""
        return Part(question.code, question.kind, self.form[question.code], group, anew)

    def _group(self, question: Question) -> GroupPart:
        rows, is_here = self.rows[question.code], self.touched.group == question.code
        return GroupPart(
            entries=[
                self._entry(question, place, entry, has_focus=is_here and self.touched.adds and place == len(rows))
                for place, entry in enumerate(rows, start=1)
            ],
            shown=[each.name for each in self.asked if each.name.startswith(f"{question.code}-")],
            can_add=len(rows) < groups.most_of(question),
            can_remove=len(rows) > groups.least_of(question),
            has_focus=is_here and not self.touched.adds,
        )

    def _entry(self, group: Question, place: int, entry: Entry, *, has_focus: bool) -> EntryPart:
        names = [(each, groups.name_of(group.code, entry.number, each.code)) for each in group.questions]
        parts = [Part(name, member.kind, self.form[name] if name in self.codes else None) for member, name in names]
        return EntryPart(f"{group.code}-{entry.number}", place, parts, has_focus)


def page_of(sheet: Sheet) -> dict[str, Any]:
    """Return what the page of a step shows, whoever fills it in."""
    saved, stands = sheet.saved, sheet.saved.standing
    found = {"title": pick(saved.step.title), "intro": pick(saved.step.intro), **beside(saved)}
    found |= {"service_title": pick(stands.definition.title), "number": stands.number_of(saved.step)}
    found |= {"by_machine": pages.is_by_machine(stands.definition), "privacy": _privacy(sheet)}
    found |= {"shortcut": requirements.shortcut_of(stands.definition, saved.step, stands.answers)}
    content = stands.content_of(saved.step)
    found |= {"given": _given(sheet), "stale": saved.stale}
    found |= {"gone": [(label, in_one_line(text)) for label, text in content.get("gone", {}).values()]}
    return found | {"form": sheet.form, "parts": sheet.parts(), "shown": sheet.shown}


def _given(sheet: Sheet) -> str:
    """Return what the page keeps to itself about what it shows; nothing for what is no application."""
    stands, step = sheet.saved.standing, sheet.saved.step
    version = stands.application.version if stands.application.version_id else None
    return windows.given(step, stands.content_of(step), version.number) if version else ""


def in_one_line(text: str) -> str:
    """Return an answer of several lines as it stands in a sentence."""
    return listed(text.splitlines())


def _privacy(sheet: Sheet) -> Text | None:
    """Return the notice about personal data for the page on which the person says to have read it."""
    is_asked = any(each.code == "data_notice" for each in sheet.questions)
    return pick(sheet.saved.standing.definition.privacy) if is_asked else None


def beside(saved: Saved) -> dict[str, Any]:
    """Return what stands beside the questions: a live result, and hints that never keep anybody from applying."""
    stands, step = saved.standing, saved.step
    of_step = [each for each in stands.definition.hints if each.step == step.code]
    asks_place = any(each.code == PLACE for each in step.questions)
    return {
        "has_beside": bool(step.panel or of_step or asks_place),
        "panel": catalogue.panel_of(stands.definition, step, stands.weighed.answers, stands.weighed.facts),
        "other_office": other_office(stands) if asks_place else None,
        **told(stands, of_step),
    }


def told(stands: Standing, hints: Iterable[Hint]) -> dict[str, Any]:
    """Return those of some hints that hold, for `_hints.html`."""
    found = [each for each in hints if stands.weighed.facts.holds(each.when)]
    return {
        "hints": [{"text": pick(each.text), "law": each.law} for each in found],
        "hints_intro": catalogue.hints_intro() if found else None,
    }


def other_office(stands: Standing) -> Office | None:
    """Return the office of the person's postcode when it is another one here than the application's (§ 3 VwVfG)."""
    postcode = stands.weighed.answers.get(PLACE)
    found = offices.office_for(str(postcode)) if postcode else None
    return None if found is None or found.pk == stands.application.office_id else found


def in_order(saved: Saved, names: Mapping[str, Any] | set[str]) -> set[str]:
    """Return names of fields as they were sent under the numbers that the entries have now."""
    numbers = {
        f"{code}-{entry.number}": f"{code}-{number}"
        for code, entries in saved.posted.items()
        for number, entry in enumerate(each for each in entries if not each.is_empty)
    }
    found = set()
    for name in names:
        place, _sign, member = name.rpartition("-")
        found.add(f"{numbers[place]}-{member}" if place in numbers else name)
    return found
