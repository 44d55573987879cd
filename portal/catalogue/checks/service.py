"""A service as a whole: its shape, its codes, its conditions, its documents, its fees."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from portal.catalogue.checks.conditions import known_before, known_in_group, known_to_all, problems_of_condition
from portal.catalogue.checks.reach import unreachable
from portal.catalogue.checks.shape import problems_of_shape, with_places
from portal.catalogue.checks.texts import problems_of_texts
from portal.catalogue.conditions.syntax import RESERVED
from portal.catalogue.definition import WITH_CHOICES, Definition, Hint, Note, Question, definition_from
from portal.catalogue.errors import ConditionError


@dataclass(frozen=True)
class Surroundings:
    """What a service may refer to: kinds of paper, fees with their law, amounts, languages that must be complete."""

    document_types: frozenset[str]
    # From the key of a fee to its law.
    fees: Mapping[str, str]
    thresholds: frozenset[str]
    languages: tuple[str, ...]
    standard: frozenset[str] = field(default_factory=frozenset)


def problems_of(data: Mapping[str, Any], around: Surroundings) -> list[str]:
    """Return all that keeps a service from being published, each with its place; empty when nothing does."""
    data = with_places(data)
    if shape := problems_of_shape(data):
        return shape
    try:
        definition = definition_from(data)
    except (ConditionError, KeyError, TypeError) as error:
        return [str(error)]
    return [
        *_problems_of_codes(definition),
        *_problems_of_questions(definition, around),
        *_problems_of_requirements(definition, around),
        *_problems_of_fees(definition, around),
        *_problems_of_remarks(definition, around),
        *_problems_of_guide(definition, around),
        *problems_of_texts(data, around.languages, around.fees.keys(), around.thresholds),
    ]


def _problems_of_codes(definition: Definition) -> Iterator[str]:
    questions = [each for question in definition.questions() for each in (question, *question.questions)]
    for what, codes in (
        (_("question"), [each.code for each in questions]),
        (_("page"), [each.code for each in definition.steps]),
        (_("document"), [each.code for each in definition.requirements]),
        (_("hint"), [each.code for each in definition.hints]),
        (_("note"), [each.code for each in definition.notes]),
    ):
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield _("%(code)s: this %(what)s stands twice") % {"code": code, "what": what}
    for code in sorted({each.code for each in questions} & RESERVED):
        yield _("%(code)s: conditions keep this word for themselves; choose another code") % {"code": code}


def _problems_of_questions(definition: Definition, around: Surroundings) -> Iterator[str]:
    for question, known in known_before(definition):
        yield from problems_of_condition(question.code, question.when, known, around.thresholds)
        yield from _problems_of_question(question)
    for code in unreachable(definition):
        yield _("%(code)s: nobody can ever be asked this; look at its condition") % {"code": code}


def _problems_of_question(question: Question) -> Iterator[str]:
    if (question.kind in WITH_CHOICES) != bool(question.choices):
        yield _("%(code)s: choices belong to questions with choices, and to them alone") % {"code": question.code}
    if (question.kind == "group") != bool(question.questions):
        yield _("%(code)s: entries belong to repeating groups, and to them alone") % {"code": question.code}
    codes = [each.code for each in question.choices]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield _("%(code)s: the choice %(choice)s stands twice") % {"code": question.code, "choice": code}
    if question.least > question.most or (question.kind == "group" and question.required and not question.least):
        yield _("%(code)s: say how many entries there must and may be") % {"code": question.code}
    if any(each.kind == "group" for each in question.questions):
        yield _("%(code)s: a repeating group holds no other group") % {"code": question.code}
    if question.when is not None and not any(question.because.values()):
        yield _("%(code)s: say why it is asked") % {"code": question.code}


def _problems_of_requirements(definition: Definition, around: Surroundings) -> Iterator[str]:
    known = known_to_all(definition)
    for each in definition.requirements:
        for code in (each.document_type, *each.alternatives):
            if code not in around.document_types:
                yield _("%(code)s: no kind of paper is called %(type)s") % {"code": each.code, "type": code}
        if not any(each.why.values()):
            yield _("%(code)s: say why this document is needed") % {"code": each.code}
        if each.alternatives and "kind_by_words" in each.checks:
            yield _("%(code)s: the kind cannot be checked where other papers do as well") % {"code": each.code}
        yield from problems_of_condition(each.code, each.when, known, around.thresholds)


def _problems_of_fees(definition: Definition, around: Surroundings) -> Iterator[str]:
    groups = {each.code for each in definition.questions() if each.kind == "group"}
    for rule in definition.fee_rules:
        known = known_in_group(definition, rule.per) if rule.per else known_to_all(definition)
        place = _("fee %(key)s") % {"key": rule.fee_key or "–"}
        if rule.fee_key is not None and rule.fee_key not in around.fees:
            yield f"{place}: " + _("there is no such fee today")
        elif rule.fee_key is not None and not around.fees[rule.fee_key]:
            yield f"{place}: " + _("the fee has no legal source")
        if not any(rule.reason.values()):
            yield f"{place}: " + _("say why it is due")
        if rule.per and (rule.per not in groups or not rule.surcharge):
            yield f"{place}: " + _("a fee for each entry is a surcharge and names a repeating group")
        yield from problems_of_condition(place, rule.when, known, around.thresholds)
    base = [rule for rule in definition.fee_rules if not rule.surcharge]
    if not base or base[-1].when is not None or any(rule.when is None for rule in base[:-1]):
        yield _("fees: end with one rule without a condition, the usual fee")


def _problems_of_remarks(definition: Definition, around: Surroundings) -> Iterator[str]:
    known, steps = known_to_all(definition), {each.code for each in definition.steps}
    yield from problems_of_condition("talent_center", definition.talent_center_when, known, around.thresholds)
    remarks: list[Hint | Note] = [*definition.hints, *definition.notes]
    for each in remarks:
        yield from problems_of_condition(each.code, each.when, known, around.thresholds)
        if not any(each.text.values()):
            yield _("%(code)s: the text is missing") % {"code": each.code}
    for hint in definition.hints:
        if hint.when is None:
            yield _("%(code)s: a hint needs a condition; what everybody should know is a note") % {"code": hint.code}
        if hint.step and hint.step not in steps:
            yield _("%(code)s: no page is called %(step)s") % {"code": hint.code, "step": hint.step}


def _problems_of_guide(definition: Definition, around: Surroundings) -> Iterator[str]:
    if not any(definition.privacy.values()) and "privacy" not in around.standard:
        yield _("the privacy notice is missing")
    if not any(definition.contact.values()) and "contact" not in around.standard:
        yield _("the contact is missing")
    if not any(definition.guide.after.values()):
        yield _("“What happens next” is missing")
    if not any(definition.guide.duration.values()):
        yield _("say how long it takes (§ 25(2) VwVfG)")
