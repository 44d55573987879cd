"""The package WOP 1.0: what is in it, under which safe names, and the manifest that names every part with its hash.

`resolve` asks for what is only known now (checks, cleaned pages, the printed form) and is run once; everything
after it is a plain function of the delivery row.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from portal.handoff.models import Delivery
from portal.handoff.ports import Opener, Package, Part

EXTENSIONS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/heic": "heic",
    "image/heif": "heic",
}
# Sent as they are kept; other keys of an entry are our own business.
KEPT = ("docType", "requirement", "original", "mime", "pages", "size", "sha512", "sha256", "scan", "ocr")
Json = dict[str, Any]


def resolve(case_id: UUID, content: Json) -> Json:
    """Return the content with every file as it stands now; UnavailableError while one is still being checked."""
    opener = _opener()
    files = [_resolved(opener, case_id, entry) for entry in content.get("files", [])]
    # Documents that follow bring no answers, and so no form.
    return {**content, "files": files, "form": _form(opener, case_id) if content.get("data") else None}


def manifest_of(delivery: Delivery, content: Json) -> bytes:
    """Write manifest.json: the same row and content give the same bytes."""
    service, data = content.get("service", {}), _written(content)["data.json"]
    applicant = content.get("applicant", {})
    language = applicant.get("language", "de")
    manifest = {
        "wop": "1.0",
        "packageId": str(delivery.package_id),
        "kind": delivery.kind,
        "caseId": str(delivery.case_id),
        "reference": delivery.reference,
        "supersedes": None,
        "sequence": delivery.sequence,
        "tenant": {
            "ars": delivery.office.ars,
            "authorityCode": content.get("authorityCode", ""),
            "name": delivery.office.name,
        },
        "service": service,
        "times": {**content.get("times", {}), "tz": settings.TIME_ZONE},
        "applicant": {"idp": "local", "represents": None, **applicant, "language": language},
        "urgency": content.get("urgency", {}),
        **({"routing": content["routing"]} if content.get("routing") else {}),
        "data": {"path": "data.json", "schema": _schema(service), "mime": "application/json", **_measures(data)},
        "files": _listed(content),
        "replyChannel": {"inbox": None, "email": True, "bundIdMailbox": None, "preferredLanguage": language},
        "payment": content.get("payment", {"expected": [], "paid": None}),
        "crypto": None,
    }
    return _json(manifest)


def of(delivery: Delivery) -> Package:
    """Return the package of a row whose manifest is fixed."""
    content, manifest = delivery.content(), delivery.manifest()
    parts = [_fixed(path, plain) for path, plain in _written(content).items()]
    for entry in json.loads(manifest)["files"]:
        if entry["role"] == "document" and "path" in entry:
            parts += _opened(delivery.case_id, entry)
    return Package(delivery.package_id, delivery.case_id, delivery.office, manifest, delivery.signature, tuple(parts))


def fingerprint(manifest: bytes) -> str:
    """Return the hash under which the whole package is known."""
    return hashlib.sha256(manifest).hexdigest()


def _opener() -> Opener:
    opener: Opener = import_string(settings.PACKAGE_FILES)
    return opener


def _resolved(opener: Opener, case_id: UUID, entry: Json) -> Json:
    """Take the entry as it stands now, with the hash of every cleaned page."""
    file_id = str(UUID(str(entry["id"])))
    with suppress(LookupError):
        entry = {**entry, **json.loads(b"".join(opener(case_id, file_id, "entry.json")))}
    pages = entry.get("derivatives") or []
    derivatives = [_page(opener, case_id, file_id, number) for number in range(1, len(pages) + 1)]
    return {**entry, "id": file_id, "derivatives": derivatives}


def _page(opener: Opener, case_id: UUID, file_id: str, number: int) -> Json:
    digest, size = hashlib.sha512(), 0
    for portion in opener(case_id, file_id, f"page-{number}.jpg"):
        digest.update(portion)
        size += len(portion)
    path = f"derivatives/{file_id}-{number}.jpg"
    return {"path": path, "page": number, "mime": "image/jpeg", "size": size, "sha512": digest.hexdigest()}


def _form(opener: Opener, case_id: UUID) -> str | None:
    """Return the printed form; kept with the content, because printing twice gives other bytes."""
    try:
        return base64.b64encode(b"".join(opener(case_id, "form", "form.pdf"))).decode()
    except LookupError:
        return None


def _written(content: Json) -> dict[str, bytes]:
    """Return the parts that we write ourselves, by path."""
    files = content.get("files", [])
    service = content.get("service", {})
    data = {"$schema": _schema(service), "version": service.get("version", ""), **content.get("data", {})}
    data["promised"] = content.get("promised", [])
    if content.get("shared"):
        data["shared"] = content["shared"]
    if fees := content.get("payment", {}).get("expected"):
        data["fees"] = fees
    timeline = content.get("timeline") or [
        {"event": event.removesuffix("At"), "at": at} for event, at in content.get("times", {}).items()
    ]
    parts = {
        "data.json": _json(data),
        "reports/scan.json": _json([{"id": each["id"], **(each.get("scan") or {})} for each in files]),
        "reports/ocr.json": _json([{"id": each["id"], **(each.get("ocr") or {})} for each in files]),
        "reports/consent.json": _json(content.get("consent", {})),
        "reports/timeline.json": _json(timeline),
    }
    if content.get("form"):
        parts["form.pdf"] = base64.b64decode(content["form"])
    return parts


def _listed(content: Json) -> list[Json]:
    """Return the manifest's list of files: form, documents, reports."""
    own = []
    for path, plain in _written(content).items():
        if path != "data.json":
            role, mime = ("form", "application/pdf") if path == "form.pdf" else ("report", "application/json")
            own.append({"path": path, "role": role, "mime": mime, **_measures(plain)})
    return own + [_document(entry) for entry in content.get("files", [])]


def _document(entry: Json) -> Json:
    """Name one document; what the scanner did not find clean is told of, but never sent."""
    listed = {"id": entry["id"], "role": "document", **{key: entry.get(key) for key in KEPT}}
    if (entry.get("scan") or {}).get("result") != "clean":
        return {**listed, "withheld": True, "sanitised": False, "derivatives": []}
    path = f"documents/{entry['id']}.{EXTENSIONS.get(entry.get('mime', ''), 'bin')}"
    derivatives = entry["derivatives"]
    return {**listed, "path": path, "sanitised": bool(derivatives), "derivatives": derivatives}


def _opened(case_id: UUID, entry: Json) -> list[Part]:
    """Return original and cleaned pages as parts that are read only when they are sent."""
    paths = {"original": entry, **{f"page-{each['page']}.jpg": each for each in entry["derivatives"]}}
    return [
        Part(named["path"], named["size"], named["sha512"], partial(_open, case_id, entry["id"], part))
        for part, named in paths.items()
    ]


def _open(case_id: UUID, file_id: str, part: str) -> Iterator[bytes]:
    return _opener()(case_id, file_id, part)


def _fixed(path: str, plain: bytes) -> Part:
    measures = _measures(plain)
    return Part(path, measures["size"], measures["sha512"], partial(_once, plain))


def _once(plain: bytes) -> Iterator[bytes]:
    yield plain


def _measures(plain: bytes) -> Json:
    return {"size": len(plain), "sha512": hashlib.sha512(plain).hexdigest()}


def _schema(service: Json) -> str:
    return f"{settings.PORTAL_URL}/schema/{service.get('slug', '')}/{service.get('version', '')}"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
