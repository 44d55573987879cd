"""Compare what was read with what was asked for and typed, and write down what came out."""

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from portal.documents import queries, signals, states
from portal.documents.actions import lateness, tallies
from portal.documents.checks import kinds, rules
from portal.documents.checks.outcome import Outcome
from portal.documents.models import Document, Finding
from portal.documents.ports import Facts
from portal.vault import actions as vault


def check(document: Document) -> None:
    """Run the checks of the document's kind on what was read, and say so."""
    with transaction.atomic():
        lateness.tell(document)
        document.settle()
        document._advance("finish")
        # A passport's other pages need no zone of their own, whichever comes first.
        _find(document)
        check_beside(document)
        tallies.count_told(document)
        transaction.on_commit(partial(signals.document_checked.send, sender=Document, document=document))


def check_beside(document: Document) -> None:
    """Judge again what lies beside a file that came or went: together they may be whole, or not any more."""
    for each in _of_one_requirement(document):
        # What the office has keeps the verdict with which it went there.
        if each.pk != document.pk and each.handed_over_at is None:
            _find(each)


def recheck(subject: UUID) -> None:
    """Compare again, because the form has changed; nothing is read again."""
    with transaction.atomic():
        for document in Document.objects.about(subject).waiting().filter(state=states.CHECKED):
            _find(document)


def _of_one_requirement(document: Document) -> Iterable[Document]:
    return Document.objects.about(document.subject).filter(requirement=document.requirement, state=states.CHECKED)


def _find(document: Document) -> None:
    facts: Facts = import_string(settings.DOCUMENT_FACTS)(document.subject)
    kind = kinds.kind_of(document.document_type)
    others = [queries.reading_of(each) for each in _of_one_requirement(document) if each.pk != document.pk]
    off = queries.switched_off(facts.office)
    outcomes = rules.outcomes(kind, queries.reading_of(document), facts, others, off)
    if any(map(rules.is_other_page, outcomes)) and _is_proof_among(kind, others, facts):
        outcomes = rules.soften(outcomes)
    document.findings.all().delete()
    Finding.objects.bulk_create(_finding(document, each) for each in outcomes)


def _finding(document: Document, outcome: Outcome) -> Finding:
    context = f"documents.finding.{document.pk}.{outcome.check}"
    return Finding(
        document=document,
        check_id=outcome.check,
        result=outcome.result,
        case=outcome.case[:40],
        confidence=outcome.confidence,
        sealed_value=vault.seal_json(document.subject, outcome.values, context),
    )


def _is_proof_among(kind: kinds.Kind, readings: list[dict[str, Any]], facts: Facts) -> bool:
    found = (rules.outcomes(kind, each, facts) for each in readings)
    return any(outcomes and not any(map(rules.is_other_page, outcomes)) for outcomes in found)
