"""Count, without a trace of who it was, how often a check spoke up and how often people overruled it."""

from django.conf import settings
from django.db.models import F
from django.utils.module_loading import import_string

from portal.documents.models import Document, Finding, Tally
from portal.documents.ports import Facts
from portal.shared import clock

LOUD = (Finding.Result.WARN, Finding.Result.FAIL)


def count_told(document: Document) -> None:
    """Count each check that ran on a document, and whether it warned."""
    facts: Facts = import_string(settings.DOCUMENT_FACTS)(document.subject)
    for finding in document.findings.all():
        _add(document, facts, finding, ran=1, told=int(finding.result in LOUD))


def count_overruled(document: Document) -> None:
    """Count each warning that the person did not follow."""
    facts: Facts = import_string(settings.DOCUMENT_FACTS)(document.subject)
    for finding in document.findings.filter(result__in=LOUD):
        _add(document, facts, finding, overruled=1)


def _add(document: Document, facts: Facts, finding: Finding, **numbers: int) -> None:
    row, _ = Tally.objects.get_or_create(
        month=clock.today().replace(day=1),
        office=facts.office,
        document_type=document.document_type,
        check_id=finding.check_id,
        case=finding.case,
        language=facts.language,
    )
    Tally.objects.filter(pk=row.pk).update(**{name: F(name) + number for name, number in numbers.items()})
