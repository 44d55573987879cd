"""How a service's draft stands for its editors: what differs from the newest version, what keeps it back."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from portal.catalogue.actions.exchange import has_pack_update
from portal.catalogue.actions.publishing import publishable, surroundings
from portal.catalogue.checks import Surroundings, problems_of
from portal.catalogue.checks.texts import texts_in
from portal.catalogue.definition import Definition, definition_from
from portal.catalogue.models import Service, ServiceVersion
from portal.catalogue.queries.drafts import draft_of
from portal.catalogue.queries.editing import Complete, completeness
from portal.catalogue.queries.law import law_on
from portal.catalogue.queries.older import older_in
from portal.catalogue.shape import fingerprint
from portal.catalogue.wording import filled
from portal.shared.language import current

KEPT_FOR = 3600
# What a draft may still lack and a definition cannot be built without.
TEXTS_OF = {
    "steps": ("title",),
    "questions": ("label",),
    "choices": ("label",),
    "requirements": ("why",),
    "fees": ("reason",),
    "hints": ("text",),
    "notes": ("text",),
}
TEXTS_OF_GUIDE = ("who", "deadline", "duration", "after")


@dataclass(frozen=True)
class Standing:
    """A service as its editors see it. `number` is None before the first publication."""

    service: Service
    number: int | None
    is_changed: bool
    problems: list[str]
    has_pack_update: bool
    languages: list[Complete]
    # How many translations are older than their German text.
    older: int


def standing_of(service: Service, around: Surroundings | None = None) -> Standing:
    """Return how a service's draft stands; the problems of a draft that did not change are kept for an hour."""
    draft = draft_of(service)
    data = publishable(draft)
    newest = ServiceVersion.objects.current(service.slug).defer("definition").first()
    return Standing(
        service=service,
        number=newest.number if newest else None,
        is_changed=newest is None or newest.sha256 != fingerprint(data),
        problems=_problems(data, around or surroundings()),
        has_pack_update=has_pack_update(service, draft),
        languages=completeness(draft),
        older=len(older_in(texts_in(data))),
    )


def standings() -> list[Standing]:
    """Return the same for all services, those not on offer included."""
    around = surroundings()
    return [standing_of(each, around) for each in Service.objects.all()]


def _problems(data: Mapping[str, Any], around: Surroundings) -> list[str]:
    stamp = hashlib.sha256(f"{fingerprint(data)}{around!r}".encode()).hexdigest()
    key = f"catalogue:problems:{current()}:{stamp}"
    found: list[str] | None = cache.get(key)
    if found is None:
        found = problems_of(data, around)
        cache.set(key, found, KEPT_FOR)
    return found


def draft_definition(service: Service) -> Definition:
    """Return a draft as the form that it would become today, whatever it still lacks; raises ConditionError."""
    return definition_from(filled(without_holes(publishable(draft_of(service))), law_on().placeholders))


def without_holes(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a draft with empty texts where a definition needs some."""
    found = _with_texts(data)
    guide = {**_empty(TEXTS_OF_GUIDE), **found.get("guide", {})}
    guide["steps"] = [{"title": {}, "text": {}, **each} for each in guide.get("steps", ())]
    return {"title": {}, "summary": {}, "legal_basis": "", "origins": {}, **found, "guide": guide}


def _with_texts(node: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(node)
    for name, wanted in TEXTS_OF.items():
        if name in node:
            found[name] = [{**_empty(wanted), **_with_texts(each)} for each in node[name]]
    return found


def _empty(names: tuple[str, ...]) -> dict[str, dict[str, str]]:
    return {name: {} for name in names}
