"""Services as they are offered today."""

from portal.catalogue import queries as catalogue
from portal.catalogue.definition import Definition
from portal.needs.errors import NotOfferedError


def offered(slug: str) -> Definition:
    """Return the form of an active service as it is published; raises NotOfferedError."""
    if catalogue.service_by_slug(slug) is None:
        raise NotOfferedError
    return catalogue.definition_of(catalogue.current_version(slug))
