"""Translations that are older than their German text, each with the way to its field."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cms.services import words
from cms.services.law import ALL, TABLES
from cms.services.parts import PARTS, Part
from cms.services.queries import SECTIONS, code_of
from portal.catalogue.models import Question, Service, ServiceGuide, StandardText, Step
from portal.catalogue.queries.drafts import GUIDE_ONLY
from portal.catalogue.queries.older import SOURCE, older_in_rows
from portal.shared.language import column

STATUS = "status."


@dataclass(frozen=True)
class Place:
    """Where a row is edited. `inside` begins the names of its fields, when it stands in a list of another form."""

    name: str
    url: str
    inside: str = ""


@dataclass(frozen=True)
class OlderLink:
    """One older translation: where it stands, what the German text says now, and the address of its field."""

    language: str
    place: str
    german: str
    url: str


type Placed = Iterable[tuple[Any, Place]]


def older_texts(service: Service) -> dict[str, list[OlderLink]]:
    """Return the older translations of a service by the name of their language, shared texts that it uses included."""
    return _by_language([*_rows_of(service), *_shared_by(service)])


def older_in_law() -> dict[str, list[OlderLink]]:
    """Return the older translations of the law's tables and the shared texts."""
    return _by_language(
        placed
        for part in TABLES.values()
        for placed in _placed(part, part.model._default_manager.all())  # noqa: SLF001 - every model has one
    )


def _by_language(placed: Placed) -> dict[str, list[OlderLink]]:
    places = dict(placed)
    found: dict[str, list[OlderLink]] = {}
    for (row, field), mark in older_in_rows(places):
        found.setdefault(mark.language, []).append(_link(row, field, mark.language, places[row]))
    return {words.LANGUAGES[code]: found[code] for code in words.LANGUAGES if code in found}


def _link(row: Any, field: str, language: str, place: Place) -> OlderLink:
    name = words.PLACES.get(field, words.FIELDS.get(field, field))
    url = f"{place.url}#id_{place.inside}{column(field, language)}"
    return OlderLink(language, f"{place.name} › {name}", getattr(row, column(field, SOURCE)), url)


def _placed(part: Part, rows: Iterable[Any]) -> Iterator[tuple[Any, Place]]:
    return ((row, _place(part, row)) for row in rows)


def _place(part: Part, row: Any) -> Place:
    code = code_of(row)
    name = f"{part.title} „{code}“" if code else part.title
    return Place(name, reverse("cms_services:edit", args=[part.name, row.pk]))


def _rows_of(service: Service) -> Iterator[tuple[Any, Place]]:
    yield service, _place(PARTS["service"], service)
    yield from _placed(PARTS["guide"], ServiceGuide.objects.filter(service=service))
    yield from _placed(PARTS["page"], Step.objects.filter(service=service))
    for question in Question.objects.filter(step__service=service).prefetch_related("choices"):
        place = _place(PARTS["member" if question.group_id else "question"], question)
        yield question, place
        for number, choice in enumerate(question.choices.all()):
            yield choice, Place(f"{place.name} › Auswahl „{choice.code}“", place.url, f"choices-{number}-")
    for part in (PARTS[name] for name in SECTIONS):
        yield from _placed(part, part.model._default_manager.filter(service=service))  # noqa: SLF001


def _shared_by(service: Service) -> Iterator[tuple[Any, Place]]:
    """Yield the shared texts that the service uses, because it has none of its own."""
    guide = ServiceGuide.objects.filter(service=service).first() or ServiceGuide()
    own = {name for name in GUIDE_ONLY if any(getattr(guide, column(name, code)) for code in words.LANGUAGES)}
    own |= {f"{STATUS}{state}" for state in service.status_texts.values_list("state", flat=True)}
    rows = StandardText.objects.exclude(key__in=own)
    yield from _placed(ALL["law-text"], (row for row in rows if row.key in GUIDE_ONLY or row.key.startswith(STATUS)))
