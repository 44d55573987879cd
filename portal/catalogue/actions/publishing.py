"""Publish what editors have written, as an immutable version; and say from when drafts go on with it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from portal.catalogue.checks import Surroundings, problems_of
from portal.catalogue.errors import NotPublishableError, VersionGoneError
from portal.catalogue.models import Cutoff, DocumentType, Service, ServiceVersion
from portal.catalogue.queries.drafts import draft_of, standard_texts
from portal.catalogue.queries.law import law_on
from portal.catalogue.shape import fingerprint, normal
from portal.journal import actions as journal
from portal.shared import clock
from portal.shared.language import CODES, column


def publish(service: Service, *, by: Any = None) -> ServiceVersion | None:
    """Publish a service's draft as its next version, or return None when nothing has changed.

    NotPublishableError lists everything that keeps it back.
    """
    data = publishable(draft_of(service))
    if problems := problems_of(data, surroundings()):
        raise NotPublishableError(problems)
    with transaction.atomic():
        # Two editors at once: the second one finds the first one's version.
        Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
        return next_version(service, data, by)


def problems_of_draft(service: Service) -> list[str]:
    """Return what keeps a draft from being published; empty when nothing does."""
    return problems_of(publishable(draft_of(service)), surroundings())


def publishable(draft: Mapping[str, Any], standard: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return a draft with the standard texts (`standard` if read already) where it brings none of its own."""
    standard = standard_texts() if standard is None else standard
    states = {key.removeprefix("status."): text for key, text in standard.items() if key.startswith("status.")}
    texts = {key: draft.get(key) or standard.get(key, {}) for key in ("privacy", "contact")}
    found: dict[str, Any] = normal({**draft, **texts, "status": {**states, **draft.get("status", {})}})
    return found


def surroundings() -> Surroundings:
    """Return what a service may refer to today."""
    law = law_on()
    return Surroundings(
        document_types=frozenset(DocumentType.objects.values_list("code", flat=True)),
        fees={key: price.law for key, price in law.prices.items()},
        thresholds=law.threshold_keys,
        languages=CODES,
    )


def next_version(service: Service, data: Mapping[str, Any], by: Any = None) -> ServiceVersion | None:
    """Add a version with this content, or return None when the newest is just this; the caller has checked it."""
    sha256 = fingerprint(data)
    newest = ServiceVersion.objects.current(service.slug).first()
    if newest is not None and newest.sha256 == sha256:
        return None
    number = newest.number + 1 if newest else 1
    version = ServiceVersion.objects.create(service=service, number=number, definition=data, sha256=sha256)
    journal.write("service-version-published", version.pk, by=by, service=service.slug, number=number, sha256=sha256)
    return version


def set_cutoff(version: ServiceVersion, at: datetime, reason: Mapping[str, str], *, by: Any = None) -> Cutoff:
    """Let drafts of an old version go on with the newest one from then on; VersionGoneError for the newest itself."""
    newest = ServiceVersion.objects.current(version.service.slug).first()
    if newest is None or newest.pk == version.pk:
        raise VersionGoneError
    texts = {column("reason", code): reason.get(code, "") for code in CODES}
    cutoff, _new = Cutoff.objects.update_or_create(
        version=version, defaults={"at": at, "created": clock.now(), **texts}
    )
    journal.write("service-version-cut-off", version.pk, by=by, service=version.service.slug, number=version.number)
    return cutoff


def remove_cutoff(version: ServiceVersion, *, by: Any = None) -> bool:
    """Let drafts of a version stay on it after all; False when it had no cut-off. Drafts that moved stay moved."""
    removed, _each = Cutoff.objects.filter(version=version).delete()
    if removed:
        slug = version.service.slug
        journal.write("service-version-cut-off-removed", version.pk, by=by, service=slug, number=version.number)
    return bool(removed)
