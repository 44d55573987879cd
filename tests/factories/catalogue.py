"""The published catalogue for tests: the real packs, read once per session; each test gets the services it names."""

from functools import cache

from portal.catalogue.actions import load_packs
from portal.catalogue.actions.loading import flat, load_rows
from portal.catalogue.actions.publishing import publishable
from portal.catalogue.models import DocumentType, Service, ServiceVersion
from portal.catalogue.pack import Packs, read_packs
from portal.catalogue.queries import current_version
from portal.catalogue.shape import columns_for, fingerprint


@cache
def packs() -> Packs:
    """The packs as they stand in the repository."""
    return read_packs()


@cache
def _definition(slug: str) -> tuple[dict, str]:
    data = publishable(packs().services[slug], dict(flat(packs().standard_texts)))
    return data, fingerprint(data)


def published(slug: str = "study-extension") -> ServiceVersion:
    """Return the current version of a service, with the law's tables loaded around it; its draft rows are not made."""
    if not DocumentType.objects.exists():
        load_rows(packs())
    if not ServiceVersion.objects.filter(service__slug=slug).exists():
        definition, sha256 = _definition(slug)
        service = Service.objects.create(**columns_for(Service, packs().services[slug]))
        ServiceVersion.objects.create(service=service, number=1, definition=definition, sha256=sha256)
    return current_version(slug)


def whole_catalogue() -> None:
    """Load everything as `manage.py load_catalogue` does: rows, drafts, versions of all services."""
    load_packs()
