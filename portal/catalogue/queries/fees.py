"""What an application costs, line by line, each with its law and its reason (§§ 44-53 AufenthV)."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from portal.catalogue.conditions import Condition
from portal.catalogue.definition import Answers, Definition, Facts, FeeRule, Question, facts_of, facts_of_entry
from portal.catalogue.queries.law import Law, Price, Reduction, law_on
from portal.catalogue.queries.pending import hangs_on, pending_questions
from portal.shared.language import Text, pick

CENT = Decimal("0.01")
FEE, SURCHARGE, REDUCTION, NOTE = "fee", "surcharge", "reduction", "note"
# No amount, but the question on whose answer the fee still hangs.
PENDING = "pending"


@dataclass(frozen=True)
class FeeLine:
    """One line of what is to be paid, in EUR: a fee, a surcharge, a reduction (below zero) or a note (zero).

    Of a form that is not filled in, a line may be pending (zero): its title is the question that decides.
    """

    title: Text
    amount: Decimal
    law: str
    reason: Text
    kind: str = FEE


def fees_of(definition: Definition, answers: Answers, on: date) -> list[FeeLine]:
    """Return what is to be paid on a day: the first rule that holds, its best reduction, the surcharges that hold."""
    law = law_on(on)
    facts, _kept = facts_of(definition, answers, on, law.amount)
    return lines_for(definition, facts, law)


def lines_for(definition: Definition, facts: Facts, law: Law) -> list[FeeLine]:
    """Return the same for facts that are gathered already; what was not answered counts as not holding."""
    return _lines(definition, facts, law, {})


def lines_so_far(definition: Definition, facts: Facts, law: Law) -> list[FeeLine]:
    """Return what can be said of a form that is perhaps not filled in yet: no fee before all is known that decides it.

    The same as `lines_for` once it is filled in.
    """
    return _lines(definition, facts, law, {each.code: each for each in pending_questions(definition, facts)})


def _lines(definition: Definition, facts: Facts, law: Law, pending: dict[str, Question]) -> list[FeeLine]:
    rules = [rule for rule in definition.fee_rules if not rule.per]
    surcharges = [rule for rule in rules if rule.surcharge]
    base, decisive = _base([rule for rule in rules if not rule.surcharge], facts, pending)
    lines: list[FeeLine] = []
    for rule in [*base, *(rule for rule in surcharges if facts.holds(rule.when))]:
        price = law.prices.get(rule.fee_key or "")
        if price is not None:
            lines.append(_line(rule, price))
            lines += _reduced(price, facts, law)
            decisive += _deciding(_less(price, law), facts, pending)
    decisive += _deciding([rule.when for rule in surcharges], facts, pending)
    decisive += [pending[rule.per] for rule in definition.fee_rules if rule.per in pending]
    waiting = {each.code: FeeLine(pick(each.label), Decimal(0), "", pick({}), PENDING) for each in decisive}
    return [*lines, *_for_entries(definition, facts, law), *waiting.values()]


def _base(rules: list[FeeRule], facts: Facts, pending: dict[str, Question]) -> tuple[list[FeeRule], list[Question]]:
    """Return the first rule that holds, or, when one before it may yet hold, none and the questions that decide."""
    decisive: list[Question] = []
    for rule in rules:
        if facts.holds(rule.when):
            return ([] if decisive else [rule]), decisive
        decisive += hangs_on(rule.when, facts, pending)
    return [], decisive


def _deciding(conditions: list[Condition | None], facts: Facts, pending: dict[str, Question]) -> list[Question]:
    return [question for each in conditions for question in hangs_on(each, facts, pending)]


def _less(price: Price, law: Law) -> list[Condition | None]:
    """Return when a price is lower than it stands there."""
    return [each.when for each in law.reductions if price.key in each.applies_to and each.effect != NOTE]


def _for_entries(definition: Definition, facts: Facts, law: Law) -> list[FeeLine]:
    """Return a line for each entry of a repeating group and the first rule `per` that group that holds for it."""
    rules = [rule for rule in definition.fee_rules if rule.per]
    lines = []
    for group in filter(None, (definition.question(code) for code in dict.fromkeys(rule.per for rule in rules))):
        for row in facts.entries(group.code):
            inside = facts_of_entry(group, row, facts)
            rule = next((each for each in rules if each.per == group.code and inside.holds(each.when)), None)
            price = law.prices.get(rule.fee_key or "") if rule else None
            if rule and price:
                lines.append(_line(rule, price))
    return lines


def total(lines: list[FeeLine]) -> Decimal:
    """Return the sum in EUR."""
    return sum((each.amount for each in lines), Decimal(0))


def known_total(lines: list[FeeLine]) -> Decimal | None:
    """Return the sum in EUR, or None while a line is pending."""
    return None if any(each.kind == PENDING for each in lines) else total(lines)


def possible_fees(definition: Definition, on: date) -> list[FeeLine]:
    """Return every fee that can apply, for guides: the usual one first, then the others with their reasons."""
    law = law_on(on)
    usual = [rule for rule in definition.fee_rules if rule.when is None]
    rules = [*usual, *(rule for rule in definition.fee_rules if rule.when is not None)]
    lines = [_line(rule, price) for rule in rules if (price := law.prices.get(rule.fee_key or "")) is not None]
    return [*lines, *_possible_reductions(definition, law)]


def _line(rule: FeeRule, price: Price) -> FeeLine:
    kind = SURCHARGE if rule.surcharge else FEE
    return FeeLine(pick(price.title), price.amount, price.law, pick(rule.reason), kind)


def _reduced(price: Price, facts: Facts, law: Law) -> list[FeeLine]:
    """Return the reduction that helps the person most, and notes on what may be waived on request."""
    holding = [each for each in law.reductions if price.key in each.applies_to and facts.holds(each.when)]
    notes = [_reduction_line(each, Decimal(0), NOTE) for each in holding if each.effect == NOTE]
    lower = [(_after(each, price, law), each) for each in holding if each.effect != NOTE]
    best = min(lower, key=lambda pair: pair[0], default=None)
    if best is None or best[0] >= price.amount:
        return notes
    return [_reduction_line(best[1], best[0] - price.amount, REDUCTION), *(notes if best[0] else [])]


def _after(reduction: Reduction, price: Price, law: Law) -> Decimal:
    if reduction.effect == "half":
        return (price.amount / 2).quantize(CENT, ROUND_HALF_UP)
    if reduction.effect == "free":
        return Decimal(0)
    instead = law.prices.get(reduction.price_key)
    return instead.amount if instead else price.amount


def _reduction_line(reduction: Reduction, amount: Decimal, kind: str) -> FeeLine:
    return FeeLine(pick(reduction.title), amount, reduction.law, pick(reduction.reason), kind)


def _possible_reductions(definition: Definition, law: Law) -> list[FeeLine]:
    """Return what some pay less for the usual fee: each with the amount that is then left."""
    keys = [rule.fee_key for rule in definition.fee_rules if rule.fee_key and not rule.surcharge]
    asked = {question.code for question in definition.questions()}
    price = law.prices.get(keys[-1]) if keys else None
    if price is None:
        return []
    return [
        _reduction_line(each, _after(each, price, law), REDUCTION)
        for each in law.reductions
        if price.key in each.applies_to and each.effect != NOTE and each.when and each.when.names & asked
    ]
