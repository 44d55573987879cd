"""What a service's form is made of: frozen, in all languages, without a query. Other apps read these classes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from portal.catalogue.conditions import Amounts, Condition, Facts, condition_from

__all__ = [
    "KINDS",
    "Answers",
    "Choice",
    "Condition",
    "Definition",
    "Facts",
    "FeeRule",
    "Guide",
    "GuideStep",
    "Hint",
    "Note",
    "Question",
    "Requirement",
    "Step",
    "Texts",
    "definition_from",
    "facts_of",
    "question_from",
    "relevant_answers",
]

type Texts = Mapping[str, str]
type Answers = Mapping[str, Any]

KINDS = frozenset(
    (
        *("text", "name", "date", "partial_date", "email", "phone", "postcode", "country", "nationality", "language"),
        *("choice", "several", "yes_no", "number", "money", "long_text", "group"),
    )
)
WITH_CHOICES = frozenset({"choice", "several"})
# No form needs more entries of one kind; what is beyond is not looked at.
MOST_ENTRIES = 50


@dataclass(frozen=True)
class Choice:
    """One possible answer."""

    code: str
    label: Texts


@dataclass(frozen=True)
class Question:
    """One question. `x_map` names the same thing elsewhere (DSAusländer, BundID, machine-readable zone).

    A question of kind `group` repeats its `questions` for every entry (employers, children, stays).
    """

    code: str
    kind: str
    label: Texts
    hint: Texts = field(default_factory=dict)
    required: bool = True
    choices: tuple[Choice, ...] = ()
    when: Condition | None = None
    # Why it is asked, shown with it: every condition has one.
    because: Texts = field(default_factory=dict)
    max_length: int | None = None
    autocomplete: str = ""
    x_map: Mapping[str, str] = field(default_factory=dict)
    # Identifier of the data field in the federal information management (FIM), never invented.
    fim_field_id: str = ""
    # For numbers and money, inclusive.
    minimum: int | None = None
    maximum: int | None = None
    # Digits after the decimal mark that a number may have.
    decimals: int = 0
    # "past" or "future" for days that can only lie there; "" for any.
    period: str = ""
    # A declaration: only "yes" lets the applicant go on.
    must_agree: bool = False
    # The same for a family that applies together: asked once.
    shared: bool = False
    # Of a group: what is asked of every entry, and how many there may be.
    questions: tuple["Question", ...] = ()
    least: int = 0
    most: int = 10

    @cached_property
    def member_kinds(self) -> dict[str, str]:
        """Return {code: kind} of what an entry of a group is asked."""
        return {member.code: member.kind for member in self.questions}


@dataclass(frozen=True)
class Step:
    """One page of the form: one topic. `panel` names a live calculation beside the questions."""

    code: str
    title: Texts
    intro: Texts
    questions: tuple[Question, ...]
    panel: str = ""


@dataclass(frozen=True)
class Requirement:
    """A document asked for. `checks` names what is looked at; a finding warns, it never blocks."""

    code: str
    document_type: str
    why: Texts
    required: bool = True
    when: Condition | None = None
    max_files: int = 5
    checks: tuple[str, ...] = ()
    law: str = ""
    # Other kinds of paper that do as well.
    alternatives: tuple[str, ...] = ()
    # One paper for a family that applies together.
    shared: bool = False
    # Who gives it out: university, employer, authority, embassy, landlord, insurer, bank, self; "" when that is plain.
    issuer: str = ""


@dataclass(frozen=True)
class FeeRule:
    """The first rule that holds gives the fee; surcharges that hold are added to it. No key: nothing to pay.

    A rule `per` a repeating group is added once for each of its entries for which it holds (a child's document).
    """

    fee_key: str | None
    reason: Texts
    when: Condition | None = None
    surcharge: bool = False
    per: str = ""


@dataclass(frozen=True)
class Hint:
    """What may speak against the application. It warns and never keeps anybody from filing (§ 24(3) VwVfG)."""

    code: str
    text: Texts
    when: Condition | None
    step: str = ""
    law: str = ""


@dataclass(frozen=True)
class Note:
    """A rule that everyone in this situation should know."""

    code: str
    text: Texts
    when: Condition | None = None
    law: str = ""


@dataclass(frozen=True)
class GuideStep:
    """One thing to do, in order."""

    title: Texts
    text: Texts


@dataclass(frozen=True)
class Guide:
    """What a reader must know before starting. `in_short`: the service in three sentences."""

    who: Texts
    deadline: Texts
    duration: Texts
    steps: tuple[GuideStep, ...]
    after: Texts
    in_short: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Definition:
    """A service as published: the form, the documents, the fee rules and the guide in one."""

    slug: str
    code: str
    title: Texts
    summary: Texts
    legal_basis: str
    steps: tuple[Step, ...]
    requirements: tuple[Requirement, ...]
    fee_rules: tuple[FeeRule, ...]
    guide: Guide
    # {language: "human" | "machine"}: readers are told which texts a machine made.
    origins: Mapping[str, str]
    # Whether applying in time keeps the old permit valid (§ 81(4) AufenthG).
    prolongs_title: bool = False
    hints: tuple[Hint, ...] = ()
    notes: tuple[Note, ...] = ()
    # {state: sentence}: what the status page says of this service.
    status: Mapping[str, Texts] = field(default_factory=dict)
    # Art. 13 GDPR, before the first input; and where to ask.
    privacy: Texts = field(default_factory=dict)
    contact: Texts = field(default_factory=dict)
    # Served by the International Talent Center of an office that has one.
    talent_center: bool = False
    # Only for these answers; the office in general for all others.
    talent_center_when: Condition | None = None

    def questions(self) -> Iterator[Question]:
        """Yield every question in the order asked; those of a group's entries are inside the group."""
        for step in self.steps:
            yield from step.questions

    def step(self, code: str) -> Step | None:
        """Return a step by its code."""
        return next((step for step in self.steps if step.code == code), None)

    def question(self, code: str) -> Question | None:
        """Return a question by its code."""
        return next((question for question in self.questions() if question.code == code), None)


def facts_of(definition: Definition, answers: Answers, today: date, amounts: Amounts) -> tuple[Facts, dict[str, Any]]:
    """Return what conditions know, and the answers that count: what was typed before a change of mind does not."""
    facts, kept = Facts(today, amounts), dict[str, Any]()
    for question in definition.questions():
        if question.code not in answers or not facts.holds(question.when):
            continue
        answer = answers[question.code]
        kept[question.code] = _entries(question, answer, facts) if question.kind == "group" else answer
        facts.add(question.code, question.kind, kept[question.code], question.member_kinds)
    return facts, kept


def relevant_answers(definition: Definition, answers: Answers, today: date, amounts: Amounts) -> dict[str, Any]:
    """Return the answers that count."""
    return facts_of(definition, answers, today, amounts)[1]


def _entries(group: Question, answer: Any, facts: Facts) -> list[dict[str, Any]]:
    rows = answer[:MOST_ENTRIES] if isinstance(answer, list) else []
    return [_entry(group, row, facts.beside()) for row in rows if isinstance(row, Mapping)]


def _entry(group: Question, row: Answers, facts: Facts) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for question in group.questions:
        if question.code in row and facts.holds(question.when):
            kept[question.code] = row[question.code]
            facts.add(question.code, question.kind, row[question.code])
    return kept


def facts_of_entry(group: Question, row: Answers, facts: Facts) -> Facts:
    """Return what conditions know inside one entry of a repeating group: everything outside, and this entry."""
    inside = facts.beside()
    _entry(group, row, inside)
    return inside


def definition_from(data: Mapping[str, Any]) -> Definition:
    """Build a definition from its stored or packed form (see `packs/`); raises ConditionError."""
    plain = ("prolongs_title", "status", "privacy", "contact", "talent_center")
    return Definition(
        **{key: data[key] for key in ("slug", "code", "title", "summary", "legal_basis", "origins")},
        **{key: data[key] for key in plain if key in data},
        talent_center_when=condition_from(data.get("talent_center_when")),
        steps=tuple(_step(each) for each in data["steps"]),
        requirements=tuple(_requirement(each) for each in data["requirements"]),
        fee_rules=tuple(FeeRule(**_with_condition(each)) for each in data["fees"]),
        hints=tuple(Hint(**_with_condition(each)) for each in data.get("hints", ())),
        notes=tuple(Note(**_with_condition(each)) for each in data.get("notes", ())),
        guide=Guide(**{**data["guide"], "steps": tuple(GuideStep(**each) for each in data["guide"]["steps"])}),
    )


def _with_condition(data: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "when": condition_from(data.get("when"))}


def _requirement(data: Mapping[str, Any]) -> Requirement:
    lists = {key: tuple(data.get(key, ())) for key in ("checks", "alternatives")}
    return Requirement(**{**_with_condition(data), **lists})


def _step(data: Mapping[str, Any]) -> Step:
    questions = tuple(question_from(each) for each in data["questions"])
    return Step(data["code"], data["title"], data.get("intro", {}), questions, data.get("panel", ""))


def question_from(data: Mapping[str, Any]) -> Question:
    """Build one question from its stored or packed form; raises ConditionError."""
    choices = tuple(Choice(**each) for each in data.get("choices", ()))
    members = tuple(question_from(each) for each in data.get("questions", ()))
    return Question(**{**_with_condition(data), "choices": choices, "questions": members})
