"""What the office gets, frozen: the content of the package (WOP 1.0)."""

import hmac
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import override

from portal.applications import family, queries
from portal.applications.errors import NotYetCheckedError
from portal.applications.models import Application, Receipt
from portal.applications.steps import progress, showing
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Definition, Question, Step
from portal.catalogue.queries import FeeLine
from portal.documents import queries as documents
from portal.documents import states as document_states
from portal.documents.models import Document
from portal.shared import clock

Json = dict[str, Any]
FORM = "form"
TITLE_END = "title_valid_until"
# Who in the office it is for.
TALENT_CENTER, GENERAL = "talent_center", "general"


def content_of(application: Application, answers: Json | None = None) -> Json:
    """Return what the office gets, without the bytes of the files (see `open_file`); `answers` if open already."""
    definition = queries.definition_of(application)
    answers = queries.answers_of(application) if answers is None else progress.relevant(definition, answers)
    return {
        "service": _service(application, definition),
        "times": {
            "startedAt": application.created.isoformat(),
            "submittedAt": moment_of(application),
            "receivedAt": moment_of(application),
        },
        "applicant": _applicant(application, answers),
        "urgency": _urgency(answers),
        "routing": {"unit": _unit(definition, answers)},
        "data": {
            "answers": answers,
            "sections": sections_of(application, definition, answers),
            "inFamily": application.bundle_id is not None,
        },
        "files": [listing_of(each) for each in files_of(application)],
        "promised": _promised(application, definition),
        "shared": family.references(application, answers),
        "payment": {"expected": _fees(definition, answers), "paid": None},
        "consent": {"dataNotice": True, "readBeforeSending": True, "at": moment_of(application)},
    }


def supplement_of(application: Application, sent: list[Document], at: datetime) -> Json:
    """Return what the office gets when documents follow: the files; answers and form it has already."""
    definition, answers = queries.definition_of(application), queries.answers_of(application)
    moment = at.isoformat()
    return {
        "service": _service(application, definition),
        "times": {"submittedAt": moment, "receivedAt": moment},
        "applicant": _applicant(application, answers),
        "urgency": _urgency(answers),
        "data": {},
        "files": [listing_of(each) for each in sent],
        "consent": {},
    }


def _service(application: Application, definition: Definition) -> Json:
    return {
        "slug": definition.slug,
        "legalBasis": definition.legal_basis,
        "leika": application.service.leika_key,
        "version": str(application.version.number),
        "title": dict(definition.title),
    }


def _promised(application: Application, definition: Definition) -> list[Json]:
    types = {each.code: each.document_type for each in definition.requirements}
    promises = queries.promises_of(application)
    return [{"requirement": code, "docType": types.get(code, ""), "until": day} for code, day in promises.items()]


def files_of(application: Application) -> list[Document]:
    """Return the documents that count as handed in."""
    return [each for each in documents.documents_of(application.pk) if each.state in document_states.PRESENT]


def listing_of(document: Document) -> Json:
    """Describe one file by what is known since its last byte arrived."""
    return {
        "id": str(document.pk),
        "role": "document",
        "docType": document.document_type,
        "requirement": document.requirement,
        "original": documents.original_name(document),
        "mime": document.mime,
        "pages": document.page_count,
        "size": document.size,
        "sha256": document.sha256,
        "sha512": document.sha512,
    }


def entry_of(document: Document) -> Json:
    """Describe one file as it stands now, with verdict and findings."""
    report = documents.report_of(document)
    return {
        **listing_of(document),
        "scan": _scan(document),
        "ocr": {"checks": [_check(each) for each in report.findings], "sentAnyway": document.accepted_anyway},
        "derivatives": [f"page-{number}.jpg" for number in range(1, document.page_count + 1)],
    }


def open_file(case_id: UUID, file_id: str, part: str) -> Iterator[bytes]:
    """Yield the bytes of a part. LookupError: there is none; NotYetCheckedError: not yet, the package waits."""
    if file_id == FORM:
        return _form(case_id)
    document = Document.objects.filter(pk=file_id, subject=case_id).exclude(state=document_states.REMOVED).first()
    if document is None:
        raise LookupError(file_id)
    if not document.is_final:
        raise NotYetCheckedError(document=file_id)
    return _part(document, part)


def _part(document: Document, part: str) -> Iterator[bytes]:
    if part == "entry.json":
        return iter([json.dumps(entry_of(document), ensure_ascii=False).encode()])
    if document.state == document_states.REFUSED:
        raise LookupError(part)
    if part == "original":
        return documents.open_original(document)
    number = part.removeprefix("page-").removesuffix(".jpg")
    if not number.isdecimal() or not 1 <= int(number) <= document.page_count:
        raise LookupError(part)
    return iter([documents.open_page(document, int(number))])


def _form(case_id: UUID) -> Iterator[bytes]:
    receipt = Receipt.work.filter(application=case_id).first()
    if receipt is None:
        raise LookupError(FORM)
    if not receipt.is_printed:
        raise NotYetCheckedError(document=FORM)
    return queries.open_receipt_pdf(receipt)


def sections_of(application: Application, definition: Definition, answers: Json) -> list[Json]:
    """Return the answered questions step by step, as they read in German and in the applicant's language."""
    languages = dict.fromkeys(["de", application.language])
    return [
        {
            "code": step.code,
            "title": dict(step.title),
            "rows": [_row(question, answers[question.code], list(languages)) for question in questions],
        }
        for step, questions in _answered(definition, answers)
    ]


def _answered(definition: Definition, answers: Json) -> list[tuple[Step, list[Question]]]:
    found = [
        (step, [each for each in questions if each.code in answers])
        for step, questions in progress.opened(definition, answers)
    ]
    return [(step, questions) for step, questions in found if questions]


def _row(question: Question, value: Any, languages: list[str]) -> Json:
    row = {
        "code": question.code,
        "label": dict(question.label),
        "value": value,
        "shown": {language: showing.shown(question, value, language) for language in languages},
        "xMap": dict(question.x_map),
    }
    return row | ({"entries": _entries(question, value, languages)} if question.kind == "group" else {})


def _entries(group: Question, value: Any, languages: list[str]) -> list[list[Json]]:
    """Return a row for every answer of every entry."""
    return [[_row(each, entry[each.code], languages) for each in showing.members_in(group, entry)] for entry in value]


def _applicant(application: Application, answers: Json) -> Json:
    # The same person has another pseudonym in every office.
    pair = f"{application.person_id}:{application.office_id}".encode()
    return {
        "accountId": hmac.digest(settings.SECRET_KEY.encode(), pair, "sha256").hex()[:32],
        "trust": "low",
        "idp": "local",
        "language": application.language,
        "name": " ".join(filter(None, [answers.get("given_names"), answers.get("family_name")])),
    }


def _urgency(answers: Json) -> Json:
    end = queries.day(answers.get(TITLE_END))
    day = clock.today()
    return {
        "titleExpires": end.isoformat() if end else None,
        "filedBeforeExpiry": None if end is None else day <= end,
        "reason": None,
    }


def _fees(definition: Definition, answers: Json) -> list[Json]:
    # For the office, whatever the applicant reads.
    with override("de"):
        lines = catalogue.fees_of(definition, answers, clock.today())
    return [{**_fee(each), "due": "on_issue"} for each in lines]


def _unit(definition: Definition, answers: Json) -> str:
    """Return the part of the office that the application goes to."""
    if not definition.talent_center:
        return GENERAL
    facts, _kept = catalogue.known_of(definition, answers)
    return TALENT_CENTER if facts.holds(definition.talent_center_when) else GENERAL


def _fee(line: FeeLine) -> Json:
    words = {"title": line.title.value, "reason": line.reason.value}
    return {"code": line.law, "kind": line.kind, "amount": str(line.amount), **words}


def _scan(document: Document) -> Json:
    if document.state == document_states.REFUSED:
        return {"result": "refused", "reason": document.refusal, "signature": document.signature}
    result = "clean" if document.state == document_states.CHECKED else "pending"
    return {"result": result, "engine": document.scanned_with}


def _check(finding: Any) -> Json:
    found = {"id": finding.check, "result": finding.result, "case": str(finding.values.get("case", ""))}
    values = {key: value for key, value in finding.values.items() if key != "case"}
    return found | ({"values": values} if values else {}) | _sureness(finding)


def _sureness(finding: Any) -> Json:
    return {} if finding.confidence is None else {"confidence": finding.confidence}


def moment_of(application: Application) -> str:
    return application.submitted_at.isoformat() if application.submitted_at else ""
