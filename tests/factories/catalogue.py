"""The published catalogue for tests: the real packs, read once per session, loaded where a test asks."""

from portal.catalogue.actions import load_packs
from portal.catalogue.models import ServiceVersion
from portal.catalogue.queries import current_version


def published(slug: str = "study-extension") -> ServiceVersion:
    """Return the current version of a service, with the whole catalogue loaded around it."""
    if not ServiceVersion.objects.exists():
        load_packs()
    return current_version(slug)
