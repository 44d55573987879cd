"""What a service's form is made of: frozen, in all languages, without a query. Other apps read these classes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.catalogue.conditions import Answers, Comparison, Condition, Group, Opposite, condition_from, holds

__all__ = [
    "KINDS",
    "Answers",
    "Choice",
    "Comparison",
    "Condition",
    "Definition",
    "FeeRule",
    "Group",
    "Guide",
    "GuideStep",
    "Opposite",
    "Question",
    "Requirement",
    "Step",
    "Texts",
    "definition_from",
    "holds",
    "relevant_answers",
]

type Texts = Mapping[str, str]

KINDS = frozenset(
    [
        "text",
        "name",
        "date",
        "partial_date",
        "email",
        "phone",
        "postcode",
        "country",
        "nationality",
        "choice",
        "yes_no",
        "number",
        "money",
        "long_text",
    ]
)


@dataclass(frozen=True)
class Choice:
    """One possible answer."""

    code: str
    label: Texts


@dataclass(frozen=True)
class Question:
    """One question. `x_map` names the same thing elsewhere (DSAusländer, BundID, machine-readable zone)."""

    code: str
    kind: str
    label: Texts
    hint: Texts = field(default_factory=dict)
    required: bool = True
    choices: tuple[Choice, ...] = ()
    when: Condition | None = None
    max_length: int | None = None
    autocomplete: str = ""
    x_map: Mapping[str, str] = field(default_factory=dict)
    # For numbers and money, inclusive.
    minimum: int | None = None
    maximum: int | None = None
    # Digits after the decimal mark that a number may have.
    decimals: int = 0
    # "past" or "future" for days that can only lie there; "" for any.
    period: str = ""
    # A declaration: only "yes" lets the applicant go on.
    must_agree: bool = False


@dataclass(frozen=True)
class Step:
    """One page of the form: one topic."""

    code: str
    title: Texts
    intro: Texts
    questions: tuple[Question, ...]


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


@dataclass(frozen=True)
class FeeRule:
    """The first rule that holds gives the fee; surcharges that hold are added to it."""

    fee_key: str
    reason: Texts
    when: Condition | None = None
    surcharge: bool = False


@dataclass(frozen=True)
class GuideStep:
    """One thing to do, in order."""

    title: Texts
    text: Texts


@dataclass(frozen=True)
class Guide:
    """What a reader must know before starting."""

    who: Texts
    deadline: Texts
    duration: Texts
    steps: tuple[GuideStep, ...]
    after: Texts


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

    def questions(self) -> Iterator[Question]:
        """Yield every question in the order asked."""
        for step in self.steps:
            yield from step.questions

    def step(self, code: str) -> Step | None:
        """Return a step by its code."""
        return next((step for step in self.steps if step.code == code), None)

    def question(self, code: str) -> Question | None:
        """Return a question by its code."""
        return next((question for question in self.questions() if question.code == code), None)


def relevant_answers(definition: Definition, answers: Answers, today: date) -> dict[str, Any]:
    """Return the answers to questions that are asked at all: what was typed before a change of mind does not count."""
    kept: dict[str, Any] = {}
    for question in definition.questions():
        if question.code in answers and holds(question.when, kept, today):
            kept[question.code] = answers[question.code]
    return kept


def definition_from(data: Mapping[str, Any]) -> Definition:
    """Build a definition from its stored or packed form (see `packs/`); raises ConditionError."""
    return Definition(
        **{key: data[key] for key in ("slug", "code", "title", "summary", "legal_basis", "origins")},
        prolongs_title=data.get("prolongs_title", False),
        steps=tuple(_step(each) for each in data["steps"]),
        requirements=tuple(
            Requirement(**{**each, "when": condition_from(each.get("when")), "checks": tuple(each.get("checks", ()))})
            for each in data["requirements"]
        ),
        fee_rules=tuple(FeeRule(**{**each, "when": condition_from(each.get("when"))}) for each in data["fees"]),
        guide=Guide(**{**data["guide"], "steps": tuple(GuideStep(**each) for each in data["guide"]["steps"])}),
    )


def _step(data: Mapping[str, Any]) -> Step:
    questions = tuple(_question(each) for each in data["questions"])
    return Step(data["code"], data["title"], data.get("intro", {}), questions)


def _question(data: Mapping[str, Any]) -> Question:
    choices = tuple(Choice(**each) for each in data.get("choices", ()))
    return Question(**{**data, "choices": choices, "when": condition_from(data.get("when"))})
