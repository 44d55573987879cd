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

# What a service's own row shows of its form.
HEAD = ("slug", "code", "position", "title", "summary", "legal_basis")


def load_packs(folder: Path = FOLDER) -> list[ServiceVersion]:
    """Load all packs, or none; returns the versions that are new. Loading the same packs again changes nothing."""
    packs = read_packs(folder, clock.today())
    if problems := problems_of(packs):
        raise PackError(problems)
    with transaction.atomic():
        _load_rows(packs)
        heads = [{key: data[key] for key in HEAD if key in data} for data in packs.services.values()]
        services = _keep_all(Service, ("slug",), heads)
        pairs = zip(services, packs.services.values(), strict=True)
        loaded = [_publish(service, data, packs.origins) for service, data in pairs]
    return [version for version in loaded if version is not None]


def _load_rows(packs: Packs) -> None:
    _keep_all(DocumentType, ("code",), packs.document_types)
    _keep_all(Fee, ("key", "valid_from"), packs.fees)
    _keep_all(Threshold, ("key", "valid_from"), packs.thresholds)
    _keep_all(LegalSentence, ("key",), packs.legal_sentences)


def _publish(service: Service, data: Mapping[str, Any], origins: Mapping[str, str]) -> ServiceVersion | None:
    """Bring a service up to date; a new version only when the form's content changed."""
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


def _keep_all[M: models.Model](model: type[M], identity: tuple[str, ...], rows: list[dict[str, Any]]) -> list[M]:
    """Create or change what differs; rows that are as they should be are only read. Returns them in order."""
    known = {tuple(str(getattr(found, name)) for name in identity): found for found in model._default_manager.all()}  # noqa: SLF001
    kept = []
    for values in (_values(model, row) for row in rows):
        row = known.get(tuple(str(values[name]) for name in identity)) or model()
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, values[name])
        if changed and row.pk:
            row.save(update_fields=changed)
        kept.append(row)
    model._default_manager.bulk_create([row for row in kept if row.pk is None])  # noqa: SLF001
    return kept


def _values(model: type[models.Model], row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the pack says of a row: texts by language column, plain values as their field holds them."""
    flat: dict[str, Any] = {}
    for key, value in row.items():
        flat |= (
            {column(key, code): text for code, text in value.items()} if isinstance(value, Mapping) else {key: value}
        )
    fields = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001
    return {name: fields[name].to_python(value) for name, value in flat.items()}
