"""What leaves an application, frozen: the content of the package (WOP 1.0) and of the applicant's receipt."""

import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from portal.applications import queries
from portal.applications.errors import NotYetCheckedError
from portal.applications.models import Application, Receipt
from portal.applications.steps import progress
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Definition, Question, Step
from portal.documents import queries as documents
from portal.documents import states as document_states
from portal.documents.models import Document
from portal.shared import clock
from portal.shared.language import CODES, Text, pick, text_of

Json = dict[str, Any]
FORM = "form"
TITLE_END = "title_valid_until"


# -- for the office -----------------------------------------------------------


def content_of(application: Application, answers: Json | None = None) -> Json:
    """Return what the office gets, without the bytes of the files (see `open_file`); `answers` if open already."""
    definition = queries.definition_of(application)
    answers = queries.answers_of(application) if answers is None else progress.relevant(definition, answers)
    return {
        "service": _service(application, definition),
        "times": {
            "startedAt": application.created.isoformat(),
            "submittedAt": _moment(application),
            "receivedAt": _moment(application),
        },
        "applicant": _applicant(application, answers),
        "urgency": _urgency(answers),
        "data": {"answers": answers, "sections": sections_of(application, definition, answers)},
        "files": [_listing(each) for each in files_of(application)],
        "promised": _promised(application, definition),
        "payment": {"expected": _fees(definition, answers), "paid": None},
        "consent": {"dataNotice": True, "readBeforeSending": True, "at": _moment(application)},
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
        "files": [_listing(each) for each in sent],
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


def _listing(document: Document) -> Json:
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
        **_listing(document),
        "scan": {"result": _scan_result(document)},
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
    return {
        "code": question.code,
        "label": dict(question.label),
        "value": value,
        "shown": {language: progress.shown(question, value, language) for language in languages},
        "xMap": dict(question.x_map),
    }


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
    lines = catalogue.fees_of(definition, answers, clock.today())
    return [{"code": each.law, "amount": str(each.amount), "due": "on_issue"} for each in lines]


def _scan_result(document: Document) -> str:
    if document.state == document_states.REFUSED:
        return "refused"
    return "clean" if document.state == document_states.CHECKED else "pending"


def _check(finding: Any) -> Json:
    return {"id": finding.check, "result": finding.result}


def _moment(application: Application) -> str:
    return application.submitted_at.isoformat() if application.submitted_at else ""


# -- for the applicant --------------------------------------------------------


def receipt_of(application: Application, token: str, content: Json) -> Json:
    """Return the frozen receipt: what was received, when, by whom, and what the law says about it."""
    office, definition = application.office, queries.definition_of(application)
    end = queries.day(content["data"]["answers"].get(TITLE_END))
    kind = str(content["data"]["answers"].get("title_kind", ""))
    sentence = catalogue.receipt_sentence(definition, end, clock.today(), title_kind=kind)
    titles = catalogue.document_titles() if content["files"] or content["promised"] else {}
    return {
        "token": token,
        "reference": application.reference,
        "submitted_at": _moment(application),
        "language": application.language,
        "service": {"title": dict(definition.title), "legal_basis": definition.legal_basis},
        "office": {
            "name": office.name,
            "lines": [office.street, f"{office.postcode} {office.city}"],
            "phone": office.phone,
            "email": office.email,
            "is_receiving_point": office.portal_is_receiving_point,
        },
        "sentence": {code: text_of(sentence, "text", code).value for code in CODES},
        "sentence_key": sentence.key,
        "sentence_law": sentence.law,
        "files": [_listed(each, titles) for each in content["files"]],
        "promised": [
            {"title": dict(titles.get(each["docType"], {})), "day": each["until"]} for each in content["promised"]
        ],
        "sections": content["data"]["sections"],
    }


def _listed(entry: Json, titles: Any) -> Json:
    return {
        "name": entry["original"],
        "size": entry["size"],
        "sha256": entry["sha256"],
        "title": dict(titles.get(entry["docType"], {})),
    }


def later_files_of(application: Application) -> list[Json]:
    """Return the files that were sent after the application, each with its moment and hash: proof like the receipt."""
    later = list(queries.sent_later(application))
    titles = catalogue.document_titles() if later else {}
    found = [(each, _listed(_listing(each), titles)) for each in later]
    return [{**file, "title": pick(file["title"]), "at": each.handed_over_at} for each, file in found]


@dataclass(frozen=True)
class Readable:
    """A frozen receipt for a template: texts in the page's language, moments as moments."""

    content: Mapping[str, Any]
    at: datetime
    service: Text
    sentence: Text
    files: list[Json]
    promised: list[Json]
    sections: list[Json]


def readable(content: Mapping[str, Any]) -> Readable:
    """Return a frozen receipt in the language of now."""
    return Readable(
        content=content,
        at=datetime.fromisoformat(content["submitted_at"]),
        service=pick(content["service"]["title"]),
        sentence=pick(content["sentence"]),
        files=[{**each, "title": pick(each["title"])} for each in content["files"]],
        promised=[{"title": pick(each["title"]), "day": queries.day(each["day"])} for each in content["promised"]],
        sections=[_readable_section(each) for each in content["sections"]],
    )


def _readable_section(section: Json) -> Json:
    rows = [{"label": pick(each["label"]), "value": pick(each["shown"])} for each in section["rows"]]
    return {"title": pick(section["title"]), "rows": rows}


def verify_address(token: str, language: str) -> str:
    """Return the address behind the QR code; built from the settings, never from a request."""
    with override(language):
        return urljoin(settings.PORTAL_URL, reverse("status:verify", args=[token]))
