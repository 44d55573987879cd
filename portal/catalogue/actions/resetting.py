"""Go back: to a version published before, or to the time before a service that was never published."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from portal.catalogue.actions.drafts import write_draft
from portal.catalogue.models import Service, ServiceVersion
from portal.catalogue.pack import written
from portal.catalogue.queries.drafts import GUIDE_ONLY, standard_texts
from portal.journal import actions as journal
from portal.shared.errors import WrongStateError


def own_part(definition: Mapping[str, Any]) -> dict[str, Any]:
    """Return a published definition without the texts that all services share: the same shape as a draft."""
    shared = standard_texts()
    found = {key: each for key, each in definition.items() if key not in GUIDE_ONLY or each != shared.get(key)}
    states = definition.get("status", {}).items()
    found["status"] = {state: text for state, text in states if text != shared.get(f"status.{state}")}
    guide = {**definition.get("guide", {})}
    guide.setdefault("steps", [])
    return {"steps": [], "requirements": [], "fees": [], **found, "guide": guide}


@transaction.atomic
def reset_draft(version: ServiceVersion, *, by: Any = None) -> None:
    """Make a version published before the draft again; nothing is published by this."""
    service = Service.objects.select_for_update(of=("self",)).get(pk=version.service_id)
    # What a version does not say is empty there, whatever the draft says today.
    empty = {"leika_key": "", "prolongs_title": False, "talent_center": False, "talent_center_when": "", "origins": {}}
    write_draft(service, {**empty, **own_part(version.definition)})
    journal.write("service-draft-reset", service.pk, by=by, service=service.slug, number=version.number)


def exported_version(version: ServiceVersion) -> str:
    """Return a published version as a pack, for other offices."""
    return written(own_part(version.definition))


@transaction.atomic
def delete_unpublished(service: Service, *, by: Any = None) -> None:
    """Delete a service with all its rows; WrongStateError once it was published, for applications point at it."""
    if service.versions.exists():
        raise WrongStateError
    journal.write("service-deleted", service.pk, by=by, service=service.slug)
    service.delete()
