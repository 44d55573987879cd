"""A page for every service of the catalogue that has no page file of its own: its texts are the catalogue's."""

from collections.abc import Collection

from cms.pages.seed import Seed
from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Definition
from portal.catalogue.models import Service
from portal.shared.language import CODES, text_of

PARENT = "services"
# Searched for in every language: the names of law and forms are German, and many know the English one.
KNOWN_NAMES = ("de", "en")


def seeds_of_services(taken: Collection[str]) -> list[Seed]:
    """Return a page for each offered service whose short name is not taken; facts are drawn when it is read."""
    return [_seed(each) for each in catalogue.services() if each.slug not in taken and _is_published(each)]


def _is_published(service: Service) -> bool:
    return bool(service.versions.exists())


def _seed(service: Service) -> Seed:
    definition = catalogue.definition_of(catalogue.current_version(service.slug))
    return Seed(
        type="service",
        slug=service.slug,
        title=text_of(service, "title", "de").value[:200],
        texts={code: _texts(definition, code) for code in CODES if definition.title.get(code)},
        order=service.position,
        parent=PARENT,
        service=service.slug,
    )


def _texts(definition: Definition, code: str) -> dict[str, str]:
    names = [definition.title.get(each, "") for each in KNOWN_NAMES if each != code]
    return {
        "heading": definition.title[code][:200],
        "summary": definition.summary.get(code, ""),
        "keywords": " ".join(filter(None, [definition.legal_basis, *names, definition.guide.in_short.get(code)])),
    }
