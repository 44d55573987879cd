"""What of a draft nobody can be shown: parts behind a condition that says nothing, papers of a kind that is none."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.catalogue.checks.conditions import known_before, known_in_group, known_to_all, problems_of_condition
from portal.catalogue.definition import Definition, Hint, Note, Requirement
from portal.catalogue.models import DocumentType
from portal.catalogue.queries.law import law_on


def faults_of(definition: Definition) -> list[str]:
    """Return why parts of a form stay away whatever is answered, each with its place; empty when none does."""
    return [*_of_conditions(definition), *_of_papers(definition)]


def _of_conditions(definition: Definition) -> Iterator[str]:
    thresholds, known = law_on().threshold_keys, known_to_all(definition)
    for question, before in known_before(definition):
        yield from problems_of_condition(question.code, question.when, before, thresholds)
    parts: list[Requirement | Hint | Note] = [*definition.requirements, *definition.hints, *definition.notes]
    for each in parts:
        yield from problems_of_condition(each.code, each.when, known, thresholds)
    for rule in definition.fee_rules:
        inside = known_in_group(definition, rule.per) if rule.per else known
        yield from problems_of_condition(rule.fee_key or "–", rule.when, inside, thresholds)


def _of_papers(definition: Definition) -> Iterator[str]:
    kinds = set(DocumentType.objects.values_list("code", flat=True))
    for each in definition.requirements:
        if each.document_type not in kinds:
            yield _("%(code)s: no kind of paper is called %(type)s") % {"code": each.code, "type": each.document_type}
