"""Load the packs of a folder: the law's tables become rows, services become drafts and versions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models, transaction

from portal.catalogue.actions.drafts import write_draft
from portal.catalogue.actions.law import note
from portal.catalogue.actions.older import confirm
from portal.catalogue.actions.publishing import next_version, publishable, surroundings
from portal.catalogue.checks import problems_of
from portal.catalogue.errors import PackError
from portal.catalogue.models import (
    DocumentType,
    Fee,
    FeeReduction,
    InForce,
    LegalSentence,
    Service,
    ServiceVersion,
    StandardText,
    Threshold,
)
from portal.catalogue.pack import FOLDER, Packs, read_packs
from portal.catalogue.pack.tables import problems_of_rows
from portal.catalogue.queries import law
from portal.catalogue.queries.drafts import draft_of, standard_texts
from portal.catalogue.queries.history import TABLES, names_with_changes
from portal.catalogue.shape import own_fingerprint
from portal.catalogue.wording import is_texts
from portal.shared.language import column


@dataclass
class Loaded:
    """What loading led to: new versions, and what an office has changed and keeps: services, amounts."""

    versions: list[ServiceVersion] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)


def load_packs(folder: Path = FOLDER) -> Loaded:
    """Load all packs, or none. Loading the same packs again changes nothing; an office's changes are never lost."""
    packs = read_packs(folder)
    if problems := [*packs.problems, *problems_of_rows(packs)]:
        raise PackError(problems)
    loaded = Loaded()
    with transaction.atomic():
        loaded.left_alone += load_rows(packs)
        if problems := list(_problems_of_services(packs)):
            raise PackError(problems)
        for data in packs.services.values():
            _load_service(data, loaded)
    return loaded


def load_rows(packs: Packs) -> list[str]:
    """Bring the law's tables and the shared texts up to date; return which amounts stay the office's."""
    _keep_all(DocumentType, ("code",), packs.document_types)
    left = [
        *_keep_in_force(Fee, packs.fees),
        *_keep_in_force(FeeReduction, packs.fee_reductions),
        *_keep_in_force(Threshold, packs.thresholds),
    ]
    _keep_all(LegalSentence, ("key",), packs.legal_sentences)
    _keep_all(StandardText, ("key",), [{"key": key, "text": text} for key, text in flat(packs.standard_texts)])
    law.changed()
    return left


def flat(node: Mapping[str, Any], place: str = "") -> list[tuple[str, Mapping[str, str]]]:
    """Return [("status.closed", {"de": ...})] of nested texts."""
    if is_texts(node):
        return [(place, node)]
    return [pair for key, below in node.items() for pair in flat(below, f"{place}.{key}" if place else key)]


def _problems_of_services(packs: Packs) -> list[str]:
    around, standard = surroundings(), standard_texts()
    return [
        f"{slug}: {problem}"
        for slug, data in packs.services.items()
        for problem in problems_of(publishable(data, standard), around)
    ]


def _load_service(data: Mapping[str, Any], loaded: Loaded) -> None:
    """Bring a service up to date, unless its rows are no longer what the last pack said."""
    wanted = own_fingerprint(data)
    service = Service.objects.filter(slug=data["slug"]).first() or Service(slug=data["slug"])
    if service.pk and is_changed_here(service):
        if service.pack_sha256 != wanted:
            loaded.left_alone.append(service.slug)
        return
    if service.pack_sha256 != wanted:
        write_draft(service, data)
        confirm(data)
        service.pack_sha256 = wanted
        service.save(update_fields=["pack_sha256"])
    if version := next_version(service, publishable({**data, "leika_key": service.leika_key})):
        loaded.versions.append(version)


def is_changed_here(service: Service) -> bool:
    """Say whether an office has changed a service since its pack was loaded."""
    return bool(service.pack_sha256) and own_fingerprint(draft_of(service)) != service.pack_sha256


def _keep_in_force(model: type[InForce], rows: list[dict[str, Any]]) -> list[str]:
    """Do the same for rows that hold for a time, and tell their history.

    A name whose rows the office has changed is left to it; those that differ from the pack are returned.
    """
    own, identity = names_with_changes(model), (model.named_by, "valid_from")
    taken = [row for row in rows if str(row[model.named_by]) not in own]
    for found, changes in _compared(model, identity, taken):
        if found.pk:
            note(found, "changed", {name: (getattr(found, name), since) for name, since in changes.items()}, by=None)
    _keep_all(model, identity, taken)
    others = [row for row in rows if str(row[model.named_by]) in own]
    pairs = zip(others, _compared(model, identity, others), strict=True)
    return sorted({f"{TABLES[model]} {row[model.named_by]}" for row, (_found, changes) in pairs if changes})


def _keep_all[M: models.Model](model: type[M], identity: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    """Create or change what differs; rows that are as they should be are only read."""
    kept = _compared(model, identity, rows)
    for row, changes in kept:
        for name, value in changes.items():
            setattr(row, name, value)
        if changes and row.pk:
            row.save(update_fields=list(changes))
    model._default_manager.bulk_create([row for row, _changes in kept if row.pk is None])  # noqa: SLF001


def _compared[M: models.Model](
    model: type[M], identity: tuple[str, ...], rows: list[dict[str, Any]]
) -> list[tuple[M, dict[str, Any]]]:
    """Return for each row of a pack the stored one, or a new one, with what the pack says differently."""
    known = {tuple(str(getattr(found, name)) for name in identity): found for found in model._default_manager.all()}  # noqa: SLF001
    found = []
    for values in (_values(model, row) for row in rows):
        row = known.get(tuple(str(values[name]) for name in identity)) or model()
        found.append((row, {name: value for name, value in values.items() if getattr(row, name) != value}))
    return found


def _values(model: type[models.Model], row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the pack says of a row: texts by language column, plain values as their field holds them."""
    flat: dict[str, Any] = {}
    for key, value in row.items():
        flat |= (
            {column(key, code): text for code, text in value.items()} if isinstance(value, Mapping) else {key: value}
        )
    fields = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001
    return {name: fields[name].to_python(value) for name, value in flat.items()}
