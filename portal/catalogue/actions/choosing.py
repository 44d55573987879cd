"""Help an editor to choose among the parts of an offer: what the office has changed itself, what would not fit."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.catalogue.actions.exchange import Comparison, shipped
from portal.catalogue.actions.merging import differing, merged, torn
from portal.catalogue.actions.publishing import publishable
from portal.catalogue.actions.standing import without_holes
from portal.catalogue.definition import definition_from
from portal.catalogue.models import Service, ServiceVersion
from portal.catalogue.queries.drafts import standard_texts
from portal.catalogue.queries.faults import faults_of
from portal.catalogue.shape import fingerprint, normal

# The pack that a draft goes back to is among the newest versions, or it is not looked for.
MOST_VERSIONS = 20
FROM_STANDARD = ("privacy", "contact")


def own_parts(service: Service, draft: Mapping[str, Any]) -> set[str] | None:
    """Return the parts of a draft that the office has changed since its pack was loaded; None when nobody can tell."""
    if not service.pack_sha256:
        return set()
    pack = _pack_behind(service)
    return None if pack is None else set(differing(pack, {**draft, "leika_key": ""}))


def _pack_behind(service: Service) -> dict[str, Any] | None:
    """Return what the pack said that was loaded last: still in its file, or published as it was."""
    pack = shipped(service.slug)
    if pack is not None and fingerprint(pack) == service.pack_sha256:
        return pack
    standard = standard_texts()
    for version in ServiceVersion.objects.filter(service=service).order_by("-number")[:MOST_VERSIONS]:
        found = _without_standard(version.definition, standard)
        if fingerprint(found) == service.pack_sha256:
            return found
    return None


def _without_standard(definition: Mapping[str, Any], standard: Mapping[str, Any]) -> dict[str, Any]:
    """Return a version without the texts that all services share, as its pack was (see `publishable`)."""
    texts = definition.get("status", {})
    status = {state: text for state, text in texts.items() if standard.get(f"status.{state}") != text}
    shared = {key: "" for key in FROM_STANDARD if definition.get(key) == standard.get(key)}
    found: dict[str, Any] = normal({**definition, **shared, "status": status, "leika_key": ""})
    return found


def clashes(found: Comparison, parts: Collection[str]) -> list[str]:
    """Return why these parts of an offer cannot be taken alone: what neither the draft nor the whole offer suffers of.

    Conditions that would ask about answers of a page that is not there, questions that would be lost or stand twice.
    """
    moved = torn(found.draft, found.offer, parts)
    sentence = _("%(code)s: this question moves to another page; take both pages or none")
    lost = [sentence % {"code": each} for each in moved]
    known = {*_faults(found.draft), *_faults(found.offer)}
    return [*lost, *(each for each in _faults(merged(found.draft, found.offer, parts)) if each not in known)]


def _faults(data: Mapping[str, Any]) -> list[str]:
    return faults_of(definition_from(without_holes(publishable(data))))
