"""Publish the catalogue: packs become rows and immutable form versions."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import models, transaction

from portal.catalogue.errors import PackError
from portal.catalogue.models import DocumentType, Fee, LegalSentence, Service, ServiceVersion, Threshold
from portal.catalogue.pack import FOLDER, Packs, read_packs
from portal.catalogue.pack_checks import problems_of
from portal.journal import actions as journal
from portal.shared import clock
from portal.shared.language import column


def load_packs(folder: Path = FOLDER) -> list[ServiceVersion]:
    """Load all packs, or none; returns the versions that are new. Loading the same packs again changes nothing."""
    packs = read_packs(folder, clock.today())
    if problems := problems_of(packs):
        raise PackError(problems)
    with transaction.atomic():
        _load_rows(packs)
        loaded = [_publish(data, packs.origins) for data in packs.services.values()]
    return [version for version in loaded if version is not None]


def _load_rows(packs: Packs) -> None:
    for row in packs.document_types:
        _keep(DocumentType, ("code",), row)
    for row in packs.fees:
        _keep(Fee, ("key", "valid_from"), row)
    for row in packs.thresholds:
        _keep(Threshold, ("key", "valid_from"), row)
    for row in packs.legal_sentences:
        _keep(LegalSentence, ("key",), row)


def _publish(data: Mapping[str, Any], origins: Mapping[str, str]) -> ServiceVersion | None:
    """Bring a service up to date; a new version only when the form's content changed."""
    head = {key: data[key] for key in ("slug", "code", "title", "summary", "legal_basis")}
    service = _keep(Service, ("slug",), {**head, "position": data.get("position", 0)})
    definition = {**data, "origins": dict(origins)}
    sha256 = _hash(definition)
    newest = ServiceVersion.objects.current(service.slug).first()
    if newest is not None and newest.sha256 == sha256:
        return None
    number = newest.number + 1 if newest else 1
    version = ServiceVersion.objects.create(service=service, number=number, definition=definition, sha256=sha256)
    journal.write("service-version-published", version.pk, service=service.slug, number=number, sha256=sha256)
    return version


def _hash(definition: Mapping[str, Any]) -> str:
    canonical = json.dumps(definition, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _keep[M: models.Model](model: type[M], identity: tuple[str, ...], row: Mapping[str, Any]) -> M:
    """Create or update one row; texts go to their language columns."""
    columns: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, Mapping):
            columns |= {column(key, language): text for language, text in value.items()}
        else:
            columns[key] = value
    found, _created = model._default_manager.update_or_create(  # noqa: SLF001
        **{key: columns.pop(key) for key in identity}, defaults=columns
    )
    return found
