"""What the applicant keeps, frozen at sending: the receipt, and the files that were sent later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from portal.applications import queries
from portal.applications.models import Application
from portal.applications.package.office import TITLE_END, Json, listing_of, moment_of
from portal.catalogue import queries as catalogue
from portal.documents.models import Document, Origin
from portal.shared import clock
from portal.shared.language import CODES, Text, pick, text_of


def receipt_of(application: Application, token: str, content: Json) -> Json:
    """Return the frozen receipt: what was received, when, by whom, and what the law says about it."""
    office, definition = application.office, queries.definition_of(application)
    end = queries.day(content["data"]["answers"].get(TITLE_END))
    kind = str(content["data"]["answers"].get("title_kind", ""))
    sentence = catalogue.receipt_sentence(definition, end, clock.today(), title_kind=kind)
    titles = catalogue.document_titles() if content["files"] or content["promised"] or content["shared"] else {}
    return {
        "token": token,
        "reference": application.reference,
        "submitted_at": moment_of(application),
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
        "shared": [
            {"title": dict(titles.get(each["docType"], {})), "reference": each["sharedWith"]}
            for each in content["shared"]
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
    found = [(each, _listed(listing_of(each), titles)) for each in later]
    return [{**file, "title": pick(file["title"]), **_how(each)} for each, file in found]


def _how(document: Document) -> Json:
    return {"at": document.handed_over_at, "in_person": document.origin == Origin.DESK}


@dataclass(frozen=True)
class Readable:
    """A frozen receipt for a template: texts in the page's language, moments as moments."""

    content: Mapping[str, Any]
    at: datetime
    service: Text
    sentence: Text
    files: list[Json]
    promised: list[Json]
    shared: list[Json]
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
        shared=[{**each, "title": pick(each["title"])} for each in content.get("shared", [])],
        sections=[_readable_section(each) for each in content["sections"]],
    )


def _readable_section(section: Json) -> Json:
    return {"title": pick(section["title"]), "rows": [_readable_row(each) for each in section["rows"]]}


def _readable_row(row: Json) -> Json:
    entries = [[_readable_row(each) for each in entry] for entry in row.get("entries", ())]
    return {"label": pick(row["label"]), "value": pick(row["shown"]), "entries": entries}


def verify_address(token: str) -> str:
    """Return the address behind the QR code; built from the settings, never from a request.

    German, whatever the applicant speaks: it is read by employers and authorities in Germany.
    """
    with override("de"):
        return urljoin(settings.PORTAL_URL, reverse("status:verify", args=[token]))
